// Changes worth trying on a configuration, by kind: those that save memory and those that save time. Each keeps the rules
// across fields and the batch of a weight update. What they lead to is worked out in remedies.ts.

import { type Change, changeTo, settingsForIpus } from './change.ts';
import type { Layout, PlanInput } from './plan-input.ts';
import { countStages } from './schedule.ts';
import { splitLayers } from './splits.ts';
import { counted, figure } from './words.ts';

/** The changes of one kind, the mildest first. */
export type Kind = (input: PlanInput) => Change[];

const largestPart = 16;
/** Numbers of IPUs in a pipeline that are worth trying. */
export const pipelineLengths: readonly number[] = [1, 2, 4, 8, 16];

/** Other splits of the layers over the same IPUs. */
export const otherSplits: Kind = (input) => {
  const layout = input[input.mode];
  if (input.blocksPerIpu) return [];
  const isOther = (split: readonly number[]): boolean => String(split) !== String(layout.layersPerIpu);
  return splitLayers(input.model.num_hidden_layers, layout.ipusPerReplica)
    .filter((split) => split.length > 1 && isOther(split))
    .map((split) => {
      const { replicationFactor, matmulProportion } = layout;
      const settings = { layersPerIpu: split, replicationFactor, matmulProportion };
      return changeTo(input, `Place the layers as ${list(split)}`, { layout: settings });
    });
};

/** Smaller micro-batches, and as many more of them. */
export const smallerMicroBatch: Kind = (input) => {
  const present = microBatchOf(input);
  return divisorsOf(present)
    .filter((factor) => factor > 1)
    .map((factor) => withMicroBatch(input, present / factor, repeatsOf(input) * factor));
};

/** Larger micro-batches, and as many fewer of them, as far as the pipeline stays filled. */
export const largerMicroBatch: Kind = (input) => {
  const repeats = repeatsOf(input);
  const least = leastRepeats(input, input.training.ipusPerReplica);
  return divisorsOf(repeats)
    .filter((factor) => factor > 1 && factor <= largestPart && repeats / factor >= least)
    .map((factor) => withMicroBatch(input, microBatchOf(input) * factor, repeats / factor));
};

/** The optimizer state in streaming memory. */
export const optimizerOffchip: Kind = (input) =>
  input.mode === 'inference' || input.optimizerStateOffchip
    ? []
    : [changeTo(input, 'Keep the optimizer state off the chip', { optimizerStateOffchip: true })];

/** The optimizer state in the IPU's own memory. */
export const optimizerOnchip: Kind = (input) =>
  input.mode === 'inference' || !input.optimizerStateOffchip
    ? []
    : [changeTo(input, 'Keep the optimizer state on the chip', { optimizerStateOffchip: false })];

/** The optimizer state shared out over the replicas, where there are several. */
export const shardedOptimizer: Kind = (input) =>
  input.mode === 'inference' || input.replicatedTensorSharding || input.training.replicationFactor < 2
    ? []
    : [changeTo(input, 'Share the optimizer state among the replicas', { replicatedTensorSharding: true })];

/** A recomputation checkpoint at every layer. */
export const recomputeEveryLayer: Kind = (input) =>
  input.mode === 'inference' || input.recomputeCheckpointEveryLayer
    ? []
    : [changeTo(input, 'Recompute every layer on its own', { recomputeCheckpointEveryLayer: true })];

/** One recomputation checkpoint for each IPU. */
export const recomputeWholeIpus: Kind = (input) =>
  input.mode === 'inference' || !input.recomputeCheckpointEveryLayer
    ? []
    : [changeTo(input, 'Recompute each IPU as a whole', { recomputeCheckpointEveryLayer: false })];

/** The embedding table in more parts. */
export const moreEmbeddingParts: Kind = (input) => {
  const { embeddingSerializationFactor: present, embeddingSplitsPerIpu } = input[input.mode];
  if (embeddingSplitsPerIpu) return [];
  return partsOf(input.model.vocab_size)
    .filter((parts) => parts > present)
    .map((parts) => withEmbeddingParts(input, parts));
};

/** The embedding table in fewer parts. */
export const fewerEmbeddingParts: Kind = (input) => {
  const { embeddingSerializationFactor: present, embeddingSplitsPerIpu } = input[input.mode];
  if (embeddingSplitsPerIpu) return [];
  return partsOf(input.model.vocab_size)
    .filter((parts) => parts < present)
    .map((parts) => withEmbeddingParts(input, parts));
};

/** The vocabulary projection in more parts, for models that have one. */
export const moreProjectionParts: Kind = (input) => {
  const { projectionSerializationFactor: present, projectionSplitsPerIpu } = input[input.mode];
  if (input.task !== 'pretraining' || projectionSplitsPerIpu) return [];
  return partsOf(input.model.vocab_size)
    .filter((parts) => parts > present)
    .map((parts) =>
      changeTo(input, `Compute the vocabulary projection in ${parts} parts`, {
        layout: { projectionSerializationFactor: parts },
      }),
    );
};

/** Less memory for the temporaries of matrix products. Published configurations go down to 8 %. */
export const lowerMatmulProportion: Kind = (input) => {
  const present = input[input.mode].matmulProportion;
  return [0.2, 0.15, 0.1, 0.08]
    .filter((share) => (typeof present === 'number' ? present > share : present.some((each) => each > share)))
    .map((share) => {
      const matmulProportion = typeof present === 'number' ? share : present.map((each) => Math.min(each, share));
      return changeTo(input, `Leave matrix products ${Math.round(100 * share)} % of the memory`, {
        layout: { matmulProportion },
      });
    });
};

/** Pipelines of more IPUs, and fewer replicas. */
export const longerPipelines: Kind = (input) =>
  pipelineLengths.filter((ipus) => ipus > input[input.mode].ipusPerReplica).flatMap((ipus) => withIpus(input, ipus));

/** Pipelines of fewer IPUs, and more replicas. */
export const shorterPipelines: Kind = (input) =>
  pipelineLengths.filter((ipus) => ipus < input[input.mode].ipusPerReplica).flatMap((ipus) => withIpus(input, ipus));

/** More replicas, until the pod is used. */
export const wholePod: Kind = (input) => {
  const { ipusPerReplica, replicationFactor: present } = input[input.mode];
  const replicas = Math.floor((input.podIpus ?? 0) / ipusPerReplica);
  if (replicas <= present) return [];
  const repeats = (repeatsOf(input) * present) / replicas;
  const least = leastRepeats(input, ipusPerReplica);
  if (!Number.isInteger(repeats) || repeats < least) return [];
  const { layout, ...settings } = settingsOf(input, microBatchOf(input), repeats);
  return [
    changeTo(input, `Use the whole pod with ${counted(replicas, 'replica')}`, {
      ...settings,
      layout: { ...layout, replicationFactor: replicas },
    }),
  ];
};

/** More loader processes on the host. */
export const moreLoaderWorkers: Kind = (input) =>
  [8, 32, 64]
    .filter((workers) => workers > input.dataloaderNumWorkers)
    .map((workers) => changeTo(input, `Load data with ${workers} workers`, { dataloaderNumWorkers: workers }));

/** Loading while the device works. */
export const asynchronousLoading: Kind = (input) =>
  input.dataloaderMode === 'sync'
    ? [changeTo(input, 'Load data while the IPUs work', { dataloaderMode: 'async' })]
    : [];

/** More weight updates for each call of the host. In inference it is more micro-batches. */
export const moreDeviceIterations: Kind = (input) => {
  const { deviceIterations: present } = input[input.mode];
  return [2, 4, 8, 16]
    .filter((iterations) => iterations > present)
    .map((deviceIterations) =>
      changeTo(input, `${deviceIterations} device iterations for each call`, { layout: { deviceIterations } }),
    );
};

/** More gradient accumulation: the only kind that makes the batch larger, and says so. */
export function withAccumulation(input: PlanInput, steps: number): Change {
  const perUpdate = input.microBatchSize * steps * input.training.replicationFactor;
  return changeTo(input, `Gradient accumulation ${figure(steps)}, which makes the batch ${figure(perUpdate)}`, {
    gradientAccumulationSteps: steps,
  });
}

/** Splits over pipelines of `ipus` IPUs, as many replicas as there is room for, and the same batch. */
function withIpus(input: PlanInput, ipus: number): Change[] {
  const layout = input[input.mode];
  const room = input.podIpus ?? layout.ipusPerReplica * layout.replicationFactor;
  const replicas = Math.floor(room / ipus);
  const repeats = (repeatsOf(input) * layout.replicationFactor) / replicas;
  const least = leastRepeats(input, ipus);
  if (input.blocksPerIpu || replicas < 1 || !Number.isInteger(repeats) || repeats < least) return [];
  const { layout: iterations, ...settings } = settingsOf(input, microBatchOf(input), repeats);
  return splitLayers(input.model.num_hidden_layers, ipus).map((split) => {
    const changed = { ...settingsForIpus(layout, split), ...iterations, replicationFactor: replicas };
    const title = `${counted(replicas, 'replica')} of ${counted(ipus, 'IPU')} with ${list(split)} layers`;
    return changeTo(input, title, { ...settings, layout: changed });
  });
}

/** Parts of a table of `size` rows that are worth trying: its small divisors. */
export function partsOf(size: number): number[] {
  return divisorsOf(size, largestPart);
}

/** The least gradient accumulation with which a pipeline fills: one micro-batch for each of its stages. */
export function leastAccumulation(ipus: number): number {
  return countStages(ipus);
}

/** The least `repeatsOf` for a pipeline of `ipus` IPUs. */
export function leastRepeats({ mode }: PlanInput, ipus: number): number {
  return mode === 'training' ? leastAccumulation(ipus) : 1;
}

/** Micro-batches that follow each other before the replicas meet: gradient accumulation, or in inference device iterations. */
export function repeatsOf(input: PlanInput): number {
  return input.mode === 'training' ? input.gradientAccumulationSteps : input.inference.deviceIterations;
}

/** Sequences (packs) of a micro-batch in training or in inference, whichever is planned. */
export function microBatchOf(input: PlanInput): number {
  return input.mode === 'training' ? input.microBatchSize : input.evalMicroBatchSize;
}

function settingsOf({ mode }: PlanInput, microBatch: number, repeats: number) {
  return mode === 'training'
    ? { microBatchSize: microBatch, gradientAccumulationSteps: repeats, layout: {} }
    : { evalMicroBatchSize: microBatch, layout: { deviceIterations: repeats } };
}

function withMicroBatch(input: PlanInput, microBatch: number, repeats: number): Change {
  const what = input.mode === 'training' ? 'gradient accumulation' : 'device iterations';
  return changeTo(input, `Micro-batch ${microBatch} with ${what} ${repeats}`, settingsOf(input, microBatch, repeats));
}

function withEmbeddingParts(input: PlanInput, parts: number): Change {
  const layout: Partial<Layout> = { embeddingSerializationFactor: parts };
  const title = parts === 1 ? 'Look the embedding up in one part' : `Look the embedding up in ${parts} parts`;
  return changeTo(input, title, { layout });
}

function divisorsOf(value: number, most = value): number[] {
  const divisors: number[] = [];
  // Micro-batches and accumulation steps beyond this are never proposed.
  const last = Math.min(most, 1024);
  for (let divisor = 1; divisor <= last; divisor++) if (value % divisor === 0) divisors.push(divisor);
  return divisors;
}

function list(values: readonly number[]): string {
  return values.join(', ');
}
