// Works a configuration out as far as placement, time and memory go: what a plan, a remedy and the search all rest on, so
// that they give the same figures. What is said about them is plan.ts's and warnings.ts's business.
// All functions take an input whose figures are settled (settle.ts).

import type { MemoryPlan, MemoryVerdict } from '../../shared/plan.ts';
import { planInferenceMemory, planMemory } from './memory.ts';
import { blocksOf, findPlacementFault } from './placeable.ts';
import { placeModel, type PlacedIpu } from './placement.ts';
import type { PlanInput } from './plan-input.ts';
import { type StageTime, timeUpdate } from './schedule.ts';
import {
  evalStepSeconds,
  hostSecondsPerEvalStep,
  hostSecondsPerStep,
  stepSeconds,
  timeInferenceStages,
  timeStages,
  updateOverheadSeconds,
} from './time.ts';

/** One replica in training. */
export interface TrainingModel {
  readonly placed: readonly PlacedIpu[];
  readonly stages: readonly StageTime[];
  /** Of a weight update: the part that each IPU works. */
  readonly busySeconds: readonly number[];
  readonly pipelineSeconds: number;
  readonly overheadSeconds: number;
  readonly updateSeconds: number;
  readonly memory: readonly MemoryPlan[];
}

/** One replica in evaluation. */
export interface InferenceModel {
  readonly placed: readonly PlacedIpu[];
  /** Of one micro-batch on each IPU, one after the other. */
  readonly seconds: readonly number[];
  readonly microBatchSeconds: number;
  readonly memory: readonly MemoryPlan[];
}

/** How fast steps go. A step is one call from the host. */
export interface Pace {
  readonly deviceSeconds: number;
  readonly hostSeconds: number;
  readonly stepSeconds: number;
  readonly sequencesPerStep: number;
  readonly samplesPerSecond: number;
  readonly deviceSamplesPerSecond: number;
}

/** What remedies and the search compare. */
export interface Evaluation {
  readonly samplesPerSecond: number;
  /** Of the fullest IPU. */
  readonly marginBytes: number;
  readonly verdict: MemoryVerdict;
}

/**
 * What lies on which IPU in training or in inference.
 * Throws an AppError if the layers cannot be placed.
 */
export function placeLayout(input: PlanInput, pass: PlanInput['mode']): PlacedIpu[] {
  const fault = findPlacementFault(input, pass);
  if (fault) throw fault;
  return placeModel({ ...input, blocksPerIpu: blocksOf(input, pass) }, input[pass]);
}

/** Training on one replica. Throws an AppError if the layers cannot be placed. */
export function modelTraining(input: PlanInput): TrainingModel {
  const placed = placeLayout(input, 'training');
  return { placed, ...timeTraining(input, placed), memory: planMemory(input, placed) };
}

/** Inference on one replica. Throws an AppError if the layers cannot be placed. */
export function modelInference(input: PlanInput): InferenceModel {
  const placed = placeLayout(input, 'inference');
  const seconds = timeInferenceStages(input, placed);
  return { placed, seconds, microBatchSeconds: sum(seconds), memory: planInferenceMemory(input, placed) };
}

/** The time of a weight update: the pipeline's part and what comes once. */
export function timeTraining(input: PlanInput, placed: readonly PlacedIpu[]): Omit<TrainingModel, 'placed' | 'memory'> {
  const stages = timeStages(input, placed);
  const { total, busy } = timeUpdate(stages, input.gradientAccumulationSteps);
  const overheadSeconds = updateOverheadSeconds(input, placed);
  return {
    stages,
    busySeconds: busy,
    pipelineSeconds: total,
    overheadSeconds,
    updateSeconds: total + overheadSeconds,
  };
}

/** The pace of training, given the time of a weight update. */
export function paceOfTraining(input: PlanInput, updateSeconds: number): Pace {
  const { training, microBatchSize, gradientAccumulationSteps } = input;
  const rows = microBatchSize * gradientAccumulationSteps * training.replicationFactor * training.deviceIterations;
  return paceOf({
    deviceSeconds: training.deviceIterations * updateSeconds,
    hostSeconds: hostSecondsPerStep(input),
    stepSeconds: stepSeconds(input, updateSeconds),
    sequencesPerStep: rows * input.sequencesPerPack,
  });
}

/** The pace of evaluation, given the time of a micro-batch. */
export function paceOfInference(input: PlanInput, microBatchSeconds: number): Pace {
  const { inference, evalMicroBatchSize } = input;
  const rows = evalMicroBatchSize * inference.replicationFactor * inference.deviceIterations;
  return paceOf({
    deviceSeconds: inference.deviceIterations * microBatchSeconds,
    hostSeconds: hostSecondsPerEvalStep(input),
    stepSeconds: evalStepSeconds(input, microBatchSeconds),
    sequencesPerStep: rows * input.sequencesPerPack,
  });
}

function paceOf(step: Omit<Pace, 'samplesPerSecond' | 'deviceSamplesPerSecond'>): Pace {
  const { sequencesPerStep } = step;
  return {
    ...step,
    samplesPerSecond: step.stepSeconds > 0 ? sequencesPerStep / step.stepSeconds : 0,
    deviceSamplesPerSecond: step.deviceSeconds > 0 ? sequencesPerStep / step.deviceSeconds : 0,
  };
}

/** The host takes longer for a step than the device. */
export function isHostBound({ hostSeconds, deviceSeconds }: Pace): boolean {
  return hostSeconds > deviceSeconds;
}

/** Speed and memory of what `input` plans, in a few microseconds; null if its layers cannot be placed. */
export function evaluateConfiguration(input: PlanInput): Evaluation | null {
  return findPlacementFault(input, input.mode) ? null : evaluatePlaced(input, placeLayout(input, input.mode));
}

/** The same where it is known already what lies on which IPU. */
export function evaluatePlaced(input: PlanInput, placed: readonly PlacedIpu[]): Evaluation {
  return { samplesPerSecond: speedOf(input, placed), ...roomOf(input, placed) };
}

/** The part of an evaluation that is about time. */
export function speedOf(input: PlanInput, placed: readonly PlacedIpu[]): number {
  return input.mode === 'training'
    ? paceOfTraining(input, timeTraining(input, placed).updateSeconds).samplesPerSecond
    : paceOfInference(input, sum(timeInferenceStages(input, placed))).samplesPerSecond;
}

/** The part of an evaluation that is about memory. */
export function roomOf(input: PlanInput, placed: readonly PlacedIpu[]): Omit<Evaluation, 'samplesPerSecond'> {
  return judgeMemory(input.mode === 'training' ? planMemory(input, placed) : planInferenceMemory(input, placed));
}

/** The fullest IPU's margin, and the worst verdict. */
export function judgeMemory(memory: readonly MemoryPlan[]): Omit<Evaluation, 'samplesPerSecond'> {
  const has = (verdict: MemoryVerdict): boolean => memory.some((ipu) => ipu.verdict === verdict);
  return {
    marginBytes: Math.min(...memory.map(({ marginBytes }) => marginBytes)),
    verdict: has('does-not-fit') ? 'does-not-fit' : has('tight') ? 'tight' : 'fits',
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
