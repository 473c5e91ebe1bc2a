// The state of a training run and one weight update of it. Knows nothing of files, journals or datasets.

import { Program, type TensorData } from '../exec/program.ts';
import { elementsOf, type DimBindings } from '../graph/dim.ts';
import type { BertConfig } from '../model/config.ts';
import { buildTrainingGraph, gradientInput, gradientOutput, type DropoutSite } from '../model/graphs.ts';
import type { Head } from '../model/head.ts';
import { elementsOfSpec, type ParameterSpec } from '../model/parameters.ts';
import { adamW, clipGradients, type AdamWOptions, type Moments } from '../optim/adamw.ts';
import { fillDropoutMask } from '../random/dropout-mask.ts';
import type { Batch } from '../tasks/task.ts';

export interface TrainerOptions extends AdamWOptions {
  readonly weightDecay: number;
  readonly maxGradNorm: number;
  /** Of the dropout masks. */
  readonly seed: number;
}

/** What one weight update showed. */
export interface UpdateResult {
  /** Mean loss over the update's items. */
  readonly loss: number;
  /** Norm of the gradients before clipping. */
  readonly gradNorm: number;
}

type Arrays = Map<string, Float32Array>;

export class Trainer {
  /** Weights by Hugging Face name; updated in place. */
  readonly parameters: Arrays;
  readonly #specs: readonly ParameterSpec[];
  readonly #moments: Map<string, Moments>;
  readonly #program: Program;
  readonly #options: TrainerOptions;
  readonly #dropoutSites: readonly DropoutSite[];
  readonly #masks: Arrays = new Map();
  /** Gradient sums; each micro-batch adds to them in place. */
  readonly #sums: Arrays;

  private constructor(
    program: Program,
    specs: readonly ParameterSpec[],
    dropoutSites: readonly DropoutSite[],
    parameters: Arrays,
    options: TrainerOptions,
  ) {
    const arrays = (): Arrays => new Map(specs.map((spec) => [spec.name, new Float32Array(elementsOfSpec(spec))]));
    this.#program = program;
    this.#specs = specs;
    this.#dropoutSites = dropoutSites;
    this.parameters = parameters;
    this.#options = options;
    this.#sums = arrays();
    const [first, second] = [arrays(), arrays()];
    this.#moments = new Map(specs.map(({ name }) => [name, { first: first.get(name)!, second: second.get(name)! }]));
  }

  /** Compiles the training step of a model with a head. */
  static async create(config: BertConfig, head: Head, parameters: Arrays, options: TrainerOptions): Promise<Trainer> {
    const { graph, dropoutSites } = buildTrainingGraph(config, head);
    return new Trainer(await Program.compile(graph), head.parameters(config), dropoutSites, parameters, options);
  }

  /** One weight update, number `step` from 1. Each micro-batch is made while the one before it is computed. */
  async update(microBatches: readonly (() => Batch)[], step: number, learningRate: number): Promise<UpdateResult> {
    for (const sum of this.#sums.values()) sum.fill(0);
    let loss = 0;
    let batch = microBatches[0]!();
    for (let i = 0; i < microBatches.length; i++) {
      const running = this.accumulate(batch, step, i);
      const next = microBatches[i + 1];
      if (next !== undefined) batch = next();
      loss += await running;
    }
    this.#clearPaddingRows();
    const { norm, scale } = clipGradients(this.#sums.values(), this.#options.maxGradNorm);
    for (const { name, decay } of this.#specs) {
      adamW(this.parameters.get(name)!, this.#sums.get(name)!, this.#moments.get(name)!, {
        ...this.#options,
        step,
        learningRate,
        weightDecay: decay ? this.#options.weightDecay : 0,
        gradientScale: scale,
      });
    }
    return { loss, gradNorm: norm };
  }

  /** Adds the gradients of one micro-batch to the sums; gives its share of the loss. The masks depend on both numbers. */
  async accumulate({ inputs, bindings }: Batch, update: number, microBatch: number): Promise<number> {
    this.#drawMasks(update, microBatch, bindings);
    const feeds: Record<string, TensorData> = {
      ...Object.fromEntries(this.parameters),
      ...Object.fromEntries(this.#masks),
      ...inputs,
      loss_gradient: Float32Array.of(1),
    };
    const outputs: Record<string, Float32Array> = { loss: new Float32Array(1) };
    for (const { name } of this.#specs) {
      // Each sum is read by the one operation that writes the new sum, so that both can be one array.
      feeds[gradientInput(name)] = this.#sums.get(name)!;
      outputs[gradientOutput(name)] = this.#sums.get(name)!;
    }
    await this.#program.run(feeds, outputs, bindings);
    return outputs['loss']![0]!;
  }

  /** Gives the memory of the compiled step back. */
  release(): Promise<void> {
    return this.#program.release();
  }

  #drawMasks(update: number, microBatch: number, bindings: DimBindings): void {
    for (const [site, { name, rate, shape }] of this.#dropoutSites.entries()) {
      const size = elementsOf(shape, bindings);
      let mask = this.#masks.get(name);
      if (mask === undefined || mask.buffer.byteLength < 4 * size) mask = new Float32Array(size);
      mask = new Float32Array(mask.buffer, 0, size);
      fillDropoutMask(mask, rate, { seed: this.#options.seed, update, microBatch, site });
      this.#masks.set(name, mask);
    }
  }

  #clearPaddingRows(): void {
    for (const { name, shape, paddingRow } of this.#specs) {
      if (paddingRow === undefined) continue;
      const width = shape[1]!;
      this.#sums.get(name)!.fill(0, paddingRow * width, (paddingRow + 1) * width);
    }
  }
}
