// A curve in at most as many points as a chart can show: points picked so that a line through them looks as one through all,
// or means with lows and highs. Also what is said of a range as a whole. Pure.

import { quantile } from './quantile.ts';
import { ascends, finiteOnly, firstIndexFrom, hasNaN, isFiniteNumber } from './search.ts';

/** Part of a curve: equally long columns. */
export interface Span {
  readonly steps: Float64Array;
  readonly values: Float64Array;
  /** Place of each point on the axis; null: its step. */
  readonly x: Float64Array | null;
  readonly smooth: Float64Array | null;
}

/** How many places of values that are not finite are told. */
const mostNotFinite = 100;

/** Index where each of `count` equal parts of a span begins, and its end. The parts are of the axis, or of the steps if the axis turns back. */
export function splitEvenly({ steps, x }: Span, count: number): number[] {
  const { length } = steps;
  if (x === null || !ascends(x)) {
    // Steps are whole numbers, and so are the bounds between them.
    const [first, last] = [steps[0]!, steps[length - 1]!];
    const bound = (part: number): number => first + Math.floor(((last - first + 1) * part) / count);
    return Array.from({ length: count + 1 }, (_, part) => firstIndexFrom(steps, bound(part)));
  }
  const [first, last] = [x[0]!, x[length - 1]!];
  const bound = (part: number): number => first + (last - first) * (part / count);
  return Array.from({ length: count + 1 }, (_, part) => (part === count ? length : firstIndexFrom(x, bound(part))));
}

/**
 * Indices, ascending, of the first and the last point, and of each part the lowest, the highest and the first that is NaN: what a
 * curve drawn from all points would show at this width.
 */
export function pickPoints(span: Span, maxPoints: number): number[] {
  const { values } = span;
  const { length } = values;
  if (length <= maxPoints) return Array.from({ length }, (_, i) => i);
  const ends = maxPoints >= 2 ? [0, length - 1] : [length - 1];
  const picked = new Set(ends);
  const picksEach = hasNaN(values) ? 3 : 2;
  const bounds = splitEvenly(span, Math.floor((maxPoints - ends.length) / picksEach));
  for (let part = 0; part + 1 < bounds.length; part++) addPicks(picked, values, bounds[part]!, bounds[part + 1]!);
  return [...picked].sort((a, b) => a - b);
}

function addPicks(picked: Set<number>, values: Float64Array, from: number, to: number): void {
  let [lowest, highest, gap] = [-1, -1, -1];
  for (let i = from; i < to; i++) {
    const value = values[i]!;
    if (Number.isNaN(value)) {
      if (gap === -1) gap = i;
      continue;
    }
    if (lowest === -1 || value < values[lowest]!) lowest = i;
    if (highest === -1 || value > values[highest]!) highest = i;
  }
  for (const pick of [lowest, highest, gap]) if (pick !== -1) picked.add(pick);
}

/** Equal parts of a span that have points, each with the place of its middle point. */
export interface Buckets {
  readonly steps: number[];
  readonly x: number[] | null;
  readonly means: number[];
  readonly low: number[];
  readonly high: number[];
  readonly smooth: number[] | null;
}

/** At most `count` of them. Values that are not finite count for nothing; where there are no others, everything is NaN. */
export function collectBuckets(span: Span, count: number): Buckets {
  const bounds = splitEvenly(span, count);
  const buckets = { steps: [], x: span.x && [], means: [], low: [], high: [], smooth: span.smooth && [] } as Buckets;
  for (let part = 0; part < count; part++) {
    const [from, to] = [bounds[part]!, bounds[part + 1]!];
    if (from === to) continue;
    const middle = (from + to - 1) >> 1;
    const { mean, low, high } = summarise(span.values, from, to);
    buckets.steps.push(span.steps[middle]!);
    buckets.x?.push(span.x![middle]!);
    buckets.means.push(mean);
    buckets.low.push(low);
    buckets.high.push(high);
    buckets.smooth?.push(summarise(span.smooth!, from, to).mean);
  }
  return buckets;
}

interface Summary {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

function summarise(values: Float64Array, from: number, to: number): Summary {
  let [sum, count, low, high] = [0, 0, Infinity, -Infinity];
  for (let i = from; i < to; i++) {
    const value = values[i]!;
    if (!isFiniteNumber(value)) continue;
    sum += value;
    count++;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (count === 0) return { mean: NaN, low: NaN, high: NaN };
  return { mean: Number.isFinite(sum) ? sum / count : meanOfGreat(values, from, to, count), low, high };
}

/** A mean whose sum would be infinite. */
function meanOfGreat(values: Float64Array, from: number, to: number, count: number): number {
  return values.subarray(from, to).reduce((mean, value) => (Number.isFinite(value) ? mean + value / count : mean), 0);
}

/** Where the values are not finite; undefined if they all are. */
export function findNotFinite({ steps, values, x }: Span): { at: number[]; count: number } | undefined {
  const at: number[] = [];
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    if (isFiniteNumber(values[i]!)) continue;
    if (count++ < mostNotFinite) at.push((x ?? steps)[i]!);
  }
  return count === 0 ? undefined : { at, count };
}

/** 5th and 95th percentile of the finite values, between the two nearest where none lies there; undefined if there are none. */
export function findPercentiles(values: Float64Array): { low: number; high: number } | undefined {
  const finite = finiteOnly(values);
  return finite.length === 0 ? undefined : { low: quantile(finite, 0.05), high: quantile(finite, 0.95) };
}
