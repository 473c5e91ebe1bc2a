// Runs that are shown together: those of a sweep, and those whose experiments name the same group. What is said of them as a whole is
// the same in the tree, the terminal and elsewhere.

import * as l10n from '@vscode/l10n';
import type { RunSummary } from './messages/runs.ts';
import { taskScores } from './metrics.ts';
import { isActive, runStates, type RunState } from './run-state.ts';
import { describeScores, stateWords } from './run-text.ts';

/** Runs that belong together. */
export interface RunGroup {
  /** The sweep's id, or the group's name. */
  readonly key: string;
  readonly name: string;
  /** Absent for runs that share a name only. */
  readonly sweepId?: string;
  /** Of a sweep in the order of its queue, otherwise newest first. */
  readonly runs: readonly RunSummary[];
}

/** One line of a grouped list. */
export type RunEntry = RunSummary | RunGroup;

export function isGroup(entry: RunEntry): entry is RunGroup {
  return 'runs' in entry;
}

/** The runs, newest first, with those that belong together as one entry in the place of their newest. */
export function groupRuns(runs: readonly RunSummary[]): RunEntry[] {
  const members = Map.groupBy(runs, keyOf);
  const entries = [...members].flatMap(([key, all]): readonly RunEntry[] =>
    key === undefined ? all : [groupOf(key, all)],
  );
  return entries.sort(newestFirst);
}

/** The sweeps among the runs, newest first. */
export function listSweeps(runs: readonly RunSummary[]): (RunGroup & { readonly sweepId: string })[] {
  return groupRuns(runs.filter(({ sweep }) => sweep !== undefined)).filter(
    (entry) => isGroup(entry) && entry.sweepId !== undefined,
  ) as (RunGroup & { readonly sweepId: string })[];
}

/** The state that stands for all: what is going on, or else the worst that has happened. */
export function groupState({ runs }: Pick<RunGroup, 'runs'>): RunState {
  const order: readonly RunState[] = ['running', 'starting', 'stopping', 'queued', 'failed', 'lost', 'stopped'];
  return order.find((state) => runs.some((run) => run.state === state)) ?? 'completed';
}

/** `3 of 8 done · 1 running · 1 failed · best F1 88.1: lr 3e-5`. */
export function describeGroup(group: Pick<RunGroup, 'runs'>): string {
  const { runs } = group;
  const count = (state: RunState): number => runs.filter((run) => run.state === state).length;
  const others = runStates
    .filter((state) => state !== 'completed' && state !== 'queued' && count(state) > 0)
    .map((state) => `${count(state)} ${stateWords[state]}`);
  const best = describeBest(group);
  return [l10n.t('{0} of {1} done', count('completed'), runs.length), ...others, ...(best === '' ? [] : [best])].join(
    ' · ',
  );
}

/** `best F1 88.1: lr 3e-5`, among the runs that have completed; the empty string if there is nothing to choose from. */
export function describeBest(group: Pick<RunGroup, 'runs'>): string {
  const run = bestRun(group);
  const [score] = run === undefined ? [] : describeScores(run.results, 'eval', 1);
  return run === undefined || score === undefined ? '' : l10n.t('best {0}: {1}', score, labelOf(run));
}

/**
 * The completed run with the best scores of the evaluation; undefined unless there are two to compare. Runs with the same headline score
 * are told apart by the other headline scores, then by the other scores, then by the loss; the earliest of those that still tie is taken.
 */
export function bestRun({ runs }: Pick<RunGroup, 'runs'>): RunSummary | undefined {
  const completed = runs.filter(({ state }) => state === 'completed');
  const hasHeadline = completed.some(({ results }) => describeScores(results, 'eval', 1).length > 0);
  if (completed.length < 2 || !hasHeadline) return undefined;
  return completed.reduce((best, run) => (isBetter(run, best) ? run : best));
}

/** Results that decide, in the order in which they do. */
const deciding: readonly { readonly name: string; readonly better: 'higher' | 'lower' }[] = [
  ...[true, false].flatMap((wanted) =>
    Object.entries(taskScores)
      .filter(([, { headline }]) => headline === wanted)
      .map(([name, { better }]) => ({ name: `eval_${name}`, better })),
  ),
  { name: 'eval_loss', better: 'lower' },
];

function isBetter(one: RunSummary, other: RunSummary): boolean {
  for (const { name, better } of deciding) {
    const [a, b] = [merit(one.results[name], better), merit(other.results[name], better)];
    if (a !== b) return a > b;
  }
  return one.startedAt < other.startedAt;
}

/** The better the higher; what was not measured, or is no number, is worst. */
function merit(value: number | undefined, better: 'higher' | 'lower'): number {
  if (value === undefined || Number.isNaN(value)) return -Infinity;
  return better === 'higher' ? value : -value;
}

/** What a run is called among the others of its group. */
export function labelOf(run: RunSummary): string {
  return run.sweep === undefined || run.sweep.label === '' ? run.name : run.sweep.label;
}

/** Whether anything of the group is still to come. */
export function isGroupActive({ runs }: Pick<RunGroup, 'runs'>): boolean {
  return runs.some(({ state }) => isActive(state));
}

/** Whether a sweep that goes on takes this run up again: those that failed are done. */
export function isLeftInSweep({ state }: RunSummary): boolean {
  return state === 'stopped' || state === 'lost';
}

function keyOf({ sweep, group }: RunSummary): string | undefined {
  return sweep?.sweepId ?? group;
}

function groupOf(key: string, runs: readonly RunSummary[]): RunGroup {
  const sweep = runs[0]?.sweep;
  if (sweep === undefined) return { key, name: key, runs };
  const ordered = [...runs].sort((a, b) => (a.sweep?.index ?? 0) - (b.sweep?.index ?? 0));
  return { key, name: sweep.name, sweepId: sweep.sweepId, runs: ordered };
}

function newestFirst(a: RunEntry, b: RunEntry): number {
  return newestOf(b) - newestOf(a);
}

function newestOf(entry: RunEntry): number {
  return isGroup(entry) ? Math.max(...entry.runs.map(({ startedAt }) => startedAt)) : entry.startedAt;
}
