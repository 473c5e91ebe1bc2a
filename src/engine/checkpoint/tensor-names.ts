// Tensor names of other savers of BERT, brought to the names of BertForQuestionAnswering. Pure.

/** The name as BertForQuestionAnswering has it: with the prefix `bert.`, `weight` and `bias` instead of TensorFlow's `gamma` and `beta`. */
export function canonicalTensorName(name: string): string {
  const prefixed = /^(embeddings|encoder|pooler)\./.test(name) ? `bert.${name}` : name;
  return prefixed.replace(/LayerNorm\.gamma$/, 'LayerNorm.weight').replace(/LayerNorm\.beta$/, 'LayerNorm.bias');
}
