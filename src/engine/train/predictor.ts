// Scores a dataset with a model, without gradients.

import type { Device, DeviceTensor } from '../exec/device.ts';
import { GpuTensor } from '../exec/gpu-tensor.ts';
import { HostDevice } from '../exec/host-device.ts';
import type { Program } from '../exec/program.ts';
import { buildInferenceGraph } from '../model/graphs.ts';
import type { BertConfig } from '../model/config.ts';
import type { Parameters } from '../model/parameters.ts';
import type { Task } from '../tasks/task.ts';

export interface PredictOptions {
  /** Items at a time. */
  readonly batchSize: number;
  /** What computes; absent: the CPU. */
  readonly device?: Device;
  /** Called after each batch with the number of items done. */
  readonly onProgress?: (done: number) => void;
}

/** A compiled model with its weights, for any number of predictions. */
export interface Predictor<I, P> {
  /** Items are grouped by length; the result is in their order. */
  predict(items: readonly I[], options: Pick<PredictOptions, 'batchSize' | 'onProgress'>): Promise<P[]>;
  release(): Promise<void>;
}

/** Compiles an inference graph for the duration of one prediction. Items are grouped by length; the result is in their order. */
export async function predict<I, P>(
  task: Task<I, P>,
  config: BertConfig,
  parameters: Parameters,
  items: readonly I[],
  { device, ...options }: PredictOptions,
): Promise<P[]> {
  const predictor = await openPredictor(task, config, parameters, device);
  const results = await predictor.predict(items, options);
  await predictor.release();
  return results;
}

/** Compiles an inference graph and puts the weights where it computes: on the CPU, or on `device`. */
export async function openPredictor<I, P>(
  task: Task<I, P>,
  config: BertConfig,
  parameters: Parameters,
  device: Device = new HostDevice('cpu'),
): Promise<Predictor<I, P>> {
  const program = await device.compile(buildInferenceGraph(config, task.head));
  const weights: Record<string, DeviceTensor> = {};
  for (const [name, values] of parameters) weights[name] = await device.upload(values);
  return {
    predict: (items, options) => predictWith(task, program, weights, items, options),
    async release() {
      await program.release();
      for (const tensor of Object.values(weights)) if (tensor instanceof GpuTensor) tensor.dispose();
    },
  };
}

async function predictWith<I, P>(
  task: Task<I, P>,
  program: Program,
  weights: Readonly<Record<string, DeviceTensor>>,
  items: readonly I[],
  { batchSize, onProgress }: Pick<PredictOptions, 'batchSize' | 'onProgress'>,
): Promise<P[]> {
  const results = new Array<P>(items.length);
  const order = items.map((_, i) => i).sort((a, b) => task.lengthOf(items[a]!) - task.lengthOf(items[b]!));
  for (let done = 0; done < order.length; done += batchSize) {
    const indices = order.slice(done, done + batchSize);
    const members = indices.map((i) => items[i]!);
    const length = task.scoringLength ?? Math.max(...members.map((item) => task.lengthOf(item)));
    const { inputs, bindings } = task.inferenceBatch(members, length);
    const scores = Object.fromEntries(
      program.outputNames.map((name) => [name, new Float32Array(program.outputSize(name, bindings))]),
    );
    await program.run({ ...weights, ...inputs }, scores, bindings);
    const predictions = task.predictions(members, length, scores);
    for (const [row, index] of indices.entries()) results[index] = predictions[row]!;
    onProgress?.(Math.min(done + batchSize, order.length));
  }
  return results;
}
