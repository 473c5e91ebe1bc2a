// What the sections of the page are told: the runs that are shown, and what is known of them. Pure.

import type { ComparedScores, ComparisonFacts } from '../../../src/shared/messages/compare.ts';
import type { RunSummary } from '../../../src/shared/messages/runs.ts';
import { letterOf } from '../../../src/shared/run-letter.ts';
import { selectedIds, type PageState } from '../state.ts';
import { bestPlaces, fieldFigures, metricFigures, type Figure } from './figures.ts';

export interface ComparedRun {
  readonly runId: string;
  readonly letter: string;
  /** Which colour and dash it has. */
  readonly place: number;
  readonly name: string;
  readonly isBaseline: boolean;
  readonly summary: RunSummary;
}

export interface CompareView {
  /** All that are compared. */
  readonly all: readonly ComparedRun[];
  /** Those that are shown: all, or the best by a figure and the baseline. */
  readonly runs: readonly ComparedRun[];
  readonly baseline: ComparedRun | null;
  readonly facts: ComparisonFacts | null;
  readonly scores: ReadonlyMap<string, ComparedScores>;
  /** Of the runs that are shown. */
  readonly metrics: readonly Figure[];
  readonly fields: readonly Figure[];
}

/** Makes views; what a later state has in common with the one before stays the same object, so that nothing is drawn again for it. */
export function createViewer(): (state: PageState) => CompareView {
  let before: PageState | null = null;
  let view: CompareView | null = null;
  return (state) => {
    const isSame = before && facets.every((name) => before![name] === state[name]);
    view = view && isSame ? { ...view, scores: state.scores } : viewOf(state);
    before = state;
    return view;
  };
}

/** What a view follows from, but for the scores. */
const facets = ['known', 'selection', 'best', 'facts'] as const;

/** The view of a state. */
export function viewOf(state: PageState): CompareView {
  const { selection, known, facts, scores } = state;
  const all = selection.places.flatMap((runId, place): ComparedRun[] => {
    const summary = runId === null ? undefined : known.get(runId);
    if (!summary) return [];
    const { name } = summary;
    const isBaseline = summary.runId === selection.baseline;
    return [{ runId: summary.runId, letter: letterOf(place), place, name, isBaseline, summary }];
  });
  const runs = shownRuns(all, state);
  return {
    all,
    runs,
    baseline: all.find(({ isBaseline }) => isBaseline) ?? null,
    facts,
    scores,
    metrics: metricFigures(runs.map(({ summary }) => summary)),
    fields: fieldFigures(
      runs.map(({ runId }) => runId),
      facts,
    ),
  };
}

/** How many of the compared runs are unknown: their folders are gone. */
export function countUnknown({ selection, known }: PageState): number {
  return selectedIds(selection).filter((runId) => !known.has(runId)).length;
}

function shownRuns(all: readonly ComparedRun[], { best }: PageState): readonly ComparedRun[] {
  if (!best || best.count >= all.length) return all;
  const figure = metricFigures(all.map(({ summary }) => summary)).find(({ id }) => id === best.by);
  if (!figure) return all;
  const kept = new Set(bestPlaces(figure, best.count));
  return all.filter(({ isBaseline }, index) => isBaseline || kept.has(index));
}
