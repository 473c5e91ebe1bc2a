// Whole curves as columns, out of the database.

import type { Driver } from './driver.ts';
import { ofDevice } from './points.ts';

/** A curve that a run has. */
export interface FoundSeries {
  readonly seriesKey: number;
  readonly name: string;
  readonly ofDevice: boolean;
}

/** All points of one series, steps ascending. */
export interface Curve {
  readonly steps: Float64Array;
  readonly values: Float64Array;
}

/** The curves of a run, by name; none for an unknown run. */
export function findSeries(db: Driver, runId: string): FoundSeries[] {
  const rows = db.all(
    `SELECT series_key, name, of_device FROM series WHERE run_key = (SELECT run_key FROM runs WHERE run_id = ?) ORDER BY name`,
    runId,
  );
  return rows.map((row) => ({
    seriesKey: Number(row['series_key']),
    name: String(row['name']),
    ofDevice: row['of_device'] === ofDevice,
  }));
}

/** Every point of a series. */
export function loadCurve(db: Driver, seriesKey: number): Curve {
  const rows = db.all('SELECT step, value FROM points WHERE series_key = ? ORDER BY step', seriesKey);
  return {
    steps: Float64Array.from(rows, (row) => Number(row['step'])),
    values: Float64Array.from(rows, (row) => (row['value'] === null ? NaN : Number(row['value']))),
  };
}
