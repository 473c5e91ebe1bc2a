// Times, throughput, energy and cost as labelled figures. Pure.

import type { Plan } from '../../../src/shared/plan.ts';
import { formatAmount, formatCount, formatPercent, formatRate, formatSeconds } from '../../common/quantities.ts';

export interface Figure {
  readonly name: string;
  readonly label: string;
  readonly text: string;
  /** Full precision; null if unknown. */
  readonly value: number | null;
  /** Why it is so, in a few words; empty if there is nothing to say. */
  readonly note: string;
}

export interface FigureGroup {
  readonly title: string;
  readonly figures: readonly Figure[];
}

/** All groups; none where nothing could be placed. */
export function figureGroups(plan: Plan): FigureGroup[] {
  if (plan.verdict === null) return [];
  const training = plan.mode === 'training';
  return [
    { title: 'Speed', figures: [...(training ? speed(plan) : []), evaluationSpeed(plan)] },
    ...(training ? [{ title: 'Weight update', figures: update(plan) }] : []),
    { title: 'Duration', figures: durations(plan, training) },
    { title: 'Energy and cost', figures: [...energy(plan), ...cost(plan)] },
  ];
}

function speed({ throughput, time }: Plan): Figure[] {
  const { samplesPerSecond, deviceSamplesPerSecond, bound } = throughput;
  const lost = 1 - samplesPerSecond / deviceSamplesPerSecond;
  const note =
    bound === 'host'
      ? `the IPUs alone would do ${formatRate(deviceSamplesPerSecond)}; ${formatPercent(lost)} is lost to the host`
      : `the host needs ${formatSeconds(time.hostSecondsPerStep)} of each ${formatSeconds(time.stepSeconds)} step`;
  return [figure('samplesPerSecond', 'Training', samplesPerSecond, (rate) => `${formatRate(rate)} samples/s`, note)];
}

function evaluationSpeed({ throughput, mode }: Plan): Figure {
  const rate = mode === 'training' ? throughput.evalSamplesPerSecond : throughput.samplesPerSecond;
  const label = mode === 'training' ? 'Evaluation' : 'Inference';
  return figure('evalSamplesPerSecond', label, rate, (value) => `${formatRate(value)} samples/s`);
}

function update({ time }: Plan): Figure[] {
  const share = time.updateSeconds > 0 ? time.updateOverheadSeconds / time.updateSeconds : 0;
  return [
    figure('microBatchSeconds', 'Micro-batch, full pipeline', time.microBatchSeconds, formatSeconds),
    figure('pipelineSeconds', 'Pipeline', time.pipelineSeconds, formatSeconds),
    figure(
      'updateOverheadSeconds',
      'Reduction and optimizer',
      time.updateOverheadSeconds,
      formatSeconds,
      `${formatPercent(share)} of the update`,
    ),
    figure('updateSeconds', 'Weight update', time.updateSeconds, formatSeconds),
  ];
}

function durations({ time }: Plan, training: boolean): Figure[] {
  const all = [
    figure('compileSeconds', 'Compilation', time.compileSeconds, formatSeconds),
    figure('stepSeconds', 'Step', time.stepSeconds, formatSeconds),
    ...(training
      ? [
          figure('epochSeconds', 'Epoch', time.epochSeconds, formatSeconds),
          figure('trainSeconds', 'All epochs', time.trainSeconds, formatSeconds),
        ]
      : []),
    figure('evaluationSeconds', 'Evaluation', time.evaluationSeconds, formatSeconds),
    figure('runSeconds', 'Whole run', time.runSeconds, formatSeconds, 'compilation included'),
  ];
  return all.filter(({ name, value }) => value !== null || name === 'epochSeconds' || name === 'runSeconds');
}

function energy({ energy: { watts, runKilowattHours } }: Plan): Figure[] {
  const power = (value: number) => (value >= 1000 ? `${formatRate(value / 1000)} kW` : `${formatCount(value)} W`);
  return [
    figure('watts', 'Power', watts, power, 'of the IPU-Machines in use'),
    figure('runKilowattHours', 'Energy of the run', runKilowattHours, (value) => `${formatRate(value)} kWh`),
  ];
}

function cost({ cost: known, machine }: Plan): Figure[] {
  if (!known) return [figure('cost', 'Cost', null, formatAmount, 'set plan.price_per_ipu_hour to see it')];
  const price = `at ${formatAmount(known.pricePerIpuHour)} per IPU hour, ${machine.usedIpus} IPUs`;
  return [
    figure('costPerEpoch', 'Cost of an epoch', known.perEpoch, formatAmount),
    figure('cost', 'Cost of the run', known.run, formatAmount, price),
  ];
}

function figure(
  name: string,
  label: string,
  value: number | null,
  format: (value: number) => string,
  note = '',
): Figure {
  return { name, label, value, text: value === null ? '–' : format(value), note };
}
