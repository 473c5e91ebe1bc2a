// Weights, sums and moments as arrays in shared memory, updated in place by threads of this process.

import { gradientInput, gradientOutput } from '../model/graphs.ts';
import { elementsOfSpec, type ParameterSpec } from '../model/parameters.ts';
import type { AdamWStep } from '../optim/adamw.ts';
import { isElementwise, type OptimizerName } from '../optim/optimizer.ts';
import { pieces, type Job } from '../parallel/job.ts';
import { sharedArray, type Pool } from '../parallel/pool.ts';
import type { TensorState, TrainingState } from './training-state.ts';

export class HostState implements TrainingState {
  readonly #specs: readonly ParameterSpec[];
  readonly #tensors: ReadonlyMap<string, TensorState>;
  /** Each micro-batch adds to them in place. */
  readonly #sums: ReadonlyMap<string, Float32Array>;
  readonly #optimizer: OptimizerName;
  readonly #pool: Pool;

  /** Moves the weights into shared memory: `weights` holds the new arrays afterwards, and those before are empty. */
  constructor(
    specs: readonly ParameterSpec[],
    weights: Map<string, Float32Array>,
    optimizer: OptimizerName,
    pool: Pool,
  ) {
    const fresh = (spec: ParameterSpec) => sharedArray(elementsOfSpec(spec));
    this.#specs = specs;
    this.#optimizer = optimizer;
    this.#pool = pool;
    this.#sums = new Map(specs.map((spec) => [spec.name, fresh(spec)]));
    for (const spec of specs) weights.set(spec.name, moveToShared(weights.get(spec.name)!));
    this.#tensors = new Map(
      specs.map((spec) => [spec.name, { weights: weights.get(spec.name)!, first: fresh(spec), second: fresh(spec) }]),
    );
  }

  inputs(): Record<string, Float32Array> {
    return Object.fromEntries(
      this.#specs.flatMap(({ name }) => [
        [name, this.#tensors.get(name)!.weights],
        [gradientInput(name), this.#sums.get(name)!],
      ]),
    );
  }

  outputs(): Record<string, Float32Array> {
    // Each sum is read by the one operation that writes the new sum, so that both can be one array.
    return Object.fromEntries(this.#specs.map(({ name }) => [gradientOutput(name), this.#sums.get(name)!]));
  }

  accumulated(): void {}

  clearGradients(): Promise<void> {
    for (const sum of this.#sums.values()) sum.fill(0);
    return Promise.resolve();
  }

  async finishGradients(): Promise<number> {
    for (const { name, shape, paddingRow } of this.#specs) {
      if (paddingRow === undefined) continue;
      const width = shape[1]!;
      this.#sums.get(name)!.fill(0, paddingRow * width, (paddingRow + 1) * width);
    }
    const jobs = [...this.#sums.values()].flatMap((sum) =>
      pieces(sum.length).map(([begin, end]): Job => ({ kind: 'sum-of-squares', values: sum.subarray(begin, end) })),
    );
    const squares = await this.#pool.run(jobs);
    return Math.sqrt(squares.reduce((total, square) => total + square, 0));
  }

  async update(stepOf: (spec: ParameterSpec) => AdamWStep): Promise<void> {
    await this.#pool.run(this.#specs.flatMap((spec) => this.#updateJobs(spec.name, stepOf(spec))));
  }

  #updateJobs(name: string, step: AdamWStep): Job[] {
    const { weights, first, second } = this.#tensors.get(name)!;
    const gradients = this.#sums.get(name)!;
    const bounds = isElementwise(this.#optimizer) ? pieces(weights.length) : [[0, weights.length] as const];
    return bounds.map(([begin, end]) => ({
      kind: 'update',
      optimizer: this.#optimizer,
      weights: weights.subarray(begin, end),
      gradients: gradients.subarray(begin, end),
      first: first.subarray(begin, end),
      second: second.subarray(begin, end),
      step,
    }));
  }

  readWeights(): Promise<void> {
    return Promise.resolve();
  }

  read(): Promise<ReadonlyMap<string, TensorState>> {
    return Promise.resolve(this.#tensors);
  }

  write(state: ReadonlyMap<string, TensorState>): Promise<void> {
    for (const [name, { weights, first, second }] of this.#tensors) {
      const given = state.get(name)!;
      move(given.weights, weights);
      move(given.first, first);
      move(given.second, second);
    }
    return Promise.resolve();
  }

  release(): Promise<void> {
    return Promise.resolve();
  }
}

/** The same numbers in shared memory. */
function moveToShared(given: Float32Array): Float32Array {
  if (given.buffer instanceof SharedArrayBuffer) return given;
  const shared = sharedArray(given.length);
  move(given, shared);
  return shared;
}

/** Copies an array, and frees its memory unless that is shared: the next collection may be far away. */
function move(from: Float32Array, to: Float32Array): void {
  to.set(from);
  const { buffer } = from;
  if (buffer instanceof ArrayBuffer && buffer.byteLength === from.byteLength) buffer.transfer(0);
}
