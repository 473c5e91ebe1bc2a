// What the page knows, and how each message changes it. Pure; what it looks like is in models/.

import type { ErrorShape } from '../../src/shared/errors.ts';
import { mostComparedRuns, type ComparedScores, type ComparisonFacts } from '../../src/shared/messages/compare.ts';
import type { RunSummary } from '../../src/shared/messages/runs.ts';
import { isRunId } from '../../src/shared/run-id.ts';

/** Which runs are compared. A run keeps its place, and with it letter and colour, while others come and go. */
export interface Selection {
  /** Null: a place whose run was taken out. */
  readonly places: readonly (string | null)[];
  readonly baseline: string | null;
}

/** The best so many runs by a figure; null: all. */
export interface Best {
  readonly count: number;
  /** Name of a result or metric. */
  readonly by: string;
}

export interface PageState {
  /** The host has answered. */
  readonly ready: boolean;
  readonly known: ReadonlyMap<string, RunSummary>;
  readonly selection: Selection;
  readonly best: Best | null;
  /** Null until they have arrived. */
  readonly facts: ComparisonFacts | null;
  /** By run id, against the baseline of the selection. */
  readonly scores: ReadonlyMap<string, ComparedScores>;
  /** A failure to show above everything else. */
  readonly error: Pick<ErrorShape, 'message' | 'hint'> | null;
}

export const noSelection: Selection = { places: [], baseline: null };

export const initialState: PageState = {
  ready: false,
  known: new Map(),
  selection: noSelection,
  best: null,
  facts: null,
  scores: new Map(),
  error: null,
};

/** The runs that are compared, in the order of their places. */
export function selectedIds({ places }: Selection): string[] {
  return places.filter((runId) => runId !== null);
}

/** The selection of exactly these runs: those that were in it keep their places. */
export function selectRuns(before: Selection, runIds: readonly string[]): Selection {
  const wanted = [...new Set(runIds)].slice(0, mostComparedRuns);
  const places = before.places.map((runId) => (runId !== null && wanted.includes(runId) ? runId : null));
  for (const runId of wanted.filter((each) => !places.includes(each))) {
    const free = places.indexOf(null);
    if (free >= 0) places[free] = runId;
    else places.push(runId);
  }
  while (places.at(-1) === null) places.pop();
  return { places, baseline: keptBaseline(before.baseline, places) };
}

/** A selection that is made anew: the first run is the baseline. */
export function newSelection(runIds: readonly string[]): Selection {
  return selectRuns(noSelection, runIds);
}

/** The selection with another baseline; the scores against the old one are forgotten. */
export function withBaseline(state: PageState, runId: string): PageState {
  if (runId === state.selection.baseline) return state;
  return { ...state, selection: { ...state.selection, baseline: runId }, scores: new Map() };
}

/** The state with another selection; what is known of runs that stay is kept. */
export function withSelection(state: PageState, selection: Selection): PageState {
  const isSameBaseline = selection.baseline === state.selection.baseline;
  const ids = selectedIds(selection);
  const scores = new Map([...state.scores].filter(([runId]) => isSameBaseline && ids.includes(runId)));
  return { ...state, selection, scores };
}

/** The state with these runs added or replaced. */
export function withKnown(state: PageState, runs: readonly RunSummary[]): PageState {
  const known = new Map(state.known);
  for (const run of runs) known.set(run.runId, run);
  return { ...state, known };
}

/** The state without runs whose folders are gone. */
export function withoutRuns(state: PageState, runIds: readonly string[]): PageState {
  const known = new Map([...state.known].filter(([runId]) => !runIds.includes(runId)));
  const left = selectedIds(state.selection).filter((runId) => !runIds.includes(runId));
  return withSelection({ ...state, known }, selectRuns(state.selection, left));
}

/** What was remembered as a selection; anything else is none. */
export function parseSelection(value: unknown): Selection {
  if (typeof value !== 'object' || value === null || !('places' in value) || !Array.isArray(value.places)) {
    return noSelection;
  }
  const places = value.places.slice(0, mostComparedRuns).map((each: unknown) => (isRunId(each) ? each : null));
  const wanted = 'baseline' in value && isRunId(value.baseline) ? value.baseline : null;
  return { places, baseline: keptBaseline(wanted, places) };
}

function keptBaseline(baseline: string | null, places: readonly (string | null)[]): string | null {
  if (baseline !== null && places.includes(baseline)) return baseline;
  return places.find((runId) => runId !== null) ?? null;
}
