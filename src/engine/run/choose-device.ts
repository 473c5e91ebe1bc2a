// Which execution provider a run computes on: the one its experiment names, or the fastest on this machine.

import type { Experiment } from '../../config/fields.ts';
import type { ExecutionProvider } from '../../shared/execution-provider.ts';
import type { Device } from '../exec/device.ts';
import { providerUnavailable } from '../exec/errors.ts';
import { listProviders, openDevice } from '../exec/open-device.ts';
import { probe, type ProbeResult } from '../exec/probe.ts';
import type { DimBindings } from '../graph/dim.ts';
import { GraphBuilder, type Graph } from '../graph/graph.ts';
import type { BertConfig } from '../model/config.ts';
import { buildInferenceGraph, buildTrainingGraph } from '../model/graphs.ts';
import { inferTypes } from '../ops/table.ts';
import type { Task } from '../tasks/task.ts';

export interface Step {
  readonly graph: Graph;
  readonly bindings: DimBindings;
}

/** What was found out about each provider. */
export type Survey = ReadonlyMap<ExecutionProvider, ProbeResult>;

/** Throws an AppError that names the providers which work, unless this one does. Costs a moment for all but the CPU. */
export async function requireProvider(engineScript: string, provider: ExecutionProvider): Promise<void> {
  if (provider === 'cpu') return;
  const known = await listProviders();
  const smallest = smallestStep();
  const result = known.includes(provider)
    ? await probe(engineScript, { provider, ...smallest })
    : { reason: 'ONNX Runtime does not bring it for this platform' };
  if (!('reason' in result)) return;
  const others = known.filter((other) => other !== provider);
  throw providerUnavailable(provider, result.reason, working(await survey(engineScript, others, smallest)));
}

/** What ONNX Runtime is there, and which of its providers compute; a reason says why one does not. Costs a moment for each. */
export async function describeProviders(engineScript: string) {
  const { env } = await import('onnxruntime-node');
  const results = await survey(engineScript, await listProviders(), smallestStep());
  const providers = [...results].map(([name, result]) =>
    'reason' in result ? { name, reason: result.reason } : { name },
  );
  return { onnxRuntime: env.versions.node ?? env.versions.common, providers };
}

/** Measures a step on every provider there is and opens the fastest; `log` hears which and why. */
export async function openFastest(engineScript: string, step: Step, log: (note: string) => void): Promise<Device> {
  const results = await survey(engineScript, await listProviders(), step);
  const [provider = 'cpu'] = working(results);
  const parts = [...results].map(([name, result]) =>
    'reason' in result ? `${name} does not work (${result.reason})` : `${name} ${result.milliseconds.toFixed(1)} ms`,
  );
  log(`Execution provider: ${provider}, the fastest for a micro-batch: ${parts.join(', ')}.`);
  return openDevice(provider);
}

/** A micro-batch of an experiment, of training if it trains: sequences of middling length, padded if it pads. */
export function typicalStep({ training, data, ipu_config: ipu }: Experiment, task: Task, config: BertConfig): Step {
  const { do_train: trains, per_device_train_batch_size: trainSize, per_device_eval_batch_size: evalSize } = training;
  const byLength = [...((trains ? task.train : task.evaluation)?.items ?? [])].sort(
    (a, b) => task.lengthOf(a) - task.lengthOf(b),
  );
  const middle = byLength.length >> 1;
  const items = byLength.slice(middle, middle + (trains ? trainSize : evalSize));
  const longest = Math.max(0, ...items.map((item) => task.lengthOf(item)));
  if (!trains) {
    return { graph: buildInferenceGraph(config, task.head), bindings: task.inferenceBatch(items, longest).bindings };
  }
  const length = data.pad_to_max_length ? data.max_seq_length : longest;
  const itemShare = 1 / items.length;
  const { bindings } = task.trainingBatch({ items, length, weights: items.map(() => itemShare), itemShare, epoch: 0 });
  const recomputeLayers = ipu.recompute_checkpoint_every_layer;
  return { graph: buildTrainingGraph(config, task.head, { recomputeLayers }).graph, bindings };
}

async function survey(engineScript: string, providers: readonly ExecutionProvider[], step: Step): Promise<Survey> {
  const results = new Map<ExecutionProvider, ProbeResult>();
  // One after the other: beside each other they would measure each other.
  for (const provider of providers) results.set(provider, await probe(engineScript, { provider, ...step }));
  return results;
}

/** Those that work, the fastest first. */
function working(results: Survey): ExecutionProvider[] {
  const times = [...results].flatMap(([provider, result]) =>
    'reason' in result ? [] : [[provider, result.milliseconds] as const],
  );
  return times.sort(([, a], [, b]) => a - b).map(([provider]) => provider);
}

function smallestStep(): Step {
  const graph = new GraphBuilder(inferTypes);
  const x = graph.input('x', 'float32', [2, 2]);
  graph.output('y', graph.emit('add', [x, x], {}));
  return { graph: { inputs: graph.inputs, nodes: graph.nodes, outputs: graph.outputs }, bindings: {} };
}
