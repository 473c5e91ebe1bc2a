// What bounds the run on the machine that trains it, said in one sentence with its figures. Rules of thumb over what was measured, the
// most telling first; without figures nothing is claimed. Pure.

import * as l10n from '@vscode/l10n';
import type { RunProgress, Series } from '../../../../src/shared/messages/runs.ts';
import { isActive, type RunState } from '../../../../src/shared/run-state.ts';
import { formatBytes, formatCount, formatPercent } from '../../../common/quantities.ts';

export type MeasuredBoundKind = 'phase' | 'memory' | 'data' | 'others' | 'processors' | 'nothing' | 'unknown';

export interface MeasuredBound {
  readonly kind: MeasuredBoundKind;
  /** What bounds, in a word or two. */
  readonly subject: string;
  readonly sentence: string;
  readonly figures: readonly { readonly label: string; readonly text: string }[];
  /** What the figures were taken of, as a sentence; empty without figures. */
  readonly basis: string;
}

export interface MeasuredInput {
  readonly state: RunState;
  readonly progress: RunProgress | undefined;
  readonly series: readonly Series[];
  /** `training.execution_provider` of the experiment; null if nobody knows it. */
  readonly provider: string | null;
}

/** What was measured, in shares and bytes; null where nobody noted it. */
interface Figures {
  readonly cpu: number | null;
  readonly ownCpu: number | null;
  readonly loaderWait: number | null;
  readonly memoryBytes: number | null;
  readonly availableBytes: number | null;
}

/** An active run is judged by its last so many points: they come once a second. */
const recentPoints = 20;
/** From this share of the time on, waiting for data is what to mend first. */
const muchWaiting = 0.15;
/** Processors that are busier than this have nothing left to give. */
const saturated = 0.85;
/** From this share of the processors on, other programs are in the way. */
const muchOfOthers = 0.2;
/** With less than this share of what the process could have left, the next large array may fail. */
const littleMemoryLeft = 0.1;

export function measuredBound(input: MeasuredInput): MeasuredBound {
  const active = isActive(input.state);
  const figures = figuresOf(input.series, active);
  const isKnown = Object.values(figures).some((value) => value !== null);
  const said = (active && sayPhase(input.progress)) || (isKnown ? judge(figures, input.provider) : sayUnknown(active));
  return { ...said, figures: isKnown ? listFigures(figures) : [], basis: isKnown ? basisOf(input.series, active) : '' };
}

type Said = Pick<MeasuredBound, 'kind' | 'subject' | 'sentence'>;

function figuresOf(series: readonly Series[], active: boolean): Figures {
  const valuesOf = (name: string): number[] => {
    const values = series.find((one) => one.name === `host/${name}`)?.values.filter(Number.isFinite) ?? [];
    return active ? values.slice(-recentPoints) : values;
  };
  const mean = (name: string): number | null => {
    const values = valuesOf(name);
    return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
  };
  // Of memory it is the worst moment that counts.
  const extreme = (name: string, pick: (...values: number[]) => number): number | null => {
    const values = valuesOf(name);
    return values.length === 0 ? null : pick(...values);
  };
  return {
    ...{ cpu: mean('cpu'), ownCpu: mean('ownCpu'), loaderWait: mean('loaderWait') },
    memoryBytes: extreme('memoryBytes', Math.max),
    availableBytes: extreme('availableBytes', Math.min),
  };
}

/** While it does not train, its phase is what training waits for. */
function sayPhase(progress: RunProgress | undefined): Said | null {
  if (!progress || progress.phase === 'train') return null;
  const [done, total] = [formatCount(progress.done), formatCount(progress.total)];
  switch (progress.phase) {
    case 'prepare':
      return {
        kind: 'phase',
        subject: l10n.t('Preparing'),
        sentence: l10n.t('Training has not begun: {0} of {1} of the preparation is done.', done, total),
      };
    case 'evaluate':
      return {
        kind: 'phase',
        subject: l10n.t('Evaluating'),
        sentence: l10n.t('No weights are updated meanwhile: {0} of {1} items are scored.', done, total),
      };
    case 'save':
      return {
        kind: 'phase',
        subject: l10n.t('Saving'),
        sentence: l10n.t('Training waits until its checkpoint is on disk: {0} of {1} is written.', done, total),
      };
  }
}

function judge(figures: Figures, provider: string | null): Said {
  return (
    sayMemory(figures) ??
    sayData(figures) ??
    sayOthers(figures) ??
    sayProcessors(figures) ??
    sayNothing(figures, provider)
  );
}

function sayMemory({ memoryBytes, availableBytes }: Figures): Said | null {
  if (memoryBytes === null || availableBytes === null) return null;
  const all = memoryBytes + availableBytes;
  if (!(availableBytes < littleMemoryLeft * all)) return null;
  return {
    kind: 'memory',
    subject: l10n.t('Memory'),
    sentence: l10n.t(
      'The run takes {0} of the {1} that it can have: {2} are left.',
      ...[formatBytes(memoryBytes), formatBytes(all), formatBytes(availableBytes)],
    ),
  };
}

function sayData({ loaderWait }: Figures): Said | null {
  if (loaderWait === null || loaderWait < muchWaiting) return null;
  return {
    kind: 'data',
    subject: l10n.t('Waiting for data'),
    sentence: l10n.t('For {0} of the training time batches were not ready.', formatPercent(loaderWait)),
  };
}

function sayOthers({ cpu, ownCpu }: Figures): Said | null {
  if (cpu === null || ownCpu === null || cpu < saturated || cpu - ownCpu < muchOfOthers) return null;
  return {
    kind: 'others',
    subject: l10n.t('Other programs'),
    sentence: l10n.t(
      'The processors are {0} busy, and other programs take {1} of them; this run gets {2}.',
      ...[formatPercent(cpu), formatPercent(cpu - ownCpu), formatPercent(ownCpu)],
    ),
  };
}

function sayProcessors({ cpu, ownCpu }: Figures): Said | null {
  if (cpu === null || cpu < saturated) return null;
  return {
    kind: 'processors',
    subject: l10n.t('Processors'),
    sentence:
      ownCpu === null
        ? l10n.t('They are {0} busy; how much of that is this run was not noted.', formatPercent(cpu))
        : l10n.t('They are {0} busy, and {1} is this run.', formatPercent(cpu), formatPercent(ownCpu)),
  };
}

function sayNothing({ cpu, loaderWait }: Figures, provider: string | null): Said {
  const busy = cpu === null ? '–' : formatPercent(cpu);
  const waited = loaderWait === null ? '–' : formatPercent(loaderWait);
  const subject = l10n.t('Nothing that was measured');
  const sentence =
    provider === null || provider === 'cpu'
      ? l10n.t('The processors are {0} busy, and training waits for data {1} of the time.', busy, waited)
      : l10n.t(
          'The processors are {0} busy, and training waits for data {1} of the time; how busy a graphics processor is, is not measured.',
          ...[busy, waited],
        );
  return { kind: 'nothing', subject, sentence };
}

function sayUnknown(active: boolean): Said {
  return {
    kind: 'unknown',
    subject: l10n.t('Not known'),
    sentence: active
      ? l10n.t('Nothing was measured yet: figures come about once a second while the run trains.')
      : l10n.t('This run noted nothing of the machine that trained it.'),
  };
}

function listFigures({ cpu, ownCpu, loaderWait, memoryBytes, availableBytes }: Figures): MeasuredBound['figures'] {
  const figure = (label: string, value: number | null, format: (value: number) => string) =>
    value === null ? [] : [{ label, text: format(value) }];
  return [
    ...figure(l10n.t('Processors busy'), cpu, formatPercent),
    ...figure(l10n.t('by this run'), ownCpu, formatPercent),
    ...figure(l10n.t('Waiting for data'), loaderWait, formatPercent),
    ...figure(l10n.t('Memory of the run'), memoryBytes, formatBytes),
    ...figure(l10n.t('Memory left'), availableBytes, formatBytes),
  ];
}

function basisOf(series: readonly Series[], active: boolean): string {
  const { steps } = series.reduce((longest, one) => (one.steps.length > longest.steps.length ? one : longest));
  const first = active ? steps[Math.max(0, steps.length - recentPoints)]! : steps[0]!;
  const last = steps.at(-1)!;
  if (first === last) return l10n.t('At step {0}.', formatCount(first));
  return l10n.t('Over steps {0} to {1}.', formatCount(first), formatCount(last));
}
