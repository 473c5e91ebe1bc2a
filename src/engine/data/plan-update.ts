// Splits the items of one weight update into micro-batches.

/** Items that go through the model together. */
export interface MicroBatch<I> {
  readonly items: readonly I[];
  /** Padded length. */
  readonly length: number;
  /** Share of each item in the update's loss. */
  readonly weights: readonly number[];
  /** Share of an item in the update's loss where all items count alike, however many labels they have. */
  readonly itemShare: number;
}

export interface UpdateOptions<I> {
  /** Items at a time; without fixed padding more, as far as they take no more tokens than so many of the longest possible. */
  readonly microBatchSize: number;
  /** Longest possible item, in tokens. */
  readonly maxLength: number;
  /** Pads to maxLength in the given order, as run_qa.py does; otherwise groups by length and pads to the longest of a group. */
  readonly padToMaxLength: boolean;
  readonly lengthOf: (item: I) => number;
  /** How much an item counts in the loss: 1, or the number of its labelled tokens. */
  readonly labelsOf: (item: I) => number;
}

/**
 * Micro-batches of a weight update. Without fixed padding the order inside an update does not matter, because every label has the same
 * share; grouping by length then saves the work that padding would cost, and short sequences share a pass through the model that has
 * room for `microBatchSize` long ones. With it, each micro-batch has the same share, however short it is, as in transformers' Trainer.
 */
export function planUpdate<I>(items: readonly I[], options: UpdateOptions<I>): MicroBatch<I>[] {
  const { maxLength, padToMaxLength, lengthOf, labelsOf } = options;
  const groups = padToMaxLength ? slices(items, options.microBatchSize) : groupByLength(items, options);
  const total = sum(items, labelsOf);
  return groups.map((members) => {
    const labels = padToMaxLength ? groups.length * sum(members, labelsOf) : total;
    return {
      items: members,
      length: padToMaxLength ? maxLength : Math.max(...members.map(lengthOf)),
      // Without any label there is nothing to learn.
      weights: members.map((item) => (labels === 0 ? 0 : labelsOf(item) / labels)),
      itemShare: 1 / (padToMaxLength ? groups.length * members.length : items.length),
    };
  });
}

function slices<I>(items: readonly I[], size: number): I[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}

function groupByLength<I>(items: readonly I[], { microBatchSize, maxLength, lengthOf }: UpdateOptions<I>): I[][] {
  const tokens = microBatchSize * maxLength;
  const groups: I[][] = [];
  // From the longest on, so that each group's first member says how long it is.
  for (const item of items.toSorted((a, b) => lengthOf(b) - lengthOf(a))) {
    const group = groups.at(-1);
    if (group !== undefined && (group.length + 1) * lengthOf(group[0]!) <= tokens) group.push(item);
    else groups.push([item]);
  }
  return groups;
}

function sum<I>(items: readonly I[], of: (item: I) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}

/** Number of weight updates in an epoch and in all, as transformers' Trainer counts them. */
export function countUpdates(
  itemCount: number,
  perUpdate: number,
  { epochs, maxSteps }: { readonly epochs: number; readonly maxSteps: number },
): { perEpoch: number; total: number } {
  const perEpoch = Math.max(1, Math.ceil(itemCount / perUpdate));
  return { perEpoch, total: maxSteps > 0 ? maxSteps : Math.ceil(epochs * perEpoch) };
}
