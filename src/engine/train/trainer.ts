// The state of a training run and one weight update of it. Knows nothing of files, journals or datasets.

import type { Device, DeviceTensor } from '../exec/device.ts';
import { HostDevice } from '../exec/host-device.ts';
import type { Program, TensorData } from '../exec/program.ts';
import { elementsOf, type DimBindings } from '../graph/dim.ts';
import type { BertConfig } from '../model/config.ts';
import { buildTrainingGraph, type DropoutSite } from '../model/graphs.ts';
import type { Head } from '../model/head.ts';
import { clipScale } from '../optim/adamw.ts';
import { LossScale, type LossScaleState, type LossScaling } from '../optim/loss-scale.ts';
import type { OptimizerOptions } from '../optim/optimizer.ts';
import type { Job } from '../parallel/job.ts';
import { Pool, sharedArray } from '../parallel/pool.ts';
import type { Batch } from '../tasks/task.ts';
import { GpuState } from './gpu-state.ts';
import { HostState } from './host-state.ts';
import type { TensorState, TrainingState } from './training-state.ts';

export interface TrainerOptions extends OptimizerOptions {
  readonly weightDecay: number;
  readonly maxGradNorm: number;
  /** Default: none. */
  readonly lossScaling?: LossScaling;
  /** Of the dropout masks. */
  readonly seed: number;
  /** Keep only each encoder layer's input for the backward pass, and compute the layer again in it. */
  readonly recomputeLayers?: boolean;
}

/** What one weight update showed. */
export interface UpdateResult {
  /** Mean loss over the update's items. */
  readonly loss: number;
  /** Norm of the gradients before clipping. */
  readonly gradNorm: number;
  /** The weights are as before, because the automatic loss scale was too large. */
  readonly skipped: boolean;
}

/** All that a resumed run needs besides the model's graph. */
export interface TrainerState {
  /** Weights and moments by tensor name. */
  readonly tensors: ReadonlyMap<string, TensorState>;
  /** Weight updates that were not skipped. */
  readonly appliedUpdates: number;
  readonly lossScale: LossScaleState;
}

type Arrays = Map<string, Float32Array>;

export class Trainer {
  /** Weights by Hugging Face name: up to date after `readWeights`. */
  readonly parameters: Arrays;
  readonly #program: Program;
  readonly #state: TrainingState;
  readonly #pool: Pool;
  readonly #options: TrainerOptions;
  readonly #dropoutSites: readonly DropoutSite[];
  readonly #masks: Arrays = new Map();
  readonly #lossScale: LossScale;
  #appliedUpdates = 0;

  private constructor(
    program: Program,
    state: TrainingState,
    pool: Pool,
    dropoutSites: readonly DropoutSite[],
    parameters: Arrays,
    options: TrainerOptions,
  ) {
    this.#program = program;
    this.#state = state;
    this.#pool = pool;
    this.#dropoutSites = dropoutSites;
    this.parameters = parameters;
    this.#options = options;
    this.#lossScale = new LossScale(options.lossScaling ?? { scale: null, automatic: false });
  }

  /** Compiles the training step of a model with a head for a device. */
  static async create(
    config: BertConfig,
    head: Head,
    parameters: Arrays,
    options: TrainerOptions,
    device: Device = new HostDevice('cpu'),
  ): Promise<Trainer> {
    const { graph, dropoutSites } = buildTrainingGraph(config, head, options);
    const specs = head.parameters(config);
    const pool = new Pool();
    const state =
      device instanceof HostDevice
        ? new HostState(specs, parameters, options.optimizer ?? 'adamw', pool)
        : await GpuState.create(device, specs, parameters, options);
    return new Trainer(await device.compile(graph), state, pool, dropoutSites, parameters, options);
  }

  /** One weight update, number `step` from 1. Micro-batches are made one by one. */
  async update(microBatches: readonly (() => Batch)[], step: number, learningRate: number): Promise<UpdateResult> {
    await this.#state.clearGradients();
    let loss = 0;
    // One after the other: ONNX Runtime's Node binding computes on this thread, and making a batch takes a thousandth of a pass.
    for (const [i, makeBatch] of microBatches.entries()) loss += await this.accumulate(makeBatch(), step, i);
    const { scale } = this.#lossScale;
    const norm = (await this.#state.finishGradients()) / scale;
    const skipped = !this.#lossScale.accept(norm);
    if (!skipped) await this.#apply(learningRate, clipScale(norm, this.#options.maxGradNorm) / scale);
    return { loss, gradNorm: norm, skipped };
  }

  /** Adds the gradients of one micro-batch to the sums; gives its share of the loss. The masks depend on both numbers. */
  async accumulate({ inputs, bindings }: Batch, update: number, microBatch: number): Promise<number> {
    await this.#drawMasks(update, microBatch, bindings);
    const loss = new Float32Array(1);
    const feeds: Record<string, TensorData | DeviceTensor> = {
      ...this.#state.inputs(),
      ...Object.fromEntries(this.#masks),
      ...inputs,
      loss_gradient: Float32Array.of(this.#lossScale.scale),
    };
    await this.#program.run(feeds, { ...this.#state.outputs(), loss }, bindings);
    this.#state.accumulated();
    return loss[0]!;
  }

  /** Weight updates so far that were not skipped: what the learning rate and the optimizer count. */
  get appliedUpdates(): number {
    return this.#appliedUpdates;
  }

  /** Factor on the loss; 1 without loss scaling. */
  get lossScale(): number {
    return this.#lossScale.scale;
  }

  /** All that a resumed run needs. Valid until the next update. */
  async readState(): Promise<TrainerState> {
    const tensors = await this.#state.read();
    return { tensors, appliedUpdates: this.#appliedUpdates, lossScale: this.#lossScale.state };
  }

  /** Takes over what another trainer of the same model gave. */
  async restore({ tensors, appliedUpdates, lossScale }: TrainerState): Promise<void> {
    await this.#state.write(tensors);
    this.#appliedUpdates = appliedUpdates;
    this.#lossScale.restore(lossScale);
  }

  /** Brings `parameters` up to date: on a GPU the weights live elsewhere. */
  readWeights(): Promise<void> {
    return this.#state.readWeights();
  }

  /** Gives the memory of the compiled step and of the optimizer back. */
  async release(): Promise<void> {
    await this.#program.release();
    await this.#state.release();
    await this.#pool.close();
  }

  async #apply(learningRate: number, gradientScale: number): Promise<void> {
    this.#appliedUpdates += 1;
    await this.#state.update(({ decay }) => ({
      ...this.#options,
      step: this.#appliedUpdates,
      learningRate,
      weightDecay: decay ? this.#options.weightDecay : 0,
      gradientScale,
    }));
  }

  async #drawMasks(update: number, microBatch: number, bindings: DimBindings): Promise<void> {
    const jobs = this.#dropoutSites.map(({ name, rate, shape }, site): Job => {
      const mask = this.#maskArray(name, elementsOf(shape, bindings));
      return { kind: 'mask', mask, rate, place: { seed: this.#options.seed, update, microBatch, site } };
    });
    await this.#pool.run(jobs);
  }

  #maskArray(name: string, length: number): Float32Array {
    const last = this.#masks.get(name);
    const buffer =
      last !== undefined && last.buffer.byteLength >= 4 * length ? last.buffer : sharedArray(length).buffer;
    const mask = new Float32Array(buffer, 0, length);
    this.#masks.set(name, mask);
    return mask;
  }
}
