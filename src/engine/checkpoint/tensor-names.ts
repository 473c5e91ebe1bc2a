// Tensor names of other savers of BERT, brought to the names that transformers' task models have. Pure.

/** The name as transformers has it: with the prefix `bert.`, `weight` and `bias` instead of TensorFlow's `gamma` and `beta`. */
export function canonicalTensorName(name: string): string {
  const prefixed = /^(embeddings|encoder|pooler)\./.test(name) ? `bert.${name}` : name;
  return prefixed.replace(/LayerNorm\.gamma$/, 'LayerNorm.weight').replace(/LayerNorm\.beta$/, 'LayerNorm.bias');
}

/** Which of the file's tensors is which of the model's, and which of them the model has no use for. */
export interface TensorMatch {
  /** The file's name by the model's. */
  readonly found: ReadonlyMap<string, string>;
  readonly ignored: readonly string[];
}

/** Finds the model's tensors among a file's. A name that fits exactly goes before one that must be translated. */
export function matchTensorNames(inFile: readonly string[], inModel: readonly string[]): TensorMatch {
  const found = new Map<string, string>();
  const needed = new Set(inModel);
  for (const name of inFile) {
    const canonical = canonicalTensorName(name);
    if (needed.has(canonical) && (name === canonical || !found.has(canonical))) found.set(canonical, name);
  }
  const used = new Set(found.values());
  // Older versions of transformers stored the positions 0, 1, 2, … beside the weights.
  const ignored = inFile.filter((name) => !used.has(name) && !name.endsWith('embeddings.position_ids'));
  return { found, ignored };
}
