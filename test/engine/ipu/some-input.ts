// A plan's input to start from: BERT-base as Graphcore/bert-base-uncased-squad was trained, on 16 IPUs.

import type { Layout, PlanInput } from '../../../src/engine/ipu/plan-input.ts';
import { bertBaseUncased, bertLargeUncased } from '../../../src/engine/model/config.ts';

const layout: Layout = {
  layersPerIpu: [0, 4, 4, 4],
  ipusPerReplica: 4,
  replicationFactor: 4,
  matmulProportion: 0.25,
  embeddingSerializationFactor: 2,
  embeddingSplitsPerIpu: null,
  projectionSerializationFactor: 1,
  projectionSplitsPerIpu: null,
  deviceIterations: 2,
};

/** Changes to the input; those of a layout are put over the base's. */
export type Changes = Partial<Omit<PlanInput, 'training' | 'inference'>> & {
  readonly training?: Partial<Layout>;
  readonly inference?: Partial<Layout>;
};

/** The base input with changes. */
export function someInput(changes: Changes = {}): PlanInput {
  return {
    mode: 'training',
    task: 'question-answering',
    model: bertBaseUncased,
    chip: 'gc200',
    podIpus: 16,
    sequenceLength: 384,
    sequencesPerPack: 1,
    microBatchSize: 2,
    evalMicroBatchSize: 2,
    gradientAccumulationSteps: 16,
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
    dataloaderMode: 'sync',
    pricePerIpuHour: null,
    ...changes,
    training: { ...layout, ...changes.training },
    inference: { ...layout, deviceIterations: 4, ...changes.inference },
  };
}

/** BERT-large on four IPUs a replica, as Graphcore/bert-large-ipu lays it out. */
export const bertLarge: Changes = {
  model: bertLargeUncased,
  training: { layersPerIpu: [3, 7, 7, 7], deviceIterations: 1 },
  inference: { layersPerIpu: [3, 7, 7, 7] },
};
