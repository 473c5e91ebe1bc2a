// Weights, sums and moments as arrays of this process, updated in place by JavaScript.

import { gradientInput, gradientOutput } from '../model/graphs.ts';
import { elementsOfSpec, type ParameterSpec } from '../model/parameters.ts';
import { gradientNorm, type AdamWStep } from '../optim/adamw.ts';
import { updateRule, type OptimizerName, type UpdateRule } from '../optim/optimizer.ts';
import type { TensorState, TrainingState } from './training-state.ts';

export class HostState implements TrainingState {
  readonly #specs: readonly ParameterSpec[];
  readonly #tensors: ReadonlyMap<string, TensorState>;
  /** Each micro-batch adds to them in place. */
  readonly #sums: ReadonlyMap<string, Float32Array>;
  readonly #updateTensor: UpdateRule;

  constructor(
    specs: readonly ParameterSpec[],
    weights: ReadonlyMap<string, Float32Array>,
    optimizer: OptimizerName = 'adamw',
  ) {
    const fresh = (spec: ParameterSpec) => new Float32Array(elementsOfSpec(spec));
    this.#specs = specs;
    this.#updateTensor = updateRule(optimizer, Math.max(...specs.map(elementsOfSpec)));
    this.#sums = new Map(specs.map((spec) => [spec.name, fresh(spec)]));
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

  finishGradients(): Promise<number> {
    for (const { name, shape, paddingRow } of this.#specs) {
      if (paddingRow === undefined) continue;
      const width = shape[1]!;
      this.#sums.get(name)!.fill(0, paddingRow * width, (paddingRow + 1) * width);
    }
    return Promise.resolve(gradientNorm(this.#sums.values()));
  }

  update(stepOf: (spec: ParameterSpec) => AdamWStep): Promise<void> {
    for (const spec of this.#specs) {
      const tensor = this.#tensors.get(spec.name)!;
      this.#updateTensor(tensor.weights, this.#sums.get(spec.name)!, tensor, stepOf(spec));
    }
    return Promise.resolve();
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
      weights.set(given.weights);
      first.set(given.first);
      second.set(given.second);
    }
    return Promise.resolve();
  }

  release(): Promise<void> {
    return Promise.resolve();
  }
}
