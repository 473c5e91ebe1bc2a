// View models of the run list, the header and the results: what is said, in which words. Pure; the DOM is in views/.

import * as l10n from '@vscode/l10n';
import { describeMetric, metrics, taskScores, type MetricName } from '../../src/shared/metrics.ts';
import type { RunDetail, RunSummary } from '../../src/shared/messages/runs.ts';
import { labelOf } from '../../src/shared/run-groups.ts';
import { isActive, isResumable, type RunState } from '../../src/shared/run-state.ts';
import {
  describeActivity,
  describeRun,
  describeTimes,
  formatDuration,
  formatMetric,
  formatShare,
  progressShare,
  stateLabels,
} from '../../src/shared/run-text.ts';

export interface RowModel {
  readonly runId: string;
  readonly state: RunState;
  readonly name: string;
  readonly time: string;
  readonly figure: string;
  readonly selected: boolean;
  readonly starred: boolean;
  /** What a screen reader says. */
  readonly label: string;
}

/** Below the heading of its sweep a run need not name it again. */
export function rowModel(run: RunSummary, selected: string | null, nowMs: number, inGroup = false): RowModel {
  const time = formatDay(run.startedAt, nowMs);
  const said = describeRun(run);
  const label = l10n.t(
    '{0}, {1}, started {2}, {3}',
    run.name,
    stateLabels[run.state],
    formatTime(run.startedAt, nowMs),
    said,
  );
  const starred = run.annotations?.starred === true;
  // What sets runs of a sweep apart comes first: the list is narrow.
  const figure = run.sweep === undefined || inGroup ? said : `${run.sweep.name} · ${said}`;
  return {
    runId: run.runId,
    state: run.state,
    name: labelOf(run),
    time,
    figure,
    selected: run.runId === selected,
    starred,
    label: starred ? `${label}, ${l10n.t('starred')}` : label,
  };
}

export interface HeaderModel {
  readonly runId: string;
  readonly name: string;
  readonly state: RunState;
  readonly stateLabel: string;
  /** Start, duration and how the run ended or goes on. */
  readonly times: string;
  /** Present while the run is active; `share` is undefined while it is unknown. */
  readonly progress: { readonly text: string; readonly share: number | undefined } | null;
  readonly canStop: boolean;
  /** It ended before its work was done, and an engine of ours can go on with it. */
  readonly canResume: boolean;
  readonly stopLabel: string;
  readonly error: { readonly message: string; readonly hint: string } | null;
  /** Facts that must not be passed over in silence. */
  readonly notes: readonly string[];
}

export function headerModel(run: RunSummary, detail: RunDetail | null, trusted: boolean, nowMs: number): HeaderModel {
  const active = isActive(run.state);
  return {
    runId: run.runId,
    name: run.name,
    state: run.state,
    stateLabel: stateLabels[run.state],
    times: describeTimes(run, formatTime(run.startedAt, nowMs), nowMs),
    progress: active ? { text: describeProgress(run), share: progressShare(run.progress) } : null,
    canStop: active && trusted,
    canResume: trusted && isResumable(run.state) && run.imported === undefined,
    stopLabel: run.state === 'stopping' ? l10n.t('Force Stop…') : l10n.t('Stop'),
    error: run.error ?? (run.state === 'lost' ? lostNotice(run, nowMs) : null),
    notes: detail ? collectNotes(detail) : [],
  };
}

function describeProgress(run: RunSummary): string {
  const { progress } = run;
  const share = progressShare(progress);
  const parts = [describeActivity(run)];
  if (progress?.phase === 'train' && share !== undefined) parts.push(formatShare(share));
  if (progress?.remainingMs !== undefined) parts.push(l10n.t('{0} left', formatDuration(progress.remainingMs)));
  return parts.join(' · ');
}

function lostNotice(run: RunSummary, nowMs: number) {
  return {
    message: l10n.t(
      'The process is gone and did not say why. Its last sign was at {0}.',
      formatTime(run.lastEventAt, nowMs),
    ),
    hint: l10n.t('Look at the end of its output; the machine may have been out of memory or switched off.'),
  };
}

function collectNotes(detail: RunDetail): string[] {
  const notes = [];
  const { badLines, checkpoints } = detail;
  if (badLines.length > 0) notes.push(describeBadLines(badLines));
  for (const entry of detail.log) if (entry.level === 'warning') notes.push(entry.message);
  const last = checkpoints.at(-1);
  if (last) notes.push(l10n.t('Checkpoint of step {0}: {1}', last.step, last.path));
  return notes;
}

function describeBadLines(badLines: RunDetail['badLines']): string {
  const shown = badLines.slice(0, 5).map(({ line }) => line);
  const lines = `${shown.join(', ')}${badLines.length > shown.length ? ', …' : ''}`;
  return badLines.length === 1
    ? l10n.t('1 line of the journal could not be read and was skipped: {0}', lines)
    : l10n.t('{0} lines of the journal could not be read and were skipped: {1}', badLines.length, lines);
}

export interface FigureModel {
  readonly name: string;
  readonly label: string;
  readonly text: string;
  readonly value: number;
}

export interface ResultGroup {
  readonly title: string;
  /** `primary`: how good the model is; `compare`: how well it knows what it was shown; `plain`: all the rest. */
  readonly rank: 'primary' | 'compare' | 'plain';
  readonly figures: readonly FigureModel[];
}

type GroupKind = Omit<ResultGroup, 'figures'> & { readonly names: readonly MetricName[] };

const scoreNames = Object.keys(taskScores) as (keyof typeof taskScores)[];

const groups: readonly GroupKind[] = [
  {
    title: l10n.t('Held-out data'),
    rank: 'primary',
    names: [...scoreNames.map((name) => `eval_${name}` as const), 'eval_loss', 'eval_samples'],
  },
  {
    title: l10n.t('Training data'),
    rank: 'compare',
    names: [...scoreNames.map((name) => `train_${name}` as const), 'train_samples'],
  },
];

/** Short labels where the group's title says the rest. */
const shortLabels: Partial<Record<MetricName, string>> = {
  ...Object.fromEntries(scoreNames.map((name) => [`train_${name}`, taskScores[name].label])),
  eval_loss: l10n.t('Loss'),
  eval_samples: l10n.t('Samples'),
  train_samples: l10n.t('Samples'),
};

/** The final figures in groups; figures that no group knows come last under their own names. */
export function resultGroups(results: Readonly<Record<string, number>>): ResultGroup[] {
  const known = new Set<string>(groups.flatMap((group) => group.names));
  const others = Object.keys(results).filter((name) => !known.has(name));
  const all = [...groups, { title: l10n.t('Other figures'), rank: 'plain' as const, names: others }];
  return all
    .map(({ title, rank, names }) => ({ title, rank, figures: names.flatMap((name) => figure(name, results)) }))
    .filter((group) => group.figures.length > 0);
}

function figure(name: string, results: Readonly<Record<string, number>>): FigureModel[] {
  const value = results[name];
  if (value === undefined) return [];
  const label = (Object.hasOwn(metrics, name) && shortLabels[name as MetricName]) || describeMetric(name).label;
  return [{ name, label, text: formatMetric(name, value), value }];
}

/** The time of day today, otherwise with the date, in the reader's time zone. */
export function formatTime(timeMs: number, nowMs: number): string {
  const time = new Date(timeMs);
  const clock = `${two(time.getHours())}:${two(time.getMinutes())}`;
  if (time.toDateString() === new Date(nowMs).toDateString()) return clock;
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())} ${clock}`;
}

/** As much of the time as a narrow list has room for: the time of day today, otherwise the date. */
export function formatDay(timeMs: number, nowMs: number): string {
  return formatTime(timeMs, nowMs).split(' ')[0] ?? '';
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
