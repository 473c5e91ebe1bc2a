// What webgpu.test.ts runs in a process of its own, because a graphics driver that fails takes its process along: a named check computes
// something on WebGPU, mostly beside the CPU, and prints what came out as one line of JSON.

import type { Device, DeviceTensor } from '../../../src/engine/exec/device.ts';
import { HostDevice } from '../../../src/engine/exec/host-device.ts';
import { WebGpuDevice } from '../../../src/engine/exec/webgpu-device.ts';
import { buildTrainingGraph } from '../../../src/engine/model/graphs.ts';
import { lower } from '../../../src/engine/onnx/lower.ts';
import type { OpName } from '../../../src/engine/ops/attributes.ts';
import type { OptimizerName } from '../../../src/engine/optim/optimizer.ts';
import type { UpdateResult } from '../../../src/engine/train/trainer.ts';
import { caseGraph, cases, type Case } from '../ops/cases.ts';
import { config, createTrainer, heads, runOnMadeUp, updateBatches } from './tiny-training.ts';

const cpu = new HostDevice('cpu');

const checks: Readonly<Record<string, (gpu: WebGpuDevice) => Promise<unknown>>> = {
  async tensors(gpu) {
    const numbers = Float32Array.from({ length: 77_000 }, (_, i) => i - 1000.5);
    const negated = numbers.map((value) => -value);
    const same = async (tensor: DeviceTensor, array: Float32Array) =>
      (await readBack(gpu, tensor)).every((value, i) => value === array[i]);
    const tensor = await gpu.upload(numbers);
    const uploaded = await same(tensor, numbers);
    await gpu.write(tensor, negated);
    const written = await same(tensor, negated);
    await gpu.clear(tensor);
    const cleared = await same(tensor, new Float32Array(numbers.length));
    tensor.dispose();
    tensor.dispose();
    const afterwards = await readBack(gpu, tensor).then(
      () => 'read',
      (error: Error) => error.message,
    );
    return { uploaded, written, cleared, afterwards };
  },

  /** The largest difference from the CPU of values and gradients, by operator. */
  async operators(gpu) {
    const differences: Record<string, number> = {};
    for (const name of Object.keys(cases) as OpName[]) {
      differences[name] = 0;
      for (const each of cases[name] as readonly Case<OpName>[]) {
        const difference = apart(await runCase(cpu, name, each), await runCase(gpu, name, each));
        differences[name] = Math.max(differences[name], difference);
      }
    }
    return differences;
  },

  /** Of a training step of each head, and of one that recomputes its layers: what of it WebGPU cannot do, and the largest difference of the loss or a gradient. */
  async heads(gpu) {
    const found: Record<string, { missing: string; difference: number }> = {};
    const graphs = Object.entries(heads).map(([name, head]) => [name, buildTrainingGraph(config, head).graph] as const);
    const recomputing = buildTrainingGraph(config, heads['question-answering']!, { recomputeLayers: true }).graph;
    for (const [name, graph] of [...graphs, ['recomputing layers', recomputing] as const]) {
      const missing = await whatIsMissing(lower(graph, 'webgpu').bytes);
      found[name] = { missing, difference: apart(await runOnMadeUp(cpu, graph), await runOnMadeUp(gpu, graph)) };
    }
    return found;
  },

  adamw: (gpu) => trainOnBoth(gpu, 'adamw', 20),
  lamb: (gpu) => trainOnBoth(gpu, 'lamb', 6),
};

async function readBack(device: Device, tensor: DeviceTensor): Promise<Float32Array> {
  const array = new Float32Array(tensor.length);
  await device.read(tensor, array);
  return array;
}

async function runCase(device: Device, name: OpName, each: Case<OpName>): Promise<Record<string, Float32Array>> {
  const { graph, feeds, outputs } = caseGraph(name, each);
  const program = await device.compile(graph);
  await program.run(feeds, outputs, {});
  await program.release();
  return outputs;
}

/** The largest difference of any element; NaN where one of the numbers is none. */
function apart(a: Readonly<Record<string, Float32Array>>, b: Readonly<Record<string, Float32Array>>): number {
  const differences = Object.entries(a).flatMap(([name, array]) =>
    [...array].map((value, i) => Math.abs(value - b[name]![i]!)),
  );
  return differences.reduce((largest, difference) => (difference <= largest ? largest : difference), 0);
}

/** ONNX Runtime's complaint when the CPU may not help out; empty if there is none. */
async function whatIsMissing(bytes: Uint8Array): Promise<string> {
  const { InferenceSession } = await import('onnxruntime-node');
  const extra = { session: { disable_cpu_ep_fallback: '1' } };
  try {
    const session = await InferenceSession.create(bytes, {
      executionProviders: ['webgpu'],
      extra,
      logSeverityLevel: 4,
    });
    await session.release();
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

/** Some updates on each device, and how far apart the weights are in the end. */
async function trainOnBoth(gpu: WebGpuDevice, optimizer: OptimizerName, count: number) {
  const [a, b] = [await train(cpu, optimizer, count), await train(gpu, optimizer, count)];
  return { cpu: a.updates, gpu: b.updates, weightsApart: apart(a.weights, b.weights) };
}

/**
 * Parameters that add the same to all scores of a softmax, so that their gradients are zero but for rounding, whose sign Adam and LAMB
 * then follow: there two correct programs drift apart.
 */
const withoutEffect = /self\.key\.bias$|^qa_outputs\.bias$|layer\.1\.output\.LayerNorm\.bias$/;

/** With a stop and a resume in the middle. */
async function train(device: Device, optimizer: OptimizerName, count: number) {
  const updates: UpdateResult[] = [];
  let trainer = await createTrainer(device, optimizer);
  for (let step = 1; step <= count; step++) {
    updates.push(await trainer.update(updateBatches(step), step, 0.002));
    if (step !== count / 2) continue;
    const saved = structuredClone(await trainer.readState());
    await trainer.release();
    trainer = await createTrainer(device, optimizer);
    await trainer.restore(saved);
  }
  await trainer.readWeights();
  const weights = Object.fromEntries([...trainer.parameters].filter(([name]) => !withoutEffect.test(name)));
  await trainer.release();
  return { updates, weights };
}

const device = await WebGpuDevice.open();
const result = await checks[process.argv[2]!]!(device);
await device.release();
process.stdout.write(`${JSON.stringify(result)}\n`);
