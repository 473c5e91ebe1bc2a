// Reads test/fixtures/ipu/published-configs.json: configurations of public sources, as the planner's inputs.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Layout, PlanInput } from '../../../src/engine/ipu/plan-input.ts';

/** A configuration that somebody ran, or tried to. */
export interface PublishedConfig {
  readonly name: string;
  readonly source: string;
  /** What was changed so that it can be planned; null: nothing. */
  readonly approximated: string | null;
  readonly input: PlanInput;
  /** The IPUs that the source says are too full; empty: it names none. */
  readonly fullIpus: readonly number[];
}

export interface PublishedConfigs {
  readonly runs: readonly PublishedConfig[];
  readonly outOfMemory: readonly PublishedConfig[];
  readonly notExpressed: readonly { readonly name: string; readonly source: string; readonly reason: string }[];
}

interface Entry {
  readonly name: string;
  readonly source: string;
  readonly approximated?: string;
  readonly fullIpus?: readonly number[];
  readonly model: string;
  readonly plan: Partial<Omit<PlanInput, 'model' | 'training' | 'inference'>>;
  readonly layout: Partial<Layout> & Pick<Layout, 'layersPerIpu' | 'ipusPerReplica' | 'matmulProportion'>;
  /** Where evaluation's differs. */
  readonly inferenceLayout?: Partial<Layout>;
}

interface File {
  readonly models: Readonly<Record<string, PlanInput['model']>>;
  readonly runs: readonly Entry[];
  readonly outOfMemory: readonly Entry[];
  readonly notExpressed: PublishedConfigs['notExpressed'];
}

const fixture = new URL('../../fixtures/ipu/published-configs.json', import.meta.url);

// What an entry does not say.
const usualPlan: Omit<PlanInput, 'model' | 'training' | 'inference'> = {
  mode: 'training',
  task: 'question-answering',
  chip: 'gc200',
  podIpus: null,
  sequenceLength: 384,
  sequencesPerPack: 1,
  microBatchSize: 1,
  evalMicroBatchSize: 1,
  gradientAccumulationSteps: 16,
  blocksPerIpu: null,
  optimizer: 'adamw',
  optimizerStateOffchip: false,
  replicatedTensorSharding: false,
  recomputeCheckpointEveryLayer: true,
  enableHalfPartials: true,
  stashBytesPerElement: 2,
  untiedProjection: false,
  trainSamples: null,
  evalSamples: null,
  epochs: 1,
  maxSteps: null,
  dataloaderNumWorkers: 0,
  dataloaderMode: 'sync',
  pricePerIpuHour: null,
};

const usualLayout: Omit<Layout, 'layersPerIpu' | 'ipusPerReplica' | 'matmulProportion'> = {
  replicationFactor: 1,
  embeddingSerializationFactor: 1,
  embeddingSplitsPerIpu: null,
  projectionSerializationFactor: 1,
  projectionSplitsPerIpu: null,
  deviceIterations: 1,
};

/** All of them. */
export function readPublishedConfigs(): PublishedConfigs {
  const file = JSON.parse(readFileSync(fixture, 'utf8')) as File;
  const read = (entry: Entry): PublishedConfig => ({
    name: entry.name,
    source: entry.source,
    approximated: entry.approximated ?? null,
    input: inputOf(file, entry),
    fullIpus: entry.fullIpus ?? [],
  });
  return { runs: file.runs.map(read), outOfMemory: file.outOfMemory.map(read), notExpressed: file.notExpressed };
}

function inputOf({ models }: File, { name, model: modelName, plan, layout, inferenceLayout }: Entry): PlanInput {
  const model = models[modelName];
  assert.ok(model, `${name}: unknown model ${modelName}`);
  const training: Layout = { ...usualLayout, ...layout };
  const { microBatchSize = usualPlan.microBatchSize } = plan;
  return {
    ...usualPlan,
    evalMicroBatchSize: microBatchSize,
    ...plan,
    model,
    training,
    inference: { ...training, ...inferenceLayout },
  };
}
