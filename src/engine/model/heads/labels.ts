// Names of labels as config.json has them.

/** `id2label` and `label2id`, from which transformers counts the labels. */
export function labelEntries(labels: readonly string[]): Record<string, unknown> {
  return {
    id2label: Object.fromEntries(labels.map((label, id) => [String(id), label])),
    label2id: Object.fromEntries(labels.map((label, id) => [label, id])),
  };
}
