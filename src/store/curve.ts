// Whole curves as columns in memory, as far as they were asked for: read from the database once, then only what has come after.
// What another process writes is noticed, because the table `series` tells whether anything but new last points was written.

import type { Smoothing } from '../shared/messages/runs.ts';
import { unpackSteps, unpackTimes, unpackValues } from './chunk.ts';
import type { Driver, SqlRow } from './driver.ts';
import { ofDevice } from './points.ts';
import { pointsOfRows } from './series-writer.ts';
import { extendSmooth } from './smooth.ts';

/** Columns of many curves fit: five of a million points, smoothed and with their times, take 160 MB. */
const mostCachedBytes = 256 * 1024 * 1024;
const bytesPerNumber = 8;
/** Room for points to come, as a share of those that are there. */
const spareShare = 0.125;
const leastSpare = 64;

/** A curve that a run has, as its row was when it was looked for. */
export interface FoundSeries {
  readonly seriesKey: number;
  readonly name: string;
  readonly ofDevice: boolean;
  readonly rewritten: number;
  readonly lastStep: number;
}

/** All points of one series, steps ascending: equally long columns, not to be written to. */
export interface Curve {
  readonly steps: Float64Array;
  readonly values: Float64Array;
}

/** The curves of a run, by name; none for an unknown run. */
export function findSeries(db: Driver, runId: string): FoundSeries[] {
  const rows = db.all(
    `SELECT series_key, name, of_device, rewritten, last_step FROM series
     WHERE run_key = (SELECT run_key FROM runs WHERE run_id = ?) ORDER BY name`,
    runId,
  );
  return rows.map((row) => ({
    seriesKey: Number(row['series_key']),
    name: String(row['name']),
    ofDevice: row['of_device'] === ofDevice,
    rewritten: Number(row['rewritten']),
    lastStep: Number(row['last_step']),
  }));
}

/** The curves of one database that were asked for lately. */
export class CurveCache {
  readonly #db: Driver;
  readonly #mostBytes: number;
  /** By series key, the one that was used last at the end. */
  readonly #curves = new Map<number, CachedCurve>();
  #bytes = 0;

  constructor(db: Driver, mostBytes = mostCachedBytes) {
    this.#db = db;
    this.#mostBytes = mostBytes;
  }

  /** Bytes that the cached columns take. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Every point of the series. */
  curve(series: FoundSeries): Curve {
    return this.#use(series, (cached) => cached.curve());
  }

  /** When each point was measured, in milliseconds since 1970. */
  times(series: FoundSeries): Float64Array {
    return this.#use(series, (cached) => cached.times());
  }

  /** The smoothed values of all points. */
  smooth(series: FoundSeries, smoothing: Smoothing): Float64Array {
    return this.#use(series, (cached) => cached.smooth(smoothing));
  }

  #use<T>(series: FoundSeries, read: (cached: CachedCurve) => T): T {
    const { seriesKey } = series;
    let cached = this.#curves.get(seriesKey);
    if (cached?.rewritten !== series.rewritten) cached = new CachedCurve(this.#db, series);
    this.#bytes -= this.#curves.get(seriesKey)?.bytes ?? 0;
    this.#curves.delete(seriesKey);
    cached.update(series);
    const answer = read(cached);
    this.#curves.set(seriesKey, cached);
    this.#bytes += cached.bytes;
    this.#makeRoom();
    return answer;
  }

  /** Forgets what was used longest ago; what was given out lives on as long as it is needed. */
  #makeRoom(): void {
    for (const [seriesKey, { bytes }] of this.#curves) {
      if (this.#bytes <= this.#mostBytes) return;
      this.#curves.delete(seriesKey);
      this.#bytes -= bytes;
    }
  }
}

/** The columns of one series. All but values and steps are read and computed when they are first asked for. */
class CachedCurve {
  readonly rewritten: number;
  readonly #db: Driver;
  readonly #seriesKey: number;
  #length = 0;
  #lastStep = -1;
  #steps = new Float64Array();
  #values = new Float64Array();
  #times: Float64Array<ArrayBuffer> | undefined;
  /** One kind of smoothing at a time: a slider that is moved leaves many behind. */
  #smoothed: { readonly key: string; readonly values: Float64Array<ArrayBuffer>; readonly length: number } | undefined;

  constructor(db: Driver, { seriesKey, rewritten }: FoundSeries) {
    this.#db = db;
    this.#seriesKey = seriesKey;
    this.rewritten = rewritten;
  }

  get bytes(): number {
    const columns = [this.#steps, this.#values, this.#times, this.#smoothed?.values];
    return columns.reduce((bytes, column) => bytes + (column?.length ?? 0) * bytesPerNumber, 0);
  }

  curve(): Curve {
    return { steps: this.#steps.subarray(0, this.#length), values: this.#values.subarray(0, this.#length) };
  }

  times(): Float64Array {
    if (this.#times === undefined) {
      this.#times = new Float64Array(this.#steps.length);
      let at = 0;
      for (const row of this.#chunks('count, time_base, times', -1)) {
        unpackTimes(row, this.#times, at);
        at += Number(row['count']);
      }
      this.#times.set(pointsOfRows(this.#rows(-1)).times, at);
    }
    return this.#times.subarray(0, this.#length);
  }

  smooth(smoothing: Smoothing): Float64Array {
    const key = JSON.stringify(smoothing);
    const before = this.#smoothed?.key === key ? this.#smoothed : { values: new Float64Array(), length: 0 };
    if (before.length !== this.#length || this.#smoothed?.key !== key) {
      const values = fitting(before.values, before.length, this.#length);
      extendSmooth(values, this.curve().values, smoothing, before.length);
      this.#smoothed = { key, values, length: this.#length };
    }
    return this.#smoothed!.values.subarray(0, this.#length);
  }

  /** Reads the points that have come after the last one known. */
  update({ lastStep }: FoundSeries): void {
    if (lastStep === this.#lastStep) return;
    // A chunk may begin with points that were rows when they were read.
    const chunks = this.#chunks(
      `count, first_step, steps, vals${this.#times ? ', time_base, times' : ''}`,
      this.#lastStep,
    );
    const packed = chunks.reduce((count, row) => count + Number(row['count']), 0);
    let at = this.#length;
    if (chunks.length > 0 && Number(chunks[0]!['first_step']) <= this.#lastStep) {
      at = indexOfStep(this.#steps, Number(chunks[0]!['first_step']), this.#length);
    }
    const rows = pointsOfRows(this.#rows(this.#lastStep));
    this.#grow(at, at + packed + rows.steps.length);
    for (const row of chunks) {
      unpackSteps(row, this.#steps, at);
      unpackValues(row, this.#values, at);
      if (this.#times) unpackTimes(row, this.#times, at);
      at += Number(row['count']);
    }
    this.#steps.set(rows.steps, at);
    this.#values.set(rows.values, at);
    this.#times?.set(rows.times, at);
    this.#length = at + rows.steps.length;
    this.#lastStep = lastStep;
  }

  #grow(used: number, length: number): void {
    this.#steps = fitting(this.#steps, used, length);
    this.#values = fitting(this.#values, used, length);
    this.#times &&= fitting(this.#times, used, length);
  }

  #chunks(columns: string, after: number): SqlRow[] {
    const sql = `SELECT ${columns} FROM chunks WHERE series_key = ? AND last_step > ? ORDER BY first_step`;
    return this.#db.all(sql, this.#seriesKey, after);
  }

  #rows(after: number): SqlRow[] {
    const sql = 'SELECT step, value, time FROM recent_points WHERE series_key = ? AND step > ? ORDER BY step';
    return this.#db.all(sql, this.#seriesKey, after);
  }
}

function indexOfStep(steps: Float64Array, step: number, length: number): number {
  let at = length;
  while (at > 0 && steps[at - 1]! >= step) at--;
  return at;
}

/** A column with room for `length` numbers that begins with the `used` ones. A first one has no room to spare: most curves do not grow. */
function fitting(column: Float64Array<ArrayBuffer>, used: number, length: number): Float64Array<ArrayBuffer> {
  if (column.length >= length) return column;
  const spare = column.length === 0 ? 0 : Math.max(leastSpare, Math.ceil(length * spareShare));
  const longer = new Float64Array(length + spare);
  longer.set(column.subarray(0, used));
  return longer;
}
