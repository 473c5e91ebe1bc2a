// The state of a training run and one weight update of it. Knows nothing of files, journals or datasets.

import { spanArrays, tokenArrays } from '../data/batch.ts';
import type { MicroBatch } from '../data/plan-update.ts';
import { Program } from '../exec/program.ts';
import type { BertConfig } from '../model/config.ts';
import { elementsOfSpec, questionAnsweringParameters, type ParameterSpec } from '../model/parameters.ts';
import { buildTrainingGraph, gradientInput, gradientOutput } from '../model/question-answering.ts';
import { adamW, clipGradients, type AdamWOptions, type Moments } from '../optim/adamw.ts';

export interface TrainerOptions extends AdamWOptions {
  readonly weightDecay: number;
  readonly maxGradNorm: number;
  readonly maskPadding: boolean;
  readonly dropoutSeed: number;
}

/** What one weight update showed. */
export interface UpdateResult {
  /** Mean loss over the update's sequences. */
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
  // Two sets of sums: a micro-batch reads one and writes the other.
  #sums: Arrays;
  #nextSums: Arrays;

  private constructor(program: Program, specs: readonly ParameterSpec[], parameters: Arrays, options: TrainerOptions) {
    const arrays = (): Arrays => new Map(specs.map((spec) => [spec.name, new Float32Array(elementsOfSpec(spec))]));
    this.#program = program;
    this.#specs = specs;
    this.parameters = parameters;
    this.#options = options;
    this.#sums = arrays();
    this.#nextSums = arrays();
    const [first, second] = [arrays(), arrays()];
    this.#moments = new Map(specs.map(({ name }) => [name, { first: first.get(name)!, second: second.get(name)! }]));
  }

  /** Compiles the training step of a question-answering model. */
  static async create(config: BertConfig, parameters: Arrays, options: TrainerOptions): Promise<Trainer> {
    const program = await Program.compile(buildTrainingGraph(config, options.dropoutSeed));
    return new Trainer(program, questionAnsweringParameters(config), parameters, options);
  }

  /** One weight update, number `step` from 1. */
  async update(batches: readonly MicroBatch[], step: number, learningRate: number): Promise<UpdateResult> {
    for (const sum of this.#sums.values()) sum.fill(0);
    let loss = 0;
    for (const batch of batches) loss += await this.#accumulate(batch);
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

  /** Gives the memory of the compiled step back. */
  release(): Promise<void> {
    return this.#program.release();
  }

  async #accumulate(batch: MicroBatch): Promise<number> {
    const { features, length, weights } = batch;
    const inputs: Record<string, Float32Array | Int32Array> = {
      ...Object.fromEntries(this.parameters),
      ...tokenArrays(features, length),
      ...spanArrays(features, length, weights, this.#options.maskPadding),
      loss_gradient: Float32Array.of(1),
    };
    const outputs: Record<string, Float32Array> = { loss: new Float32Array(1) };
    for (const { name } of this.#specs) {
      inputs[gradientInput(name)] = this.#sums.get(name)!;
      outputs[gradientOutput(name)] = this.#nextSums.get(name)!;
    }
    await this.#program.run(inputs, outputs, { B: features.length, S: length });
    [this.#sums, this.#nextSums] = [this.#nextSums, this.#sums];
    return outputs['loss']![0]!;
  }

  #clearPaddingRows(): void {
    for (const { name, shape, paddingRow } of this.#specs) {
      if (paddingRow === undefined) continue;
      const width = shape[1]!;
      this.#sums.get(name)!.fill(0, paddingRow * width, (paddingRow + 1) * width);
    }
  }
}
