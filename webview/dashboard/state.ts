// What the page knows, and how each message changes it. Pure; what it looks like is in the models beside this file.

import type { ErrorShape } from '../../src/shared/errors.ts';
import type { RunDetail, RunSummary } from '../../src/shared/messages/runs.ts';
import type { Curves } from './curves.ts';

export interface PageState {
  /** The host has answered. */
  readonly ready: boolean;
  readonly trusted: boolean;
  /** Newest first. */
  readonly runs: readonly RunSummary[];
  readonly selected: string | null;
  /** Of the selected run; null until it has arrived. */
  readonly detail: RunDetail | null;
  readonly curves: Curves | null;
  /** A failure to show above everything else. */
  readonly error: Pick<ErrorShape, 'message' | 'hint'> | null;
}

export const initialState: PageState = {
  ready: false,
  trusted: false,
  runs: [],
  selected: null,
  detail: null,
  curves: null,
  error: null,
};

/** The state with these runs added or replaced; the selected run's detail follows. */
export function withRuns(state: PageState, changed: readonly RunSummary[]): PageState {
  const byId = new Map(state.runs.map((run) => [run.runId, run]));
  for (const run of changed) byId.set(run.runId, run);
  const runs = [...byId.values()].sort(newestFirst);
  const own = state.detail && byId.get(state.detail.runId);
  const detail = state.detail && own ? { ...withoutOptional(state.detail), ...own } : state.detail;
  return { ...state, runs, detail };
}

/** The state with another run selected and nothing known of it yet. */
export function withSelection(state: PageState, runId: string | null): PageState {
  if (runId === state.selected) return state;
  return { ...state, selected: runId, detail: null, curves: null, error: null };
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

/** Without what a newer summary may no longer have. */
function withoutOptional(detail: RunDetail): RunDetail {
  const { progress: _progress, error: _error, ...rest } = detail;
  return rest;
}
