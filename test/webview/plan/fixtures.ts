// Plans as the planner makes them, of configurations that are published or that somebody might try, and views around them.

import { planConfiguration } from '../../../src/engine/ipu/plan.ts';
import type { Layout, PlanInput, PlannedModel } from '../../../src/engine/ipu/plan-input.ts';
import type { PlanView } from '../../../src/shared/messages/plan.ts';
import type { IpuPlan, MemoryPlan, Plan } from '../../../src/shared/plan.ts';

const bertBase: PlannedModel = {
  vocab_size: 30522,
  hidden_size: 768,
  num_hidden_layers: 12,
  num_attention_heads: 12,
  intermediate_size: 3072,
  max_position_embeddings: 512,
  type_vocab_size: 2,
};

const bertLarge: PlannedModel = {
  ...bertBase,
  hidden_size: 1024,
  num_hidden_layers: 24,
  num_attention_heads: 16,
  intermediate_size: 4096,
};

function layout(over: Partial<Layout>): Layout {
  const layersPerIpu = over.layersPerIpu ?? [0, 4, 4, 4];
  return {
    layersPerIpu,
    ipusPerReplica: layersPerIpu.length,
    replicationFactor: 1,
    matmulProportion: 0.25,
    embeddingSerializationFactor: 1,
    embeddingSplitsPerIpu: null,
    projectionSerializationFactor: 1,
    projectionSplitsPerIpu: null,
    deviceIterations: 1,
    ...over,
  };
}

/** The configuration of the model card Graphcore/bert-base-uncased-squad. */
export const baseCard: PlanInput = {
  mode: 'training',
  task: 'question-answering',
  model: bertBase,
  chip: 'gc200',
  podIpus: 16,
  sequenceLength: 384,
  sequencesPerPack: 1,
  microBatchSize: 2,
  evalMicroBatchSize: 2,
  gradientAccumulationSteps: 16,
  training: layout({ replicationFactor: 4, deviceIterations: 2, embeddingSerializationFactor: 2 }),
  inference: layout({ replicationFactor: 4, deviceIterations: 4, embeddingSerializationFactor: 2 }),
  blocksPerIpu: null,
  optimizer: 'adamw',
  optimizerStateOffchip: false,
  replicatedTensorSharding: true,
  recomputeCheckpointEveryLayer: true,
  enableHalfPartials: true,
  stashBytesPerElement: 2,
  untiedProjection: false,
  trainSamples: 88524,
  evalSamples: 10784,
  epochs: 3,
  maxSteps: null,
  dataloaderNumWorkers: 64,
  dataloaderMode: 'async_rebatched',
  pricePerIpuHour: 0.85,
};

/** BERT-large with too much on each IPU. */
export const largeTooFull: PlanInput = {
  ...baseCard,
  model: bertLarge,
  microBatchSize: 8,
  gradientAccumulationSteps: 8,
  training: layout({ layersPerIpu: [3, 7, 7, 7], replicationFactor: 4, embeddingSerializationFactor: 1 }),
  inference: layout({ layersPerIpu: [3, 7, 7, 7], replicationFactor: 4, embeddingSerializationFactor: 1 }),
  pricePerIpuHour: null,
  trainSamples: null,
};

/** Pre-training of BERT-large on 64 Bows, packed. */
export const pretraining64: PlanInput = {
  ...baseCard,
  task: 'pretraining',
  model: bertLarge,
  chip: 'bow',
  podIpus: 64,
  sequenceLength: 512,
  sequencesPerPack: 2,
  microBatchSize: 3,
  gradientAccumulationSteps: 96,
  training: layout({ layersPerIpu: [0, 3, 3, 3, 3, 4, 4, 4], replicationFactor: 8 }),
  inference: layout({ layersPerIpu: [0, 3, 3, 3, 3, 4, 4, 4], replicationFactor: 8 }),
  optimizer: 'lamb',
  trainSamples: 4_800_000,
  evalSamples: null,
  epochs: 1,
  untiedProjection: true,
  pricePerIpuHour: 1.2,
};

/** Two layers too many for the model. */
export const unplaceable: PlanInput = { ...baseCard, training: layout({ layersPerIpu: [2, 4, 4, 4] }) };

/** A view of a plan in a file without faults. */
export function viewOf(input: PlanInput, over: Partial<PlanView> = {}): PlanView {
  return {
    file: 'experiments/squad.ipu.json',
    experiment: 'squad',
    model: `BERT, ${input.model.num_hidden_layers} layers × ${input.model.hidden_size}`,
    task: input.task.replace('-', ' '),
    plan: planConfiguration(input),
    outdated: false,
    problems: [],
    samples: { state: 'counted', note: '' },
    ...over,
  };
}

/** A plan whose replica has this many IPUs, all alike and full of sense, whatever the planner would say of it. */
export function planWith(ipus: number, over: Partial<Plan> = {}): Plan {
  const plan = planConfiguration(baseCard);
  const [model] = plan.ipus;
  if (!model) throw new Error('The model card has IPUs.');
  const machine = { ...plan.machine, ipusPerReplica: ipus, replicas: 1, usedIpus: ipus, podIpus: ipus };
  return {
    ...plan,
    machine,
    ipus: Array.from({ length: ipus }, (_, index): IpuPlan => ({ ...model, index })),
    ...over,
  };
}

/** A memory of these bytes in one part. */
export function memoryOf(totalBytes: number, capacityBytes: number): MemoryPlan {
  return {
    totalBytes,
    weightsBytes: totalBytes,
    gradientsBytes: 0,
    optimizerBytes: 0,
    stashBytes: 0,
    workingSetBytes: 0,
    matmulBytes: 0,
    codeBytes: 0,
    capacityBytes,
    marginBytes: capacityBytes - totalBytes,
    tileBytes: totalBytes / 1472,
    tileCapacityBytes: capacityBytes / 1472,
    verdict: totalBytes > capacityBytes ? 'does-not-fit' : 'fits',
  };
}
