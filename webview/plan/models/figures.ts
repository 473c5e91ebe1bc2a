// Times, throughput, energy and cost as labelled figures. Pure.

import * as l10n from '@vscode/l10n';
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
    { title: l10n.t('Speed'), figures: [...(training ? speed(plan) : []), evaluationSpeed(plan)] },
    ...(training ? [{ title: l10n.t('Weight update'), figures: update(plan) }] : []),
    { title: l10n.t('Duration'), figures: durations(plan, training) },
    { title: l10n.t('Energy and cost'), figures: [...energy(plan), ...cost(plan)] },
  ];
}

function speed({ throughput, time }: Plan): Figure[] {
  const { samplesPerSecond, deviceSamplesPerSecond, bound } = throughput;
  const lost = 1 - samplesPerSecond / deviceSamplesPerSecond;
  const note =
    bound === 'host'
      ? l10n.t(
          'the IPUs alone would do {0}; {1} is lost to the host',
          formatRate(deviceSamplesPerSecond),
          formatPercent(lost),
        )
      : l10n.t(
          'the host needs {0} of each {1} step',
          formatSeconds(time.hostSecondsPerStep),
          formatSeconds(time.stepSeconds),
        );
  return [
    figure(
      'samplesPerSecond',
      l10n.t('Training'),
      samplesPerSecond,
      (rate) => l10n.t('{0} samples/s', formatRate(rate)),
      note,
    ),
  ];
}

function evaluationSpeed({ throughput, mode }: Plan): Figure {
  const rate = mode === 'training' ? throughput.evalSamplesPerSecond : throughput.samplesPerSecond;
  const label = mode === 'training' ? l10n.t('Evaluation') : l10n.t('Inference');
  return figure('evalSamplesPerSecond', label, rate, (value) => l10n.t('{0} samples/s', formatRate(value)));
}

function update({ time }: Plan): Figure[] {
  const share = time.updateSeconds > 0 ? time.updateOverheadSeconds / time.updateSeconds : 0;
  return [
    figure('microBatchSeconds', l10n.t('Micro-batch, full pipeline'), time.microBatchSeconds, formatSeconds),
    figure('pipelineSeconds', l10n.t('Pipeline'), time.pipelineSeconds, formatSeconds),
    figure(
      'updateOverheadSeconds',
      l10n.t('Reduction and optimizer'),
      time.updateOverheadSeconds,
      formatSeconds,
      l10n.t('{0} of the update', formatPercent(share)),
    ),
    figure('updateSeconds', l10n.t('Weight update'), time.updateSeconds, formatSeconds),
  ];
}

function durations({ time }: Plan, training: boolean): Figure[] {
  const all = [
    figure('compileSeconds', l10n.t('Compilation'), time.compileSeconds, formatSeconds),
    figure('stepSeconds', l10n.t('Step'), time.stepSeconds, formatSeconds),
    ...(training
      ? [
          figure('epochSeconds', l10n.t('Epoch'), time.epochSeconds, formatSeconds),
          figure('trainSeconds', l10n.t('All epochs'), time.trainSeconds, formatSeconds),
        ]
      : []),
    figure('evaluationSeconds', l10n.t('Evaluation'), time.evaluationSeconds, formatSeconds),
    figure('runSeconds', l10n.t('Whole run'), time.runSeconds, formatSeconds, l10n.t('compilation included')),
  ];
  return all.filter(({ name, value }) => value !== null || name === 'epochSeconds' || name === 'runSeconds');
}

function energy({ energy: { watts, runKilowattHours } }: Plan): Figure[] {
  const power = (value: number) => (value >= 1000 ? `${formatRate(value / 1000)} kW` : `${formatCount(value)} W`);
  return [
    figure('watts', l10n.t('Power'), watts, power, l10n.t('of the IPU-Machines in use')),
    figure('runKilowattHours', l10n.t('Energy of the run'), runKilowattHours, (value) => `${formatRate(value)} kWh`),
  ];
}

function cost({ cost: known, machine }: Plan): Figure[] {
  if (!known)
    return [figure('cost', l10n.t('Cost'), null, formatAmount, l10n.t('set plan.price_per_ipu_hour to see it'))];
  const price = l10n.t('at {0} per IPU hour, {1} IPUs', formatAmount(known.pricePerIpuHour), machine.usedIpus);
  return [
    figure('costPerEpoch', l10n.t('Cost of an epoch'), known.perEpoch, formatAmount),
    figure('cost', l10n.t('Cost of the run'), known.run, formatAmount, price),
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
