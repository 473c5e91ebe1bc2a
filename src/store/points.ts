// The points of a run's curves: written one by one, read in at most as many as a chart can show. A step that comes twice
// keeps its last value. NaN is stored as null, which is how SQLite would store it anyway.

import type { HostEvent, IpuSample } from '../shared/journal/event.ts';
import type { Series, SeriesRequest, ValueRange } from '../shared/messages/runs.ts';
import type { Driver, SqlRow } from './driver.ts';

const ofMetric = 0;
/** A series of IPU samples. */
export const ofDevice = 1;
const ofHost = 2;

/** Writes points of one run; lives as long as one transaction. */
export class PointWriter {
  readonly #db: Driver;
  readonly #runKey: number;
  readonly #seriesKeys = new Map<string, number>();

  readonly #ranges: Map<string, ValueRange>;

  /** `ranges` as they are before. */
  constructor(db: Driver, runKey: number, ranges: ReadonlyMap<string, ValueRange>) {
    this.#db = db;
    this.#runKey = runKey;
    this.#ranges = new Map(ranges);
  }

  /** Least and greatest finite value of each metric, with those that were added. */
  get ranges(): ReadonlyMap<string, ValueRange> {
    return this.#ranges;
  }

  addMetrics(step: number, values: Readonly<Record<string, number>>): void {
    for (const [name, value] of Object.entries(values)) {
      this.#add(name, ofMetric, step, value);
      this.#widen(name, value);
    }
  }

  addDevices(step: number, devices: readonly IpuSample[]): void {
    for (const { index, utilisation, memoryBytes, powerWatts } of devices) {
      this.#add(`ipu/${index}/utilisation`, ofDevice, step, utilisation);
      if (memoryBytes !== undefined) this.#add(`ipu/${index}/memoryBytes`, ofDevice, step, memoryBytes);
      if (powerWatts !== undefined) this.#add(`ipu/${index}/powerWatts`, ofDevice, step, powerWatts);
    }
  }

  addHost({ step, cpu, ownCpu, memoryBytes, availableBytes, loaderWait }: HostEvent): void {
    const values = { cpu, ownCpu, memoryBytes, availableBytes, loaderWait };
    for (const [name, value] of Object.entries(values)) {
      if (value !== undefined) this.#add(`host/${name}`, ofHost, step, value);
    }
  }

  /** Removes all that `addDevices` has added to the run. */
  forgetDevices(): void {
    this.#db.run('DELETE FROM series WHERE run_key = ? AND of_device = ?', this.#runKey, ofDevice);
    this.#seriesKeys.clear();
  }

  #widen(name: string, value: number): void {
    const { min, max } = this.#ranges.get(name) ?? { min: Infinity, max: -Infinity };
    if (Number.isFinite(value) && (value < min || value > max)) {
      this.#ranges.set(name, { min: Math.min(min, value), max: Math.max(max, value) });
    }
  }

  #add(name: string, kind: number, step: number, value: number): void {
    this.#db.run(
      `INSERT INTO points (series_key, step, value) VALUES (?, ?, ?)
       ON CONFLICT (series_key, step) DO UPDATE SET value = excluded.value`,
      this.#seriesKey(name, kind),
      step,
      Number.isNaN(value) ? null : value,
    );
  }

  #seriesKey(name: string, kind: number): number {
    const known = this.#seriesKeys.get(name);
    if (known !== undefined) return known;
    this.#db.run('INSERT OR IGNORE INTO series (run_key, name, of_device) VALUES (?, ?, ?)', this.#runKey, name, kind);
    const row = this.#db.get('SELECT series_key FROM series WHERE run_key = ? AND name = ?', this.#runKey, name);
    const key = Number(row?.['series_key']);
    this.#seriesKeys.set(name, key);
    return key;
  }
}

/** The curves asked for, each with at most `maxPoints` points; a name that the run does not have gives none. */
export function readSeries(db: Driver, request: SeriesRequest): Series[] {
  const wanted = request.names && new Set(request.names);
  const rows = db.all(
    `SELECT series_key, name FROM series WHERE run_key = (SELECT run_key FROM runs WHERE run_id = ?) ORDER BY name`,
    request.runId,
  );
  return rows
    .filter((row) => wanted === undefined || wanted.has(String(row['name'])))
    .map((row) => readCurve(db, Number(row['series_key']), String(row['name']), request));
}

type Point = readonly [step: number, value: number];

function readCurve(db: Driver, seriesKey: number, name: string, request: SeriesRequest): Series {
  const range: Range = { seriesKey, from: request.fromStep ?? 0, to: request.toStep ?? Number.MAX_SAFE_INTEGER };
  const { total, numbers } = count(db, range);
  const fits = total <= request.maxPoints;
  const points = fits ? allPoints(db, range) : bucketPoints(db, range, request.maxPoints, numbers < total);
  return { name, steps: points.map(([step]) => step), values: points.map(([, value]) => value), totalPoints: total };
}

/** Points of one series from one step to another, both included. */
interface Range {
  readonly seriesKey: number;
  readonly from: number;
  readonly to: number;
}

const inRange = 'FROM points WHERE series_key = ? AND step BETWEEN ? AND ?';

function select(db: Driver, columns: string, { seriesKey, from, to }: Range, rest = ''): SqlRow[] {
  return db.all(`SELECT ${columns} ${inRange} ${rest}`, seriesKey, from, to);
}

/** How many points there are, and how many of them are not NaN. */
function count(db: Driver, range: Range): { readonly total: number; readonly numbers: number } {
  const row = select(db, 'count(*) AS total, count(value) AS numbers', range)[0];
  return { total: Number(row?.['total']), numbers: Number(row?.['numbers']) };
}

function allPoints(db: Driver, range: Range): Point[] {
  return select(db, 'step, value', range, 'ORDER BY step').map(pointOf);
}

/** Finds at most one point of a range. With a lone min() or max(), SQLite takes the other columns from the row that has it. */
type Pick = (db: Driver, range: Range) => SqlRow | undefined;
const first: Pick = (db, range) => select(db, 'step, value', range, 'ORDER BY step LIMIT 1')[0];
const last: Pick = (db, range) => select(db, 'step, value', range, 'ORDER BY step DESC LIMIT 1')[0];
const lowest: Pick = (db, range) => select(db, 'step, min(value) AS value', range)[0];
const highest: Pick = (db, range) => select(db, 'step, max(value) AS value', range)[0];
const firstNaN: Pick = (db, range) => select(db, 'step, value', range, 'AND value IS NULL ORDER BY step LIMIT 1')[0];

/**
 * The first and the last point, and of each bucket of steps the lowest, the highest and the first that is NaN: what a curve
 * drawn from all points would show at this width.
 */
function bucketPoints(db: Driver, range: Range, maxPoints: number, hasNaN: boolean): Point[] {
  const found = new Map<number, number>();
  const add = (picks: readonly Pick[], part: Range): void => {
    for (const pick of picks) {
      const row = pick(db, part);
      // An aggregate over nothing gives one row of nulls.
      if (row && row['step'] !== null) found.set(...pointOf(row));
    }
  };
  const ends = maxPoints >= 2 ? [last, first] : [last];
  add(ends, range);
  const steps = [...found.keys()];
  const picks = hasNaN ? [lowest, highest, firstNaN] : [lowest, highest];
  const parts = Math.floor((maxPoints - ends.length) / picks.length);
  const filled = { ...range, from: Math.min(...steps), to: Math.max(...steps) };
  for (const part of splitRange(filled, parts)) add(picks, part);
  return [...found].sort(([a], [b]) => a - b);
}

function splitRange(range: Range, parts: number): Range[] {
  const { seriesKey, from, to } = range;
  const bound = (part: number): number => from + Math.floor(((to - from + 1) * part) / parts);
  return Array.from({ length: parts }, (_, i) => ({ seriesKey, from: bound(i), to: bound(i + 1) - 1 }));
}

function pointOf(row: SqlRow): Point {
  return [Number(row['step']), row['value'] === null ? NaN : Number(row['value'])];
}
