// Splits the sequences of one weight update into micro-batches.

import type { Feature } from './features.ts';

/** Sequences that go through the model together. */
export interface MicroBatch {
  readonly features: readonly Feature[];
  /** Padded length. */
  readonly length: number;
  /** Share of each sequence in the update's loss. */
  readonly weights: readonly number[];
}

export interface UpdateOptions {
  readonly microBatchSize: number;
  /** Pads to this length in the given order, as run_qa.py does; null: groups by length and pads to the longest of a group. */
  readonly padTo: number | null;
}

/**
 * Micro-batches of a weight update. Without fixed padding the order inside an update does not matter, because every sequence has the
 * same share; grouping by length then saves the work that padding would cost. With it, each micro-batch has the same share, however
 * short it is, as in transformers' Trainer.
 */
export function planUpdate(features: readonly Feature[], { microBatchSize, padTo }: UpdateOptions): MicroBatch[] {
  const ordered = padTo === null ? [...features].sort((a, b) => a.ids.length - b.ids.length) : features;
  const count = Math.ceil(ordered.length / microBatchSize);
  return Array.from({ length: count }, (_, i) => {
    const members = ordered.slice(i * microBatchSize, (i + 1) * microBatchSize);
    const weight = padTo === null ? 1 / features.length : 1 / (count * members.length);
    return {
      features: members,
      length: padTo ?? Math.max(...members.map((feature) => feature.ids.length)),
      weights: members.map(() => weight),
    };
  });
}

/** Number of weight updates in an epoch and in all, as transformers' Trainer counts them. */
export function countUpdates(
  featureCount: number,
  perUpdate: number,
  { epochs, maxSteps }: { readonly epochs: number; readonly maxSteps: number },
): { perEpoch: number; total: number } {
  const perEpoch = Math.max(1, Math.ceil(featureCount / perUpdate));
  return { perEpoch, total: maxSteps > 0 ? maxSteps : Math.ceil(epochs * perEpoch) };
}
