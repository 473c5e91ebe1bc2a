// How long everything takes, from a micro-batch to the whole run: the part of a plan that the user waits for.

import type { TimePlan } from '../../shared/plan.ts';
import type { Pace } from './evaluate.ts';
import { compileSeconds } from './time.ts';
import type { Worked } from './work-out.ts';

/** Times of a plan. Of what cannot be placed they are 0, and of data that nobody has counted null. */
export function planTime(worked: Worked): TimePlan {
  return worked.input.mode === 'training' ? timesOfTraining(worked) : timesOfInference(worked);
}

function timesOfTraining({ input, batch, training, trainingPace, inferencePace }: Worked): TimePlan {
  const compile = training ? compileSeconds(input, training.placed) : 0;
  const trainSeconds = stepsTake(batch.totalSteps, trainingPace);
  const evaluationSeconds = stepsTake(batch.evalSteps, inferencePace);
  const stages = training?.stages ?? [];
  return {
    microBatchSeconds: Math.max(0, ...stages.map(({ forward, backward }) => forward + backward)),
    updateSeconds: training?.updateSeconds ?? 0,
    pipelineSeconds: training?.pipelineSeconds ?? 0,
    updateOverheadSeconds: training?.overheadSeconds ?? 0,
    ...timesOfStep(trainingPace),
    epochSeconds: stepsTake(batch.stepsPerEpoch, trainingPace),
    trainSeconds,
    evaluationSeconds,
    compileSeconds: compile,
    runSeconds: trainSeconds === null ? null : compile + trainSeconds + (evaluationSeconds ?? 0),
  };
}

function timesOfInference({ input, batch, inference, inferencePace }: Worked): TimePlan {
  const compile = inference ? compileSeconds(input, inference.placed) : 0;
  const evaluationSeconds = stepsTake(batch.evalSteps, inferencePace);
  const microBatchSeconds = inference?.microBatchSeconds ?? 0;
  return {
    microBatchSeconds,
    updateSeconds: microBatchSeconds,
    pipelineSeconds: microBatchSeconds,
    updateOverheadSeconds: 0,
    ...timesOfStep(inferencePace),
    epochSeconds: null,
    trainSeconds: null,
    evaluationSeconds,
    compileSeconds: compile,
    runSeconds: evaluationSeconds === null ? null : compile + evaluationSeconds,
  };
}

function timesOfStep(pace: Pace | null): Pick<TimePlan, 'hostSecondsPerStep' | 'stepSeconds'> {
  return { hostSecondsPerStep: pace?.hostSeconds ?? 0, stepSeconds: pace?.stepSeconds ?? 0 };
}

function stepsTake(steps: number | null, pace: Pace | null): number | null {
  return steps === null || pace === null ? null : steps * pace.stepSeconds;
}
