// Adds points to one series. Most come after the last one: they become rows, and once there are enough of them a chunk. A
// resumed run does steps again, and anything may come in any order: then the rows and chunks that hold those steps are written anew.

import { extentOf, joinExtents, packChunk, unpackChunk, type Extent, type Points } from './chunk.ts';
import type { Driver, SqlRow } from './driver.ts';
import { firstIndexAfter, firstIndexFrom } from './search.ts';

/** Rows become a chunk when there are so many: fewer chunks to read, not too many rows to pack again. */
const pointsToPack = 1024;
const mostInChunk = 4096;

/** What is to be written to one series, in the order of the journal. */
export interface PendingPoints {
  readonly kind: number;
  readonly steps: number[];
  readonly values: number[];
  readonly times: number[];
}

/** Writes to one series of a run, which is made if need be. Used inside a transaction. */
export class SeriesWriter {
  readonly #db: Driver;
  readonly #seriesKey: number;
  #rewritten: number;
  #lastStep: number;
  #recent: number;
  #extent: Extent;
  readonly kind: number;

  /** `row` is the series' row as it is now. */
  constructor(db: Driver, row: SqlRow) {
    this.#db = db;
    this.#seriesKey = Number(row['series_key']);
    this.kind = Number(row['of_device']);
    this.#rewritten = Number(row['rewritten']);
    this.#lastStep = Number(row['last_step']);
    this.#recent = Number(row['recent']);
    this.#extent = { low: row['low'] as number | null, high: row['high'] as number | null };
  }

  /** Adds a series that the run does not have yet. */
  static create(db: Driver, runKey: number, name: string, kind: number): SeriesWriter {
    db.run(
      'INSERT INTO series (run_key, name, of_device, rewritten, last_step, recent) VALUES (?, ?, ?, 0, -1, 0)',
      ...[runKey, name, kind],
    );
    return new SeriesWriter(db, db.get('SELECT * FROM series WHERE run_key = ? AND name = ?', runKey, name)!);
  }

  /** What the finite values of all points lie between. */
  get extent(): Extent {
    return this.#extent;
  }

  write(pending: PendingPoints): void {
    const points = inOrder(pending);
    const known = firstIndexAfter(points.steps, this.#lastStep);
    if (known > 0) this.#rewrite(part(points, 0, known));
    if (known < points.steps.length) this.#append(part(points, known));
    const { low, high } = this.#extent;
    this.#db.run(
      'UPDATE series SET rewritten = ?, last_step = ?, recent = ?, low = ?, high = ? WHERE series_key = ?',
      ...[this.#rewritten, this.#lastStep, this.#recent, low, high, this.#seriesKey],
    );
  }

  #append(points: Points): void {
    const count = points.steps.length;
    if (this.#recent + count < pointsToPack) {
      this.#putRows(points);
      this.#recent += count;
    } else {
      const recent = this.#recent === 0 ? [] : [this.#takeRows()];
      this.#putChunks(joined([...recent, points]));
      this.#recent = 0;
    }
    this.#lastStep = points.steps[count - 1]!;
    this.#extent = joinExtents(this.#extent, extentOf(points.values));
  }

  /** Writes points of which none comes after the last one that is there. */
  #rewrite(points: Points): void {
    this.#rewritten++;
    const chunksEnd = this.#packedUntil();
    const packed = firstIndexAfter(points.steps, chunksEnd);
    if (packed > 0) this.#rewriteChunks(part(points, 0, packed));
    if (packed < points.steps.length) {
      this.#putRows(part(points, packed));
      const sql = 'SELECT count(*) AS count FROM recent_points WHERE series_key = ?';
      this.#recent = Number(this.#db.get(sql, this.#seriesKey)?.['count']);
    }
    this.#extent = this.#readExtent();
  }

  #rewriteChunks(points: Points): void {
    for (let from = 0; from < points.steps.length;) {
      // The first chunk that ends at or after the step; steps between two chunks go into the later one.
      const row = this.#db.get(
        'SELECT rowid, * FROM chunks WHERE series_key = ? AND last_step >= ? ORDER BY first_step LIMIT 1',
        ...[this.#seriesKey, points.steps[from]!],
      );
      const to = firstIndexAfter(points.steps, Number(row!['last_step']));
      this.#db.run('DELETE FROM chunks WHERE rowid = ?', Number(row!['rowid']));
      this.#putChunks(overlaid(unpackChunk(row!), part(points, from, to)));
      from = to;
    }
  }

  #putRows({ steps, values, times }: Points): void {
    for (const [i, step] of steps.entries()) {
      const value = Number.isNaN(values[i]) ? null : values[i]!;
      const sql = 'INSERT OR REPLACE INTO recent_points (series_key, step, value, time) VALUES (?, ?, ?, ?)';
      this.#db.run(sql, this.#seriesKey, step, value, times[i]!);
    }
  }

  #takeRows(): Points {
    const points = pointsOfRows(this.#rows());
    this.#db.run('DELETE FROM recent_points WHERE series_key = ?', this.#seriesKey);
    return points;
  }

  #rows(): SqlRow[] {
    return this.#db.all('SELECT step, value, time FROM recent_points WHERE series_key = ? ORDER BY step', this.#seriesKey); // prettier-ignore
  }

  #putChunks(points: Points): void {
    const count = points.steps.length;
    const chunks = Math.ceil(count / mostInChunk);
    for (let i = 0; i < chunks; i++) {
      const columns = packChunk(part(points, Math.floor((count * i) / chunks), Math.floor((count * (i + 1)) / chunks)));
      this.#db.run(
        `INSERT INTO chunks (series_key, first_step, last_step, count, low, high, vals, steps, time_base, times)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        this.#seriesKey,
        ...columns,
      );
    }
  }

  #packedUntil(): number {
    const row = this.#db.get('SELECT max(last_step) AS last FROM chunks WHERE series_key = ?', this.#seriesKey);
    return Number(row?.['last'] ?? -1);
  }

  #readExtent(): Extent {
    const row = this.#db.get(
      'SELECT min(low) AS low, max(high) AS high FROM chunks WHERE series_key = ?',
      this.#seriesKey,
    );
    const packed = { low: (row?.['low'] ?? null) as number | null, high: (row?.['high'] ?? null) as number | null };
    return joinExtents(packed, extentOf(pointsOfRows(this.#rows()).values));
  }
}

/** Rows of `recent_points` as columns. */
export function pointsOfRows(rows: readonly SqlRow[]): Points {
  const column = (read: (row: SqlRow) => number): Float64Array => Float64Array.from(rows, read);
  return {
    steps: column((row) => Number(row['step'])),
    values: column((row) => (row['value'] === null ? NaN : Number(row['value']))),
    times: column((row) => Number(row['time'])),
  };
}

/** Steps ascending, of each the point that came last. */
function inOrder({ steps, values, times }: PendingPoints): Points {
  const ascending = steps.every((step, i) => i === 0 || steps[i - 1]! < step);
  const latest = ascending ? steps.keys() : new Map(steps.map((step, i) => [step, i])).values();
  const order = ascending ? [...latest] : [...latest].sort((a, b) => steps[a]! - steps[b]!);
  const column = (of: readonly number[]): Float64Array => Float64Array.from(order, (i) => of[i]!);
  return { steps: column(steps), values: column(values), times: column(times) };
}

/** `points`, with those of `over` in place of or between them. */
function overlaid(points: Points, over: Points): Points {
  const pieces: Points[] = [];
  let at = 0;
  for (const [i, step] of over.steps.entries()) {
    const to = firstIndexFrom(points.steps, step);
    pieces.push(part(points, at, to), part(over, i, i + 1));
    at = points.steps[to] === step ? to + 1 : to;
  }
  return joined([...pieces, part(points, at)]);
}

function part({ steps, values, times }: Points, from: number, to?: number): Points {
  return { steps: steps.subarray(from, to), values: values.subarray(from, to), times: times.subarray(from, to) };
}

function joined(pieces: readonly Points[]): Points {
  const join = (columns: readonly Float64Array[]): Float64Array => {
    const all = new Float64Array(columns.reduce((length, column) => length + column.length, 0));
    let at = 0;
    for (const column of columns) {
      all.set(column, at);
      at += column.length;
    }
    return all;
  };
  const column = (key: keyof Points): Float64Array => join(pieces.map((points) => points[key]));
  return { steps: column('steps'), values: column('values'), times: column('times') };
}
