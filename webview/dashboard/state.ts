// What the page knows, and how each message changes it. Pure; what it looks like is in the models beside this file.

import type { ErrorShape } from '../../src/shared/errors.ts';
import type { RunDetail, RunSummary } from '../../src/shared/messages/runs.ts';

export interface PageState {
  /** The host has answered. */
  readonly ready: boolean;
  readonly trusted: boolean;
  /** Newest first. */
  readonly runs: readonly RunSummary[];
  readonly selected: string | null;
  /** Of the selected run; null until it has arrived. */
  readonly detail: RunDetail | null;
  /** A failure to show above everything else. */
  readonly error: Pick<ErrorShape, 'message' | 'hint'> | null;
}

export const initialState: PageState = {
  ready: false,
  trusted: false,
  runs: [],
  selected: null,
  detail: null,
  error: null,
};

/** The state with these runs added or replaced; the selected run's detail follows. */
export function withRuns(state: PageState, changed: readonly RunSummary[]): PageState {
  const runs = mergeRuns(state.runs, changed);
  const own = state.detail && runs.find(({ runId }) => runId === state.detail?.runId);
  const detail = state.detail && own ? { ...withoutSummary(state.detail), ...own } : state.detail;
  return { ...state, runs, detail };
}

/** Newest first still. Among thousands of runs a few change many times a second: only new ones are worth sorting all again. */
function mergeRuns(runs: readonly RunSummary[], changed: readonly RunSummary[]): readonly RunSummary[] {
  const left = new Map(changed.map((run) => [run.runId, run]));
  let inOrder = true;
  const merged = runs.map((run) => {
    const newer = left.get(run.runId);
    if (!newer) return run;
    left.delete(run.runId);
    inOrder &&= newer.startedAt === run.startedAt;
    return newer;
  });
  return inOrder && left.size === 0 ? merged : [...merged, ...left.values()].sort(newestFirst);
}

/** The state without these runs, whose folders are gone. One that is selected stays so: it is said that it is gone. */
export function withoutRuns(state: PageState, runIds: readonly string[]): PageState {
  const gone = new Set(runIds);
  const runs = state.runs.filter(({ runId }) => !gone.has(runId));
  const isGone = state.detail !== null && gone.has(state.detail.runId);
  return { ...state, runs, detail: isGone ? null : state.detail };
}

/** The state with another run selected and nothing known of it yet. */
export function withSelection(state: PageState, runId: string | null): PageState {
  if (runId === state.selected) return state;
  return { ...state, selected: runId, detail: null, error: null };
}

/** The run to show first: what the host asks for, else what the page showed before, else the newest. */
export function firstSelection(
  runs: readonly RunSummary[],
  wanted: string | null,
  remembered: string | null,
): string | null {
  if (wanted !== null) return wanted;
  if (remembered !== null && runs.some((run) => run.runId === remembered)) return remembered;
  return [...runs].sort(newestFirst)[0]?.runId ?? null;
}

/** The summary of the selected run, from its detail or the list. */
export function selectedRun(state: PageState): RunSummary | null {
  return state.detail ?? state.runs.find((run) => run.runId === state.selected) ?? null;
}

function newestFirst(a: RunSummary, b: RunSummary): number {
  return b.startedAt - a.startedAt || (a.runId < b.runId ? 1 : -1);
}

/** What only the detail has: of all else a newer summary may have less. */
function withoutSummary(detail: RunDetail): Omit<RunDetail, keyof RunSummary> {
  const { folder, experiment, process, checkpoints, log, badLines, ipuSource } = detail;
  return {
    ...{ folder, experiment, checkpoints, log, badLines },
    ...(process !== undefined && { process }),
    ...(ipuSource !== undefined && { ipuSource }),
  };
}
