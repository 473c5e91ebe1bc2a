// What a configuration would do on a pod, put together from batch, placement, time, memory and schedule. Works for any input:
// what cannot be worked out is left empty, and a warning says why. All of it is modelled, nothing is measured.

import type {
  CostPlan,
  EnergyPlan,
  InferenceIpuPlan,
  IpuPlan,
  PipelinePhase,
  PipelinePlan,
  Plan,
  ThroughputPlan,
  TimePlan,
} from '../../shared/plan.ts';
import { countLayers, describeContents } from './contents.ts';
import { type InferenceModel, isHostBound, judgeMemory, type TrainingModel } from './evaluate.ts';
import { countParameters } from './placement.ts';
import type { PlanInput } from './plan-input.ts';
import { planTime } from './plan-time.ts';
import { findRemedies } from './remedies.ts';
import { accumulationForShare, countCycles, countStages, phasesOf } from './schedule.ts';
import { settleInput } from './settle.ts';
import { watts } from './time.ts';
import { collectWarnings } from './warnings.ts';
import { workOut, type Worked } from './work-out.ts';

/** The plan of a configuration, whatever it is. Never throws. */
export function planConfiguration(given: PlanInput): Plan {
  const { input, replacements } = settleInput(given);
  const worked = workOut(input);
  const isTraining = input.mode === 'training';
  const planned = isTraining ? worked.training : worked.inference;
  const verdict = planned && judgeMemory(planned.memory).verdict;
  const inferenceIpus = worked.inference ? planInferenceIpus(worked.inference, input) : [];
  const pipeline = isTraining ? planPipeline(worked.training, input) : planSharded(worked.inference);
  const time = planTime(worked);
  const remedies = findRemedies(input);
  const warnings = collectWarnings({ given, worked, pipeline, replacements, remedies });
  return {
    source: 'model',
    mode: input.mode,
    machine: worked.machine,
    batch: worked.batch,
    ipus: worked.training ? planTrainingIpus(worked.training, input) : isTraining ? [] : inferenceIpus.map(asIpuPlan),
    inferenceIpus,
    pipeline,
    time,
    throughput: planThroughput(worked),
    energy: planEnergy(input, time),
    cost: planCost(worked, time),
    verdict,
    fits: verdict !== null && verdict !== 'does-not-fit' && warnings.every(({ severity }) => severity !== 'error'),
    warnings,
    remedies,
  };
}

function planTrainingIpus(
  { placed, stages, busySeconds, pipelineSeconds, memory }: TrainingModel,
  { task }: PlanInput,
) {
  return placed.map((ipu, index): IpuPlan => {
    return {
      index,
      layers: countLayers(ipu),
      contents: describeContents(task, ipu),
      parameters: countParameters(ipu),
      utilisation: shareOf(busySeconds[index]!, pipelineSeconds),
      seconds: stages[index]!,
      memory: memory[index]!,
    };
  });
}

function planInferenceIpus({ placed, seconds, microBatchSeconds, memory }: InferenceModel, { task }: PlanInput) {
  return placed.map((ipu, index): InferenceIpuPlan => {
    return {
      index,
      layers: countLayers(ipu),
      contents: describeContents(task, ipu),
      parameters: countParameters(ipu),
      utilisation: shareOf(seconds[index]!, microBatchSeconds),
      seconds: { forward: seconds[index]! },
      memory: memory[index]!,
    };
  });
}

function asIpuPlan(ipu: InferenceIpuPlan): IpuPlan {
  return { ...ipu, seconds: { ...ipu.seconds, backward: 0 } };
}

// Rounding can take the busiest IPU a hair above the whole.
function shareOf(busy: number, total: number): number {
  return total > 0 ? Math.min(1, busy / total) : 0;
}

function planPipeline(model: TrainingModel | null, { gradientAccumulationSteps: steps }: PlanInput): PipelinePlan {
  if (!model) return { stages: 0, cyclesPerUpdate: 0, bubble: 0, gradientAccumulationFor90: null, phases: [] };
  const { stages, busySeconds, pipelineSeconds } = model;
  return {
    stages: countStages(stages.length),
    cyclesPerUpdate: countCycles(stages.length, steps),
    bubble: 1 - shareOf(Math.max(...busySeconds), pipelineSeconds),
    gradientAccumulationFor90: stages.length === 1 ? null : accumulationForShare(stages, 0.9),
    phases: phasesOf(stages, steps),
  };
}

/** Sharded execution: a micro-batch goes from IPU to IPU, and the next one follows when it has left the last. */
function planSharded(model: InferenceModel | null): PipelinePlan {
  const seconds = model?.seconds ?? [];
  const phases = seconds.map((cycleSeconds, turn): PipelinePhase => {
    return { cycles: 1, cycleSeconds, active: seconds.map((_, ipu) => ({ forward: ipu === turn, backward: false })) };
  });
  return {
    stages: seconds.length,
    cyclesPerUpdate: seconds.length,
    bubble: model ? 1 - shareOf(Math.max(...seconds), model.microBatchSeconds) : 0,
    gradientAccumulationFor90: null,
    phases,
  };
}

function planThroughput({ input, trainingPace, inferencePace }: Worked): ThroughputPlan {
  const pace = input.mode === 'training' ? trainingPace : inferencePace;
  return {
    samplesPerSecond: pace?.samplesPerSecond ?? 0,
    deviceSamplesPerSecond: pace?.deviceSamplesPerSecond ?? 0,
    evalSamplesPerSecond: inferencePace?.samplesPerSecond ?? 0,
    bound: pace && isHostBound(pace) ? 'host' : 'device',
  };
}

function planEnergy(input: PlanInput, { runSeconds }: TimePlan): EnergyPlan {
  const power = watts(input);
  return { watts: power, runKilowattHours: runSeconds === null ? null : (power * runSeconds) / 3_600_000 };
}

// Who rents a pod pays for all of it.
function planCost({ input, machine }: Worked, { epochSeconds, runSeconds }: TimePlan): CostPlan | null {
  const price = input.pricePerIpuHour;
  if (price === null) return null;
  const perSecond = (price * Math.max(machine.usedIpus, machine.podIpus ?? 0)) / 3600;
  const cost = (seconds: number | null): number | null => (seconds === null ? null : perSecond * seconds);
  return { pricePerIpuHour: price, perEpoch: cost(epochSeconds), run: cost(runSeconds) };
}
