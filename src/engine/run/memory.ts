// Whether a run fits into memory, before the model is loaded: a process that the system kills in the middle has no last words. Where it
// does not fit, the settings are looked for with which it would.

import type { Experiment } from '../../config/fields.ts';
import type { DimBindings } from '../graph/dim.ts';
import type { BertConfig } from '../model/config.ts';
import { evaluationNeed, formatGigabytes, totalBytes, trainingNeed } from '../model/memory.ts';
import type { Dataset, Task } from '../tasks/task.ts';
import { notEnoughMemory, type MemoryRemedy } from './errors.ts';

/** Sizes of a batch, and how many items of which length have them. */
interface Batch {
  readonly bindings: DimBindings;
  readonly items: number;
  readonly length: number;
}

/**
 * Says what a run needs on the processor; throws an AppError with the remedies if that is more than there is.
 *
 * @param freeBytes what this process may still take
 */
export function checkMemory(
  experiment: Experiment,
  task: Task,
  config: BertConfig,
  freeBytes: number,
  log: (note: string) => void,
): void {
  const trains = experiment.training.do_train && (task.train?.items.length ?? 0) > 0;
  const training = trains ? new TrainingMemory(experiment, task, config) : null;
  const trainingBytes = training?.bytes() ?? 0;
  const evaluationBytes = evaluationMemory(experiment, task, config);
  if (training !== null && trainingBytes > freeBytes) {
    throw notEnoughMemory('Training', trainingBytes, freeBytes, training.stateBytes, training.remedies(freeBytes));
  }
  if (evaluationBytes > freeBytes) throw notEnoughMemory('Evaluation', evaluationBytes, freeBytes, 0, []);
  const needed = formatGigabytes(Math.max(trainingBytes, evaluationBytes));
  log(`The run needs about ${needed} of memory; ${formatGigabytes(freeBytes)} are free.`);
}

class TrainingMemory {
  readonly stateBytes: number;
  readonly #recompute: boolean;
  readonly #microBatchSize: number;
  readonly #maxLength: number;
  readonly #longest: Batch;
  readonly #kept: ReturnType<typeof trainingNeed>;
  readonly #recomputed: ReturnType<typeof trainingNeed>;

  constructor({ training, data, ipu_config: ipu }: Experiment, task: Task, config: BertConfig) {
    this.#recompute = ipu.recompute_checkpoint_every_layer;
    this.#microBatchSize = training.per_device_train_batch_size;
    this.#maxLength = data.max_seq_length;
    const perUpdate = this.#microBatchSize * training.gradient_accumulation_steps * ipu.replication_factor;
    this.#longest = longestTrainingBatch(
      task,
      this.#microBatchSize,
      this.#maxLength,
      perUpdate,
      data.pad_to_max_length,
    );
    this.#kept = trainingNeed(config, task.head, false);
    this.#recomputed = trainingNeed(config, task.head, true);
    this.stateBytes = this.#kept(this.#longest.bindings).stateBytes;
  }

  /** Bytes of the training as it is, or with changes. */
  bytes(change: { microBatchSize?: number; maxLength?: number; recompute?: boolean } = {}): number {
    const { microBatchSize = this.#microBatchSize, maxLength = this.#maxLength, recompute = this.#recompute } = change;
    const { items, length } = this.#longest;
    const shorter = Math.min(length, maxLength);
    const tokens = (items * length * microBatchSize * maxLength) / (this.#microBatchSize * this.#maxLength);
    const bindings = resize(this.#longest, Math.max(1, Math.floor(tokens / shorter)), shorter);
    return totalBytes((recompute ? this.#recomputed : this.#kept)(bindings));
  }

  /** Changes that suffice, each as small as possible. */
  remedies(freeBytes: number): MemoryRemedy[] {
    const fits = (bytes: number) => bytes <= freeBytes;
    const found: MemoryRemedy[] = [];
    const add = (change: string, bytes: number) => fits(bytes) && found.push({ change, bytes });
    const layers = 'ipu_config.recompute_checkpoint_every_layer to true';
    const recomputed = this.bytes({ recompute: true });
    if (!this.#recompute && fits(recomputed)) add(layers, recomputed);
    else if (!this.#recompute) {
      const size = largest(this.#microBatchSize - 1, 1, (n) =>
        fits(this.bytes({ microBatchSize: n, recompute: true })),
      );
      const bytes = this.bytes({ microBatchSize: size ?? 1, recompute: true });
      add(`${layers} and training.per_device_train_batch_size to ${size}`, bytes);
    }
    const size = largest(this.#microBatchSize - 1, 1, (microBatchSize) => fits(this.bytes({ microBatchSize })));
    if (size !== undefined) {
      add(`training.per_device_train_batch_size to ${size}`, this.bytes({ microBatchSize: size }));
    }
    const length = largest(Math.ceil(this.#maxLength / 32) - 1, 2, (n) => fits(this.bytes({ maxLength: 32 * n })));
    if (length !== undefined) add(`data.max_seq_length to ${32 * length}`, this.bytes({ maxLength: 32 * length }));
    return found;
  }
}

/** The largest whole number up to `from`, but not below `to`, for which something holds; whatever holds for a number holds below it. */
function largest(from: number, to: number, holds: (n: number) => boolean): number | undefined {
  let [low, high] = [to - 1, from];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (holds(middle)) low = middle;
    else high = middle - 1;
  }
  return low < to ? undefined : low;
}

/** A batch of another size: other sizes than those of items and positions grow with the number of tokens. */
function resize({ bindings, items, length }: Batch, newItems: number, newLength: number): DimBindings {
  const factor = (newItems * newLength) / (items * length);
  return Object.fromEntries(
    Object.entries(bindings).map(([symbol, size]) => {
      if (symbol === 'B') return [symbol, newItems];
      return [symbol, symbol === 'S' ? newLength : Math.ceil(size * factor)];
    }),
  );
}

/** The micro-batch that takes most: of the longest items, as many as planUpdate puts together. */
function longestTrainingBatch(
  task: Task,
  microBatchSize: number,
  maxLength: number,
  perUpdate: number,
  padToMaxLength: boolean,
): Batch {
  const all = byLength(task, task.train);
  const length = padToMaxLength ? maxLength : Math.max(1, ...all.slice(0, 1).map((item) => task.lengthOf(item)));
  const room = padToMaxLength ? microBatchSize : Math.floor((microBatchSize * maxLength) / length);
  const items = all.slice(0, Math.min(room, perUpdate));
  const weights = items.map(() => 1 / items.length);
  const { bindings } = task.trainingBatch({ items, length, weights, itemShare: 1 / items.length, epoch: 0 });
  return { bindings, items: items.length, length };
}

function evaluationMemory({ training }: Experiment, task: Task, config: BertConfig): number {
  const dataset = task.evaluation ?? (training.eval_on_train ? task.train : null);
  const items = byLength(task, dataset).slice(0, training.per_device_eval_batch_size);
  if (items.length === 0) return 0;
  const { bindings } = task.inferenceBatch(items, task.scoringLength ?? task.lengthOf(items[0]!));
  return totalBytes(evaluationNeed(config, task.head)(bindings));
}

/** Items of a dataset, the longest first. */
function byLength(task: Task, dataset: Dataset<unknown> | null): unknown[] {
  return [...(dataset?.items ?? [])].sort((a, b) => task.lengthOf(b) - task.lengthOf(a));
}
