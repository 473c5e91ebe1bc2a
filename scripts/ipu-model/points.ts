// Published throughput with its configuration, as what the model plans for and what it gives. Reads the fixture that the
// tests read; knows nothing of fitting.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FittedConstants, fitted } from '../../src/engine/ipu/fitted.ts';
import { placeModel, type PlacedIpu } from '../../src/engine/ipu/placement.ts';
import type { Layout, PlanInput, PlannedModel, PlannedTask } from '../../src/engine/ipu/plan-input.ts';
import { timeUpdate } from '../../src/engine/ipu/schedule.ts';
import {
  evalStepSeconds,
  stepSeconds,
  timeInferenceStages,
  timeStages,
  updateOverheadSeconds,
} from '../../src/engine/ipu/time.ts';
import { bertBaseUncased, bertLargeUncased } from '../../src/engine/model/config.ts';
import type { Chip } from '../../src/shared/plan.ts';

/** One published figure. */
export interface PublishedPoint {
  readonly id: string;
  /** `held-out` points are never fitted to, whatever their quality. */
  readonly confidence: 'high' | 'medium' | 'low' | 'held-out';
  readonly samplesPerSecond: number;
  readonly mode: 'training' | 'inference';
  readonly model: 'bert-base' | 'bert-large';
  readonly task: PlannedTask;
  readonly chip: Chip;
  readonly sequenceLength: number;
  readonly sequencesPerPack?: number;
  readonly microBatch: number;
  readonly gradientAccumulationSteps?: number;
  readonly replicas: number;
  readonly deviceIterations?: number;
  readonly layersPerIpu?: readonly number[];
  /** Attention and feed-forward blocks of each IPU. */
  readonly blocksPerIpu?: readonly (readonly [number, number])[];
  readonly optimizer?: 'adamw' | 'lamb';
  readonly optimizerStateOffchip?: boolean;
  readonly stashBytesPerElement?: 1 | 2;
  readonly vocabSize?: number;
  readonly workers: number;
  readonly loader: 'sync' | 'async';
  /** Points of one program and time; together they are left out of one of the checks. */
  readonly group?: string;
  readonly source: string;
  readonly note?: string;
  /** What the model lacks to give this figure. */
  readonly lacks?: string;
}

/** A point, ready to be worked out under any constants. */
export interface ModelledPoint {
  readonly point: PublishedPoint;
  readonly input: PlanInput;
  readonly placed: readonly PlacedIpu[];
}

const fixture = join(import.meta.dirname, '..', '..', 'test', 'fixtures', 'ipu', 'published-throughput.json');

/** Every published point, in the fixture's order. */
export function readPoints(): ModelledPoint[] {
  const { points } = JSON.parse(readFileSync(fixture, 'utf8')) as { points: PublishedPoint[] };
  return points.map((point) => {
    const input = inputOf(point);
    return { point, input, placed: placeModel(input, input[point.mode]) };
  });
}

/** Sequences per second that the model gives for a point. */
export function predict({ point, input, placed }: ModelledPoint, constants: FittedConstants = fitted): number {
  if (point.mode === 'inference') {
    const microBatch = timeInferenceStages(input, placed, constants).reduce((sum, seconds) => sum + seconds, 0);
    const rows = input.evalMicroBatchSize * input.inference.replicationFactor * input.inference.deviceIterations;
    return (rows * input.sequencesPerPack) / evalStepSeconds(input, microBatch, constants);
  }
  const { total } = timeUpdate(timeStages(input, placed, constants), input.gradientAccumulationSteps);
  const update = total + updateOverheadSeconds(input, placed);
  const { microBatchSize, gradientAccumulationSteps, training } = input;
  const rows = microBatchSize * gradientAccumulationSteps * training.replicationFactor * training.deviceIterations;
  return (rows * input.sequencesPerPack) / stepSeconds(input, update, constants);
}

function inputOf(point: PublishedPoint): PlanInput {
  const layout = layoutOf(point);
  return {
    mode: point.mode,
    task: point.task,
    model: modelOf(point),
    chip: point.chip,
    podIpus: null,
    sequenceLength: point.sequenceLength,
    sequencesPerPack: point.sequencesPerPack ?? 1,
    microBatchSize: point.microBatch,
    evalMicroBatchSize: point.microBatch,
    gradientAccumulationSteps: point.gradientAccumulationSteps ?? 1,
    training: layout,
    inference: layout,
    blocksPerIpu: point.blocksPerIpu?.map(([attention, feedForward]) => ({ attention, feedForward })) ?? null,
    optimizer: point.optimizer ?? 'adamw',
    optimizerStateOffchip: point.optimizerStateOffchip ?? false,
    replicatedTensorSharding: true,
    recomputeCheckpointEveryLayer: true,
    enableHalfPartials: true,
    stashBytesPerElement: point.stashBytesPerElement ?? 2,
    untiedProjection: false,
    trainSamples: null,
    evalSamples: null,
    epochs: 1,
    maxSteps: null,
    dataloaderNumWorkers: point.workers,
    dataloaderMode: point.loader,
    pricePerIpuHour: null,
  };
}

function layoutOf({ layersPerIpu, blocksPerIpu, replicas, deviceIterations }: PublishedPoint): Layout {
  return {
    layersPerIpu: layersPerIpu ?? [-1],
    ipusPerReplica: (layersPerIpu ?? blocksPerIpu ?? [0]).length,
    replicationFactor: replicas,
    matmulProportion: 0.25,
    embeddingSerializationFactor: 1,
    embeddingSplitsPerIpu: null,
    projectionSerializationFactor: 1,
    projectionSplitsPerIpu: null,
    deviceIterations: deviceIterations ?? 1,
  };
}

function modelOf({ model, vocabSize }: PublishedPoint): PlannedModel {
  const config = model === 'bert-base' ? bertBaseUncased : bertLargeUncased;
  return { ...config, vocab_size: vocabSize ?? config.vocab_size };
}
