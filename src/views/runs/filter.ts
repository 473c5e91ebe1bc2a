// A filter of runs for VS Code's side: the language is src/shared/filter; the fields of experiments that a filter asks for come from the
// stores, once for each run, because an experiment never changes.

import type { FieldValue } from '../../shared/messages/store.ts';
import type { RunSummary } from '../../shared/messages/runs.ts';
import type { Filter } from '../../shared/filter/filter.ts';
import { matches } from '../../shared/filter/match.ts';
import type { RunIndex } from '../run-index.ts';

export interface FieldValues {
  /** The value of a run's field; null while it is not known, or if there is none. */
  get(runId: string, path: string): FieldValue;
  /** Asks for these fields of all runs that are not known yet; whether anything new has come. Never rejects. */
  fetch(paths: readonly string[]): Promise<boolean>;
}

export function createFieldValues(index: Pick<RunIndex, 'runs' | 'stores'>): FieldValues {
  const known = new Map<string, ReadonlyMap<string, FieldValue>>();
  const lacks = (path: string): boolean => index.runs().some(({ runId }) => known.get(path)?.has(runId) !== true);
  return {
    get: (runId, path) => known.get(path)?.get(runId) ?? null,
    async fetch(paths) {
      const wanted = paths.filter(lacks);
      if (wanted.length === 0) return false;
      // One that comes while the stores are asked may be missing in their answers.
      const asked = index.runs();
      const answers = await Promise.allSettled(
        index.stores().map(async (store) => (await store.client()).request('runs/fields', { paths: wanted })),
      );
      for (const [at, path] of wanted.entries()) {
        const values = new Map(known.get(path));
        for (const answer of answers) {
          if (answer.status === 'rejected') continue;
          for (const [runId, fields] of Object.entries(answer.value)) values.set(runId, fields[at] ?? null);
        }
        // A run without an answer has no such field; asking again would not change that. A store that failed is asked again.
        const isAnswered = answers.every(({ status }) => status === 'fulfilled');
        for (const { runId } of isAnswered ? asked : []) if (!values.has(runId)) values.set(runId, null);
        known.set(path, values);
      }
      return true;
    },
  };
}

/** Whether a run meets the filter. */
export function meetsFilter(filter: Filter, run: RunSummary, fields: Pick<FieldValues, 'get'>, nowMs: number): boolean {
  return matches(filter, { run, nowMs, field: (path) => fields.get(run.runId, path) });
}

/** The fields of experiments that a filter asks for. */
export function fieldPathsOf(filter: Filter): readonly string[] {
  switch (filter.kind) {
    case 'all':
    case 'any':
      return [...new Set(filter.of.flatMap(fieldPathsOf))];
    case 'not':
      return fieldPathsOf(filter.of);
    case 'compare':
      return filter.subject.kind === 'field' ? [filter.subject.path] : [];
    default:
      return [];
  }
}
