// The lines of the list on the left: runs that the filter lets through, those that belong together below a heading. Pure.

import { asksForFlag, type Filter } from '../../../src/shared/filter/filter.ts';
import { matches } from '../../../src/shared/filter/match.ts';
import type { RunSummary } from '../../../src/shared/messages/runs.ts';
import type { FieldValue } from '../../../src/shared/messages/store.ts';
import { groupRuns, isGroup, type RunGroup } from '../../../src/shared/run-groups.ts';

export type ListLine =
  | { readonly kind: 'run'; readonly key: string; readonly run: RunSummary; readonly inGroup: boolean }
  | { readonly kind: 'group'; readonly key: string; readonly group: RunGroup; readonly open: boolean };

export interface ListRequest {
  readonly runs: readonly RunSummary[];
  readonly filter: Filter;
  /** Keys of the groups that are folded. */
  readonly closed: ReadonlySet<string>;
  readonly nowMs: number;
  readonly field: (runId: string, path: string) => FieldValue;
}

/** Newest first; archived runs only if the filter asks for them. */
export function collectListLines({ runs, filter, closed, nowMs, field }: ListRequest): ListLine[] {
  const withArchived = asksForFlag(filter, 'archived');
  const shown = runs.filter(
    (run) =>
      (withArchived || run.annotations?.archived !== true) &&
      matches(filter, { run, nowMs, field: (path) => field(run.runId, path) }),
  );
  return groupRuns(shown).flatMap((entry): ListLine[] => {
    if (!isGroup(entry)) return [runLine(entry, false)];
    const key = `group ${entry.key}`;
    const open = !closed.has(key);
    const heading: ListLine = { kind: 'group', key, group: entry, open };
    return open ? [heading, ...entry.runs.map((run) => runLine(run, true))] : [heading];
  });
}

function runLine(run: RunSummary, inGroup: boolean): ListLine {
  return { kind: 'run', key: run.runId, run, inGroup };
}
