// Plans made by hand, of round figures whose sums are right: what the page shows must not change with the model.

import type { IpuPlan, MemoryPlan, Plan, Remedy } from '../../../src/shared/plan.ts';

const megabyte = 1e6;
const capacity = 850 * megabyte;

/** Memory in megabytes: weights, gradients, optimizer, stash, working set, temporaries, code. */
function memoryOf(...parts: readonly number[]): MemoryPlan {
  const [weights = 0, gradients = 0, optimizer = 0, stash = 0, working = 0, matmul = 0, code = 0] = parts;
  const totalBytes = parts.reduce((sum, part) => sum + part, 0) * megabyte;
  return {
    totalBytes,
    weightsBytes: weights * megabyte,
    gradientsBytes: gradients * megabyte,
    optimizerBytes: optimizer * megabyte,
    stashBytes: stash * megabyte,
    workingSetBytes: working * megabyte,
    matmulBytes: matmul * megabyte,
    codeBytes: code * megabyte,
    capacityBytes: capacity,
    marginBytes: capacity - totalBytes,
    tileBytes: Math.ceil((totalBytes * 1.1) / 1472),
    tileCapacityBytes: 638_976,
    verdict: totalBytes > capacity ? 'does-not-fit' : totalBytes > 0.9 * capacity ? 'tight' : 'fits',
  };
}

const layersText = (first: number, count: number): string[] =>
  count === 0 ? [] : [`layers ${first}–${first + count - 1}`];

function ipusOf(layers: readonly number[], memory: readonly MemoryPlan[]): IpuPlan[] {
  let first = 0;
  return layers.map((count, index) => {
    const contents = [
      ...(index === 0 ? ['embeddings'] : []),
      ...layersText(first, count),
      ...(index === layers.length - 1 ? ['QA head'] : []),
    ];
    first += count;
    return {
      index,
      layers: count,
      contents,
      parameters: (index === 0 ? 23_837_184 : 0) + count * 7_087_872 + (index === layers.length - 1 ? 1538 : 0),
      utilisation: count === 0 ? 0.031 : 0.84,
      seconds: { forward: 0.000123 + count * 0.00032, backward: 0.000456 + count * 0.00088 },
      memory: memory[index]!,
    };
  });
}

function inferenceOf(ipus: readonly IpuPlan[]): Plan['inferenceIpus'] {
  return ipus.map(({ seconds, memory, ...ipu }) => ({
    ...ipu,
    utilisation: 1 / ipus.length,
    seconds: { forward: seconds.forward },
    memory: memoryOf(memory.weightsBytes / megabyte, 0, 0, 0, 40, 120, 60),
  }));
}

const baseIpus = ipusOf(
  [0, 4, 4, 4],
  [
    memoryOf(48, 48, 36, 1, 0, 55, 60),
    memoryOf(57, 57, 43, 24, 63, 188, 60),
    memoryOf(57, 57, 43, 14, 63, 188, 60),
    memoryOf(57, 57, 43, 5, 63, 188, 71),
  ],
);

/** The recipe of the model card: it fits, and the IPUs are the limit. */
export const fittingPlan: Plan = {
  source: 'model',
  mode: 'training',
  machine: {
    chip: 'gc200',
    name: 'Mk2 GC200',
    podIpus: 16,
    usedIpus: 16,
    replicas: 4,
    ipusPerReplica: 4,
    inferenceReplicas: 4,
    inferenceIpusPerReplica: 4,
  },
  batch: {
    microBatch: 2,
    gradientAccumulationSteps: 16,
    replicas: 4,
    deviceIterations: 2,
    perUpdate: 128,
    perStep: 256,
    evalMicroBatch: 2,
    evalReplicas: 4,
    evalDeviceIterations: 4,
    evalPerStep: 32,
    sequencesPerPack: 1,
    trainSamples: 88_524,
    evalSamples: 10_784,
    stepsPerEpoch: 345,
    updatesPerEpoch: 690,
    totalSteps: 1035,
    totalUpdates: 2070,
    evalSteps: 337,
  },
  ipus: baseIpus,
  inferenceIpus: inferenceOf(baseIpus),
  pipeline: { stages: 7, cyclesPerUpdate: 22, bubble: 0.158, gradientAccumulationFor90: 27, phases: [] },
  time: {
    microBatchSeconds: 0.00537,
    updateSeconds: 0.105,
    pipelineSeconds: 0.102,
    updateOverheadSeconds: 0.003,
    hostSecondsPerStep: 0.0664,
    stepSeconds: 0.21,
    epochSeconds: 72.45,
    trainSeconds: 217.35,
    evaluationSeconds: 24.3,
    compileSeconds: 296,
    runSeconds: 537.65,
  },
  throughput: {
    samplesPerSecond: 1219,
    deviceSamplesPerSecond: 1219,
    evalSamplesPerSecond: 443.8,
    bound: 'device',
  },
  energy: { watts: 4144, runKilowattHours: 0.619 },
  cost: null,
  verdict: 'fits',
  fits: true,
  warnings: [
    {
      code: 'device-iterations-in-batch',
      severity: 'info',
      message:
        'A step of the logs has 256 sequences, but the optimizer sees 128 at a time: 2 weight updates make one step.',
      hint: 'Compare runs by weight updates.',
      fields: ['ipu_config.device_iterations'],
      remedies: [],
    },
  ],
  remedies: [
    {
      title: 'Accumulate over 32 micro-batches instead of 16',
      edits: [{ field: 'ipu_config.gradient_accumulation_steps', value: 32 }],
      verdict: 'fits',
      marginBytes: 358 * megabyte,
      samplesPerSecond: 1322,
    },
  ],
};

const offchip: Remedy = {
  title: 'Keep the optimizer state off the chip',
  edits: [{ field: 'ipu_config.optimizer_state_offchip', value: true }],
  verdict: 'tight',
  marginBytes: 21 * megabyte,
  samplesPerSecond: 337,
};

const largeIpus = ipusOf(
  [3, 7, 7, 7],
  [
    memoryOf(139, 139, 416, 24, 80, 141, 60),
    memoryOf(176, 176, 529, 28, 80, 169, 60),
    memoryOf(176, 176, 529, 17, 80, 188, 60),
    memoryOf(176, 176, 529, 6, 80, 235, 71),
  ],
);

/** The same machine, too full: with remedies, a price and no samples. */
export const tooFullPlan: Plan = {
  ...fittingPlan,
  batch: {
    ...fittingPlan.batch,
    microBatch: 1,
    deviceIterations: 1,
    perUpdate: 64,
    perStep: 64,
    trainSamples: null,
    evalSamples: null,
    stepsPerEpoch: null,
    updatesPerEpoch: null,
    totalSteps: null,
    totalUpdates: null,
    evalSteps: null,
  },
  ipus: largeIpus,
  inferenceIpus: inferenceOf(largeIpus),
  time: {
    ...fittingPlan.time,
    stepSeconds: 0.175,
    epochSeconds: null,
    trainSeconds: null,
    evaluationSeconds: null,
    runSeconds: null,
  },
  throughput: { samplesPerSecond: 366, deviceSamplesPerSecond: 512, evalSamplesPerSecond: 140.2, bound: 'host' },
  energy: { watts: 4144, runKilowattHours: null },
  cost: { pricePerIpuHour: 0.42, perEpoch: null, run: null },
  verdict: 'does-not-fit',
  fits: false,
  warnings: [
    {
      code: 'out-of-memory',
      severity: 'error',
      message: 'IPU 3 needs 1,273 MB of 850 MB.',
      hint: 'Compilation would end with “Out of memory on tile”.',
      fields: ['ipu_config.layers_per_ipu', 'ipu_config.optimizer_state_offchip'],
      remedies: [offchip],
    },
  ],
  remedies: [
    offchip,
    {
      title: 'Spread the layers over 8 IPUs, with 2 replicas instead of 4',
      edits: [
        { field: 'ipu_config.layers_per_ipu', value: [0, 3, 3, 3, 3, 4, 4, 4] },
        { field: 'ipu_config.ipus_per_replica', value: null },
        { field: 'ipu_config.replication_factor', value: 2 },
      ],
      verdict: 'fits',
      marginBytes: 118 * megabyte,
      samplesPerSecond: 301.4,
    },
  ],
};

/** Layers that do not add up: nothing can be worked out. */
export const unplaceablePlan: Plan = {
  ...tooFullPlan,
  ipus: [],
  inferenceIpus: [],
  pipeline: { stages: 0, cyclesPerUpdate: 0, bubble: 0, gradientAccumulationFor90: null, phases: [] },
  throughput: { samplesPerSecond: 0, deviceSamplesPerSecond: 0, evalSamplesPerSecond: 0, bound: 'device' },
  cost: null,
  verdict: null,
  warnings: [
    {
      code: 'layers-sum-wrong',
      severity: 'error',
      message: 'layers_per_ipu [3, 7, 7] places 17 encoder layers, but the model has 24.',
      hint: 'Write entries that add up to 24; -1 stands for an even share of the rest.',
      fields: ['ipu_config.layers_per_ipu'],
      remedies: [
        {
          title: 'Place the layers as 3, 7, 7, 7',
          edits: [{ field: 'ipu_config.layers_per_ipu', value: [3, 7, 7, 7] }],
          verdict: 'tight',
          marginBytes: 21 * megabyte,
          samplesPerSecond: 337,
        },
      ],
    },
  ],
  remedies: [],
};

/** Memory is enough, and yet it will not run. */
export const blockedPlan: Plan = {
  ...fittingPlan,
  fits: false,
  batch: { ...fittingPlan.batch, sequencesPerPack: 2.22 },
  warnings: [
    {
      code: 'accumulation-too-small',
      severity: 'error',
      message:
        'gradient_accumulation_steps is 4, but a pipeline of 4 IPUs has 7 stages and needs as many micro-batches.',
      hint: 'Write 7 or more.',
      fields: ['training.gradient_accumulation_steps'],
      remedies: [],
    },
  ],
  remedies: [],
};

const inferenceIpus = inferenceOf(ipusOf([12], [memoryOf(218, 0, 0, 0, 0, 0, 0)]));

/** Inference on one card. */
export const inferencePlan: Plan = {
  ...fittingPlan,
  mode: 'inference',
  machine: {
    chip: 'c600',
    name: 'C600',
    podIpus: null,
    usedIpus: 1,
    replicas: 1,
    ipusPerReplica: 1,
    inferenceReplicas: 1,
    inferenceIpusPerReplica: 1,
  },
  ipus: inferenceIpus.map((ipu) => ({ ...ipu, seconds: { ...ipu.seconds, backward: 0 } })),
  inferenceIpus,
  pipeline: { stages: 1, cyclesPerUpdate: 1, bubble: 0, gradientAccumulationFor90: null, phases: [] },
  cost: { pricePerIpuHour: 1.5, perEpoch: null, run: 0.0345 },
  warnings: [],
  remedies: [],
};
