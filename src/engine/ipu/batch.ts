// How many sequences pass through the IPUs at a time, for a weight update, in a step and in an epoch. Sizes are counted in
// rows as the model sees them: with packing, in packs.
// Source: huggingface/optimum-graphcore optimum/graphcore/{ipu_configuration,trainer}.py, `batch_size_factor` and the loaders.

import type { BatchPlan } from '../../shared/plan.ts';
import type { PlanInput } from './plan-input.ts';

type Sizes = Pick<BatchPlan, 'microBatch' | 'perUpdate' | 'perStep' | 'evalMicroBatch' | 'evalPerStep'>;
type Counts = Pick<
  BatchPlan,
  'stepsPerEpoch' | 'updatesPerEpoch' | 'totalSteps' | 'totalUpdates' | 'evalSteps' | 'trainSamples' | 'evalSamples'
>;

/** The batch arithmetic of training and evaluation. What nobody has counted is null; where only inference is planned, nothing is trained. */
export function planBatch(input: PlanInput): BatchPlan {
  const sizes = batchSizes(input);
  return {
    ...sizes,
    gradientAccumulationSteps: input.gradientAccumulationSteps,
    replicas: input.training.replicationFactor,
    deviceIterations: input.training.deviceIterations,
    evalReplicas: input.inference.replicationFactor,
    evalDeviceIterations: input.inference.deviceIterations,
    sequencesPerPack: input.sequencesPerPack,
    ...countSteps(input, sizes),
  };
}

/** Rows of a micro-batch, of a weight update and of a call from the host. */
export function batchSizes(input: PlanInput): Sizes {
  const { training, inference, microBatchSize, evalMicroBatchSize } = input;
  const perUpdate = microBatchSize * input.gradientAccumulationSteps * training.replicationFactor;
  return {
    microBatch: microBatchSize,
    perUpdate,
    perStep: perUpdate * training.deviceIterations,
    evalMicroBatch: evalMicroBatchSize,
    evalPerStep: evalMicroBatchSize * inference.replicationFactor * inference.deviceIterations,
  };
}

function countSteps(input: PlanInput, { perStep, evalPerStep }: Sizes): Counts {
  const { deviceIterations } = input.training;
  const isTrained = input.mode === 'training';
  // The training loader always leaves out what does not fill a step; evaluation keeps it.
  const stepsPerEpoch = isTrained ? divide(input.trainSamples, perStep, Math.floor) : null;
  const fromEpochs = stepsPerEpoch === null ? null : Math.ceil(input.epochs * stepsPerEpoch);
  const maxSteps = isTrained ? input.maxSteps : null;
  return {
    trainSamples: input.trainSamples,
    evalSamples: input.evalSamples,
    stepsPerEpoch,
    updatesPerEpoch: times(stepsPerEpoch, deviceIterations),
    // A limit is one of weight updates; the host can only end after a whole step.
    totalSteps: maxSteps === null ? fromEpochs : divide(maxSteps, deviceIterations, Math.ceil),
    totalUpdates: maxSteps ?? times(fromEpochs, deviceIterations),
    evalSteps: divide(input.evalSamples, evalPerStep, Math.ceil),
  };
}

function divide(count: number | null, size: number, round: (ratio: number) => number): number | null {
  return count === null || !(size > 0) ? null : round(count / size);
}

function times(count: number | null, factor: number): number | null {
  return count === null ? null : count * factor;
}
