// Runs, figures and times as short plain text, the same in the tree, the status bar, the dashboard and the terminal.

import * as l10n from '@vscode/l10n';
import { describeMetric, taskScores } from './metrics.ts';
import type { Phase } from './journal/event.ts';
import type { ImportSource, RunProgress, RunSummary } from './messages/runs.ts';
import { isActive, type RunState } from './run-state.ts';
import { wordTable } from './words.ts';

/** How each state is called. */
export const stateLabels = wordTable<RunState>({
  queued: () => l10n.t('Queued'),
  starting: () => l10n.t('Starting'),
  running: () => l10n.t('Running'),
  stopping: () => l10n.t('Stopping'),
  completed: () => l10n.t('Completed'),
  stopped: () => l10n.t('Stopped'),
  failed: () => l10n.t('Failed'),
  lost: () => l10n.t('Lost'),
});

/** The states within a sentence. */
export const stateWords = wordTable<RunState>({
  queued: () => l10n.t('queued'),
  starting: () => l10n.t('starting'),
  running: () => l10n.t('running'),
  stopping: () => l10n.t('stopping'),
  completed: () => l10n.t('completed'),
  stopped: () => l10n.t('stopped'),
  failed: () => l10n.t('failed'),
  lost: () => l10n.t('lost'),
});

/** What a run is doing in each phase. */
export const phaseLabels = wordTable<Phase>({
  prepare: () => l10n.t('preparing'),
  train: () => l10n.t('training'),
  evaluate: () => l10n.t('evaluating'),
  save: () => l10n.t('saving'),
});

/** A figure in about four digits: `12345`, `1.234`, `5e-5`; NaN and infinities as such. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '∞' : '−∞';
  const size = Math.abs(value);
  if (size !== 0 && size < 1e-3) return value.toExponential(2).replace(/\.?0+e/, 'e');
  if (size >= 1000) return value.toFixed(0);
  return String(Number(value.toPrecision(4)));
}

/** A value of a metric with its unit: `12.3 %`, `104.2 samples/s`, `3 min 20 s`. */
export function formatMetric(name: string, value: number): string {
  const { unit } = describeMetric(name);
  if (unit === 'share') return `${Number.isFinite(value) ? (100 * value).toFixed(1) : formatNumber(value)} %`;
  if (unit === '%') return Number.isFinite(value) ? `${value.toFixed(1)} %` : `${formatNumber(value)} %`;
  if (unit === 's') return formatSeconds(value);
  return unit === '' ? formatNumber(value) : `${formatNumber(value)} ${unit}`;
}

/** As a measured time needs it: under ten seconds a whole number would say too little. */
function formatSeconds(seconds: number): string {
  const isShort = seconds > 0 && seconds < 9.95;
  return isShort
    ? `${seconds < 0.1 ? formatNumber(Number(seconds.toPrecision(1))) : seconds.toFixed(1)} s`
    : formatDuration(seconds * 1000);
}

/** A span of time in its two largest units: `1 h 2 min`, `3 min 20 s`, `45 s`. */
export function formatDuration(durationMs: number): string {
  if (!Number.isFinite(durationMs)) return l10n.t('unknown');
  const seconds = Math.max(0, Math.round(durationMs / 1000));
  const [days, hours, minutes] = [Math.floor(seconds / 86400), Math.floor(seconds / 3600), Math.floor(seconds / 60)];
  if (days > 0) return l10n.t('{0} d {1} h', days, hours % 24);
  if (hours > 0) return `${hours} h ${minutes % 60} min`;
  if (minutes > 0) return `${minutes} min ${seconds % 60} s`;
  return `${seconds} s`;
}

/** How long the run has worked, such as `3 min 20 s`; the empty string if it has not begun. */
export function describeWorkedTime({ workedMs }: Pick<RunSummary, 'workedMs'>): string {
  return workedMs === undefined ? '' : formatDuration(workedMs);
}

/** When it started, as the place writes times. A model card does not say: there it is when the card was imported. */
export function describeStart({ imported }: Pick<RunSummary, 'imported'>, time: string): string {
  return imported === 'model-card' ? l10n.t('imported {0}', time) : time;
}

const importSources = wordTable<ImportSource>({
  'model-card': () => l10n.t('a model card'),
  tensorboard: () => l10n.t('TensorBoard event files'),
  'trainer-state': () => l10n.t('the output of a Hugging Face Trainer'),
});

/** `started 11:58 · running for 3 min 20 s`, or `took` once it has ended; `startedAt` is the start as the place writes times. */
export function describeTimes(run: RunSummary, startedAt: string, nowMs: number): string {
  const { state, workedMs, lastEventAt, imported } = run;
  if (workedMs === undefined && imported !== undefined) return l10n.t('imported from {0}', importSources[imported]);
  if (workedMs === undefined) return isActive(state) ? l10n.t('not started yet') : l10n.t('never started');
  // A process that works is still at it since its last event.
  if (!isActive(state) || state === 'queued')
    return l10n.t('started {0} · took {1}', startedAt, formatDuration(workedMs));
  return l10n.t(
    'started {0} · running for {1}',
    startedAt,
    formatDuration(workedMs + Math.max(0, nowMs - lastEventAt)),
  );
}

/** Done share of the current phase, 0 to 1; undefined while nothing can be said. */
export function progressShare(progress: RunProgress | undefined): number | undefined {
  if (!progress || !(progress.total > 0)) return undefined;
  return Math.min(1, Math.max(0, progress.done / progress.total));
}

/** `45 %`, never 100 % before the end. */
export function formatShare(share: number): string {
  return `${Math.floor(share * 100)} %`;
}

/** What there is to say of a run in one short line, without its name. */
export function describeRun(run: RunSummary): string {
  if (isActive(run.state)) return describeActive(run);
  const figures = describeResults(run);
  if (run.state === 'completed') return figures || stateWords.completed;
  const parts = [stateWords[run.state], run.step > 0 ? l10n.t('step {0}', run.step) : '', figures || describeLoss(run)];
  return parts.filter((part) => part !== '').join(' · ');
}

/** `EM 12.3 · F1 20.1`, or the empty string. */
export function describeResults(run: Pick<RunSummary, 'results'>): string {
  return describeScores(run.results, 'eval', 1).join(' · ');
}

/** The scores that stand for a run, such as `EM 12.3`: percentages without their sign. */
export function describeScores(
  results: Readonly<Record<string, number>>,
  kind: 'eval' | 'train',
  fractionDigits: number,
): string[] {
  return Object.entries(taskScores).flatMap(([name, { label, unit, headline }]) => {
    const value = results[`${kind}_${name}`];
    if (value === undefined || !headline) return [];
    const percentage = unit === 'share' ? 100 * value : unit === '%' ? value : undefined;
    return [`${label} ${percentage?.toFixed(fractionDigits) ?? formatNumber(value)}`];
  });
}

/** `loss 1.23`, or the empty string. */
export function describeLoss(run: Pick<RunSummary, 'latest'>): string {
  const loss = run.latest['loss'];
  return loss === undefined ? '' : l10n.t('loss {0}', shortLoss(loss));
}

/** What an active run is doing now: `step 120/375`, `evaluating 40 %`, `stopping`. */
export function describeActivity(run: RunSummary): string {
  const { progress, state } = run;
  if (state !== 'running' || !progress) return stateWords[state];
  if (progress.phase === 'train') return l10n.t('step {0}/{1}', progress.done, progress.total);
  const share = progressShare(progress);
  return share === undefined ? phaseLabels[progress.phase] : `${phaseLabels[progress.phase]} ${formatShare(share)}`;
}

function describeActive(run: RunSummary): string {
  return [describeActivity(run), describeLoss(run)].filter((part) => part !== '').join(' · ');
}

function shortLoss(loss: number): string {
  return Number.isFinite(loss) && Math.abs(loss) >= 0.01 && Math.abs(loss) < 1000
    ? loss.toFixed(2)
    : formatNumber(loss);
}
