// What filters and columns need beside the runs themselves: experiment fields, asked for once they are needed, and the names in use.

import type { Sender } from '../../../src/shared/messages/contract.ts';
import type { DashboardContract } from '../../../src/shared/messages/dashboard.ts';
import type { FilterNames } from '../../../src/shared/filter/filter.ts';
import type { RunSummary } from '../../../src/shared/messages/runs.ts';
import type { FieldValue } from '../../../src/shared/messages/store.ts';
import { metricsOf } from './columns.ts';

export interface RunFactsSource {
  /** The field of a run; null while it is not known, or if there is none. */
  field(runId: string, path: string): FieldValue;
  /** Asks for these fields of these runs, as far as they are not known. */
  need(paths: readonly string[], runs: readonly RunSummary[]): void;
  /** Asks, once, which fields there are. */
  needNames(): void;
  fieldNames(): readonly string[];
  /** The names that a filter of these runs may use. */
  names(runs: readonly RunSummary[]): FilterNames;
}

export interface RunFactsOptions {
  readonly ask: Sender<DashboardContract>;
  /** More is known than before. */
  readonly onKnown: () => void;
  readonly onError: (thrown: unknown) => void;
}

export function createRunFacts({ ask, onKnown, onError }: RunFactsOptions): RunFactsSource {
  const values = new Map<string, Map<string, FieldValue>>();
  /** Asked for already, with the runs that were there: what came back without one has none. */
  const asked = new Map<string, ReadonlySet<string>>();
  let fieldNames: readonly string[] | undefined;
  let namesAsked = false;
  let known: { readonly runs: readonly RunSummary[]; readonly names: FilterNames } | undefined;

  const fetchFields = async (paths: readonly string[]): Promise<void> => {
    const answer = await ask('runs/fields', { paths });
    for (const [index, path] of paths.entries()) {
      const ofPath = values.get(path) ?? new Map<string, FieldValue>();
      values.set(path, ofPath);
      for (const [runId, found] of Object.entries(answer)) ofPath.set(runId, found[index] ?? null);
    }
    onKnown();
  };
  return {
    field: (runId, path) => values.get(path)?.get(runId) ?? null,
    need(paths, runs) {
      const missing = paths.filter((path) => {
        const before = asked.get(path);
        return !before || runs.some(({ runId }) => !before.has(runId));
      });
      if (missing.length === 0 || runs.length === 0) return;
      const runIds = new Set(runs.map(({ runId }) => runId));
      for (const path of missing) asked.set(path, runIds);
      void fetchFields(missing).catch(onError);
    },
    needNames() {
      if (namesAsked) return;
      namesAsked = true;
      const arrive = (names: readonly string[]): void => {
        fieldNames = names;
        known = undefined;
        onKnown();
      };
      void ask('fields/list', {}).then(arrive, onError);
    },
    fieldNames: () => fieldNames ?? [],
    names(runs) {
      if (known?.runs === runs) return known.names;
      const tags = new Set(runs.flatMap(({ annotations }) => annotations?.tags ?? []));
      const groups = new Set(runs.flatMap(({ group }) => (group === undefined ? [] : [group])));
      const names: FilterNames = {
        metrics: metricsOf(runs),
        ...(fieldNames && { fields: fieldNames }),
        tags: [...tags].sort(),
        groups: [...groups].sort(),
      };
      known = { runs, names };
      return names;
    },
  };
}
