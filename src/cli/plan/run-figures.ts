// What a plan says of the pipeline, times, energy and cost, as names and values below one another.

import type { Plan } from '../../shared/plan.ts';
import { renderPairs } from '../output.ts';
import { formatAmount, formatCount, formatPercent, formatPlural, formatSeconds } from './figures.ts';

/** The figures of a run; what is unknown is left out. */
export function renderRunFigures(plan: Plan): string {
  const pairs: [name: string, value: string | null][] =
    plan.mode === 'training'
      ? [
          ['Pipeline', describePipeline(plan)],
          ['Update', describeUpdate(plan)],
          ['Step', describeStep(plan)],
          ['Epoch', describeEpoch(plan)],
          ...afterTraining(plan),
        ]
      : [['Step', describeStep(plan)], ...afterTraining(plan)];
  const known = pairs.filter((pair): pair is [string, string] => pair[1] !== null);
  return `Run\n${renderPairs(known)}`;
}

function describePipeline({ pipeline }: Plan): string {
  const { stages, cyclesPerUpdate, bubble, gradientAccumulationFor90 } = pipeline;
  const shape = `${formatPlural(stages, 'stage')}, ${formatPlural(cyclesPerUpdate, 'cycle')} an update`;
  const idle = `the busiest IPU waits ${formatPercent(bubble)} of the time`;
  const enough =
    gradientAccumulationFor90 === null || bubble <= 0.1
      ? ''
      : `, 10 % with GA ${formatCount(gradientAccumulationFor90)}`;
  return stages === 1 ? `${shape}, no waiting` : `${shape}; ${idle}${enough}`;
}

function describeUpdate({ time }: Plan): string {
  const parts = `pipeline ${formatSeconds(time.pipelineSeconds)} + optimizer and replicas ${formatSeconds(time.updateOverheadSeconds)}`;
  return `${formatSeconds(time.updateSeconds)}: ${parts}; a micro-batch every ${formatSeconds(time.microBatchSeconds)}`;
}

function describeStep({ time }: Plan): string {
  return `${formatSeconds(time.stepSeconds)}; the host takes ${formatSeconds(time.hostSecondsPerStep)} to load and call`;
}

function describeEpoch({ time }: Plan): string | null {
  if (time.epochSeconds === null) return null;
  const all = time.trainSeconds === null ? '' : `; all epochs ${formatSeconds(time.trainSeconds)}`;
  return `${formatSeconds(time.epochSeconds)}${all}`;
}

function afterTraining({ time, energy, cost }: Plan): [string, string | null][] {
  const energyOfRun =
    energy.runKilowattHours === null ? '' : `; ${formatAmount(energy.runKilowattHours)} kWh for the run`;
  return [
    ['Compiling', formatSeconds(time.compileSeconds)],
    ['Evaluating', time.evaluationSeconds === null ? null : formatSeconds(time.evaluationSeconds)],
    ['Altogether', time.runSeconds === null ? null : formatSeconds(time.runSeconds)],
    ['Energy', `${formatCount(energy.watts)} W${energyOfRun}`],
    ['Cost', cost === null ? null : describeCost(cost)],
  ];
}

function describeCost({ pricePerIpuHour, perEpoch, run }: NonNullable<Plan['cost']>): string {
  const figures = [
    ...(run === null ? [] : [`${formatAmount(run)} for the run`]),
    ...(perEpoch === null ? [] : [`${formatAmount(perEpoch)} an epoch`]),
  ];
  const price = `at ${formatAmount(pricePerIpuHour)} for an IPU hour`;
  return figures.length === 0 ? `not known without the number of samples, ${price}` : `${figures.join(', ')}, ${price}`;
}
