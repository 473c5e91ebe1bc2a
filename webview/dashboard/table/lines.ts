// The lines of the table: the runs that the filter lets through, in order, below headings if they are grouped. Pure.

import * as l10n from '@vscode/l10n';
import { asksForFlag, type Filter } from '../../../src/shared/filter/filter.ts';
import { matches } from '../../../src/shared/filter/match.ts';
import type { RunSummary } from '../../../src/shared/messages/runs.ts';
import type { SortKey, TableView } from '../../../src/shared/table-view.ts';
import { columnOf, type CellContext, type SortValue } from './columns.ts';

export type Line =
  | { readonly kind: 'run'; readonly key: string; readonly run: RunSummary; readonly inGroup: boolean }
  | {
      readonly kind: 'group';
      readonly key: string;
      readonly label: string;
      readonly count: number;
      readonly open: boolean;
    };

export interface LineRequest {
  /** Newest first. */
  readonly runs: readonly RunSummary[];
  readonly view: Pick<TableView, 'sort' | 'groupBy' | 'archived'>;
  readonly filter: Filter;
  /** Keys of the groups whose runs are folded away. */
  readonly closed: ReadonlySet<string>;
  readonly context: CellContext;
}

export interface Lines {
  readonly lines: readonly Line[];
  /** Runs that the filter lets through, folded away or not, in their order. */
  readonly matching: readonly RunSummary[];
  /** Runs that match but are archived, and so are not there. */
  readonly archived: number;
}

/** Puts lines together, quickly so if little has changed since the last time. */
export function createLineCollector(): (request: LineRequest) => Lines {
  let order: readonly string[] = [];
  return (request) => {
    const { runs, filter, context, view } = request;
    const { nowMs } = context;
    const matching = runs.filter((run) =>
      matches(filter, { run, nowMs, field: (path) => context.field(run.runId, path) }),
    );
    const withArchived = view.archived || asksForFlag(filter, 'archived');
    const there = withArchived ? matching : matching.filter(({ annotations }) => annotations?.archived !== true);
    const sorted = sortRuns(there, view.sort, context, order);
    order = sorted.map(({ runId }) => runId);
    return {
      lines: view.groupBy === null ? sorted.map((run) => runLine(run, false)) : groupLines(sorted, request),
      matching: sorted,
      archived: matching.length - there.length,
    };
  };
}

function runLine(run: RunSummary, inGroup: boolean): Line {
  return { kind: 'run', key: run.runId, run, inGroup };
}

/** Text as people sort it: `run 2` before `run 10`. */
const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/**
 * The runs in this order; what has no value comes last either way, and what ties stays newest first. `hint`, an order from before, makes
 * sorting nearly free where it still holds: sorting what is sorted compares neighbours only.
 */
export function sortRuns(
  runs: readonly RunSummary[],
  sort: readonly SortKey[],
  context: CellContext,
  hint: readonly string[] = [],
): readonly RunSummary[] {
  const keys = sort.flatMap(({ column, descending }) => {
    const found = columnOf(column);
    return found ? [{ value: found.value, sign: descending ? -1 : 1 }] : [];
  });
  if (keys.length === 0) return runs;
  const entries = runs.map((run, place) => ({ run, place, values: keys.map(({ value }) => value(run, context)) }));
  const places = new Map(hint.map((runId, place) => [runId, place]));
  const placeOf = (runId: string): number => places.get(runId) ?? -1;
  if (places.size > 0) entries.sort((a, b) => placeOf(a.run.runId) - placeOf(b.run.runId));
  entries.sort((a, b) => {
    for (const [index, { sign }] of keys.entries()) {
      const found = compareValues(a.values[index], b.values[index], sign);
      if (found !== 0) return found;
    }
    return a.place - b.place;
  });
  return entries.map(({ run }) => run);
}

function compareValues(a: SortValue, b: SortValue, sign: number): number {
  const [aMissing, bMissing] = [isMissing(a), isMissing(b)];
  if (aMissing || bMissing) return Number(aMissing) - Number(bMissing);
  if (typeof a === 'number' && typeof b === 'number') return sign * (a === b ? 0 : a < b ? -1 : 1);
  if (typeof a === typeof b) return sign * collator.compare(String(a), String(b));
  return sign * (typeof a === 'number' ? -1 : 1);
}

function isMissing(value: SortValue): boolean {
  return value === undefined || Number.isNaN(value);
}

/** What runs are grouped by beside columns: the sweep, or the group that their experiments name. */
export const bySweep = 'sweep';

function groupLines(sorted: readonly RunSummary[], { view, closed, context }: LineRequest): Line[] {
  const column = view.groupBy === bySweep || view.groupBy === null ? undefined : columnOf(view.groupBy);
  const keyOf = (run: RunSummary): string =>
    column ? column.text(run, context) : (run.sweep?.sweepId ?? run.group ?? '');
  const groups = Map.groupBy(sorted, keyOf);
  return [...groups].sort(byEmptyLast).flatMap(([text, runs]): readonly Line[] => {
    const key = `group ${view.groupBy} ${text}`;
    const open = !closed.has(key);
    const label = text === '' ? l10n.t('None') : column ? text : (runs[0]?.sweep?.name ?? text);
    const heading: Line = { kind: 'group', key, label, count: runs.length, open };
    return open ? [heading, ...runs.map((run) => runLine(run, true))] : [heading];
  });
}

/** Groups stay in the order of their first runs; what belongs to none comes last. */
function byEmptyLast(a: readonly [string, unknown], b: readonly [string, unknown]): number {
  return Number(a[0] === '') - Number(b[0] === '');
}
