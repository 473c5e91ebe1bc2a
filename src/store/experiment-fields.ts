// Values of experiment fields of all runs, out of the stored experiments. An experiment does not change once it is stored, so
// each is parsed once for each field that somebody asks for.

import type { FieldValue } from '../shared/messages/store.ts';
import type { Driver } from './driver.ts';

/** Remembers what it has read of one database. */
export class ExperimentFields {
  readonly #db: Driver;
  /** By path, then by run key. */
  readonly #known = new Map<string, Map<number, FieldValue>>();

  constructor(db: Driver) {
    this.#db = db;
  }

  /** For each run the values of these fields, in the order of `paths`; null where the run has none. */
  read(paths: readonly string[]): Record<string, readonly FieldValue[]> {
    const columns = paths.map((path) => this.#columnOf(path));
    const rows = this.#db.all('SELECT run_key, run_id, experiment IS NOT NULL AS described FROM runs');
    for (const row of rows) {
      const runKey = Number(row['run_key']);
      if (row['described'] === 1 && columns.some((column) => !column.has(runKey))) this.#add(runKey, paths, columns);
    }
    const valuesOf = (runKey: number): FieldValue[] => columns.map((column) => column.get(runKey) ?? null);
    return Object.fromEntries(rows.map((row) => [String(row['run_id']), valuesOf(Number(row['run_key']))]));
  }

  /** Forgets everything: a run key may come to stand for another run. */
  forget(): void {
    this.#known.clear();
  }

  #columnOf(path: string): Map<number, FieldValue> {
    const known = this.#known.get(path);
    if (known) return known;
    const column = new Map<number, FieldValue>();
    this.#known.set(path, column);
    return column;
  }

  #add(runKey: number, paths: readonly string[], columns: readonly Map<number, FieldValue>[]): void {
    const text = this.#db.get('SELECT experiment FROM runs WHERE run_key = ?', runKey)?.['experiment'];
    const experiment: unknown = typeof text === 'string' ? JSON.parse(text) : null;
    for (const [i, path] of paths.entries()) columns[i]?.set(runKey, fieldValue(experiment, path));
  }
}

/** The value at a path such as `training.learning_rate`: a list or an object as JSON text, null for none. */
export function fieldValue(experiment: unknown, path: string): FieldValue {
  let value = experiment;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return null;
    value = (value as Record<string, unknown>)[name];
  }
  if (typeof value === 'object' && value !== null) return JSON.stringify(value);
  return (value ?? null) as FieldValue;
}
