// Points as columns: how a piece of a curve is packed into one row of the table `chunks`, and unpacked. Pure but for the shape
// of that row. The database is an index of this machine, so its columns have the machine's byte order, which is little-endian.

import type { SqlRow, SqlValue } from './driver.ts';
import { isFiniteNumber } from './search.ts';

/** Equally long columns, steps ascending. */
export interface Points {
  readonly steps: Float64Array;
  readonly values: Float64Array;
  /** Milliseconds since 1970. */
  readonly times: Float64Array;
}

/** Least and greatest finite value; null where there is none. */
export interface Extent {
  readonly low: number | null;
  readonly high: number | null;
}

/** What the finite values of a column lie between. */
export function extentOf(values: Float64Array): Extent {
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!isFiniteNumber(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  // Adding 0 makes 0 of -0, which a column of real numbers would do too.
  return low > high ? { low: null, high: null } : { low: low + 0, high: high + 0 };
}

/** What lies between the extremes of either. */
export function joinExtents(a: Extent, b: Extent): Extent {
  if (a.low === null || a.high === null) return b;
  if (b.low === null || b.high === null) return a;
  return { low: Math.min(a.low, b.low), high: Math.max(a.high, b.high) };
}

/** Columns of a chunk's row, in the order of the statement that inserts it. */
export function packChunk({ steps, values, times }: Points): SqlValue[] {
  const { low, high } = extentOf(values);
  const first = steps[0]!;
  const timeBase = times.reduce((least, time) => Math.min(least, time), Infinity);
  const [packedSteps, packedTimes] = [packNumbers(steps, first), packNumbers(times, timeBase)];
  return [first, steps.at(-1)!, steps.length, low, high, bytesOf(values), packedSteps, timeBase, packedTimes];
}

/** All points of a chunk. */
export function unpackChunk(row: SqlRow): Points {
  const count = Number(row['count']);
  const points = { steps: new Float64Array(count), values: new Float64Array(count), times: new Float64Array(count) };
  unpackValues(row, points.values, 0);
  unpackSteps(row, points.steps, 0);
  unpackTimes(row, points.times, 0);
  return points;
}

/** Writes a chunk's values into a longer column. */
export function unpackValues(row: SqlRow, into: Float64Array, at: number): void {
  const bytes = row['vals'] as Uint8Array;
  new Uint8Array(into.buffer, into.byteOffset + at * 8, bytes.byteLength).set(bytes);
}

/** Writes a chunk's steps into a longer column. */
export function unpackSteps(row: SqlRow, into: Float64Array, at: number): void {
  unpackNumbers(row['steps'] as Uint8Array, Number(row['first_step']), Number(row['count']), into, at);
}

/** Writes a chunk's times into a longer column. */
export function unpackTimes(row: SqlRow, into: Float64Array, at: number): void {
  unpackNumbers(row['times'] as Uint8Array, Number(row['time_base']), Number(row['count']), into, at);
}

function packNumbers(numbers: Float64Array, base: number): Uint8Array {
  const small = Uint32Array.from(numbers, (number) => number - base);
  return small.every((distance, i) => base + distance === numbers[i]) ? bytesOf(small) : bytesOf(numbers);
}

function unpackNumbers(bytes: Uint8Array, base: number, count: number, into: Float64Array, at: number): void {
  if (bytes.byteLength === count * 8) {
    new Uint8Array(into.buffer, into.byteOffset + at * 8, bytes.byteLength).set(bytes);
    return;
  }
  // Copied, because a buffer out of the database may begin at any byte.
  const small = new Uint32Array(bytes.slice().buffer);
  for (let i = 0; i < count; i++) into[at + i] = base + small[i]!;
}

function bytesOf(column: Float64Array | Uint32Array): Uint8Array {
  return new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
}
