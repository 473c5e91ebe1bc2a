// Works out what a plan reports, before it is put into its shape (plan.ts) and judged (warnings.ts).

import type { BatchPlan, MachinePlan } from '../../shared/plan.ts';
import { planBatch } from './batch.ts';
import {
  type InferenceModel,
  modelInference,
  modelTraining,
  type Pace,
  paceOfInference,
  paceOfTraining,
  type TrainingModel,
} from './evaluate.ts';
import { machines } from './machine.ts';
import { findPlacementFault } from './placeable.ts';
import type { PlanInput } from './plan-input.ts';

/** Everything that is worked out before it is put into words. A layout that cannot be placed has no model. */
export interface Worked {
  readonly input: PlanInput;
  readonly batch: BatchPlan;
  readonly machine: MachinePlan;
  readonly training: TrainingModel | null;
  readonly inference: InferenceModel | null;
  readonly trainingPace: Pace | null;
  readonly inferencePace: Pace | null;
}

/** Works out everything that can be, given figures that are settled (settle.ts). */
export function workOut(input: PlanInput): Worked {
  const isTraining = input.mode === 'training';
  const training = isTraining && !findPlacementFault(input, 'training') ? modelTraining(input) : null;
  const inference = findPlacementFault(input, 'inference') ? null : modelInference(input);
  return {
    input,
    batch: planBatch(input),
    machine: planMachine(input),
    training,
    inference,
    trainingPace: training && paceOfTraining(input, training.updateSeconds),
    inferencePace: inference && paceOfInference(input, inference.microBatchSeconds),
  };
}

function planMachine(input: PlanInput): MachinePlan {
  const { chip, mode, podIpus, inference } = input;
  const used = input[mode];
  return {
    chip,
    name: machines[chip].name,
    podIpus,
    usedIpus: used.replicationFactor * used.ipusPerReplica,
    replicas: used.replicationFactor,
    ipusPerReplica: used.ipusPerReplica,
    inferenceReplicas: inference.replicationFactor,
    inferenceIpusPerReplica: inference.ipusPerReplica,
  };
}
