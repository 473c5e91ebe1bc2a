// Answers to requests for curves: whole columns from the cache, put on the axis that was asked for, smoothed at full resolution,
// cut to the range and reduced to what a chart can show.

import type { HorizontalAxis, Series, SeriesRequest } from '../shared/messages/runs.ts';
import { placesAt, placesBetween, samplesPerUpdate } from './axis.ts';
import { CurveCache, findSeries, type FoundSeries } from './curve.ts';
import type { Driver } from './driver.ts';
import { collectBuckets, findNotFinite, findPercentiles, pickPoints, type Span } from './reduce.ts';
import { ascends, firstIndexAfter, firstIndexFrom, hasNaN, scaled } from './search.ts';

/** Metrics that say how many samples were seen, under which names they are recorded. */
const sampleMetrics = ['samples', 'samples_seen', 'num_samples_seen'];

/** The curves asked for, each with at most `maxPoints` points; a name that the run does not have gives none. */
export function readSeries(db: Driver, request: SeriesRequest, cache = new CurveCache(db)): Series[] {
  return db.snapshot(() => {
    const all = findSeries(db, request.runId);
    const wanted = request.names && new Set(request.names);
    const reader: Reader = { db, cache, request, all };
    return all.filter(({ name }) => wanted?.has(name) ?? true).map((series) => readOne(reader, series));
  });
}

interface Reader {
  readonly db: Driver;
  readonly cache: CurveCache;
  readonly request: SeriesRequest;
  /** Every series of the run. */
  readonly all: readonly FoundSeries[];
}

function readOne(reader: Reader, series: FoundSeries): Series {
  const { request, cache } = reader;
  const { steps, values } = cache.curve(series);
  const smooth = request.smoothing ? cache.smooth(series, request.smoothing) : null;
  const x = placesOf(reader, series, request.x ?? { kind: 'step' }, steps);
  const span = cutToRange(x === 'unknown' ? nothing : placed({ steps, values, x, smooth }), request);
  return { name: series.name, ...reduced(span, request), totalPoints: span.steps.length };
}

function reduced(span: Span, request: SeriesRequest): Omit<Series, 'name' | 'totalPoints'> {
  const { maxPoints, buckets, percentiles } = request;
  const notFinite = isPlain(request) ? undefined : findNotFinite(span);
  const found = percentiles ? findPercentiles(span.values) : undefined;
  const said = { ...(notFinite && { notFinite }), ...(found && { percentiles: found }) };
  if (buckets && span.steps.length > maxPoints) {
    const { steps, x, means, low, high, smooth } = collectBuckets(span, maxPoints);
    return { steps, values: means, ...(x && { x }), low, high, ...(smooth && { smooth }), ...said };
  }
  const picked = pickPoints(span, maxPoints);
  const pick = (column: Float64Array): number[] => picked.map((i) => column[i]!);
  const { steps, values, x, smooth } = span;
  return {
    steps: pick(steps),
    values: pick(values),
    ...(x && { x: pick(x) }),
    ...(smooth && { smooth: pick(smooth) }),
    ...said,
  };
}

/** True if nothing is asked for but points over steps. */
function isPlain({ x, fromX, toX, smoothing, buckets, percentiles }: SeriesRequest): boolean {
  return [x, fromX, toX, smoothing, buckets, percentiles].every((asked) => asked === undefined);
}

const nothing: Span = { steps: new Float64Array(), values: new Float64Array(), x: null, smooth: null };

/** Place of each point, null if that is its step, or `unknown` if the run cannot tell. */
function placesOf(
  { db, cache, request, all }: Reader,
  series: FoundSeries,
  axis: HorizontalAxis,
  steps: Float64Array,
): Float64Array | 'unknown' | null {
  const metric = (name: string) => all.find((other) => other.name === name);
  switch (axis.kind) {
    case 'step':
      return null;
    case 'time':
      return cache.times(series);
    case 'relative': {
      const startedAt = db.get('SELECT started_at FROM runs WHERE run_id = ?', request.runId)?.['started_at'];
      return scaled(cache.times(series), 1, -Number(startedAt));
    }
    case 'metric': {
      const other = metric(axis.name);
      return other ? placesAt(steps, cache.curve(other)) : 'unknown';
    }
    case 'epoch': {
      const epoch = metric('epoch');
      return epoch ? placesBetween(steps, cache.curve(epoch)) : 'unknown';
    }
    case 'samples': {
      const counted = sampleMetrics.map(metric).find((found) => found !== undefined);
      if (counted) return placesBetween(steps, cache.curve(counted));
      const each = samplesEach(db, request.runId);
      return each === undefined ? 'unknown' : scaled(steps, each, 0);
    }
  }
}

function samplesEach(db: Driver, runId: string): number | undefined {
  const text = db.get('SELECT experiment FROM runs WHERE run_id = ?', runId)?.['experiment'];
  return samplesPerUpdate(typeof text === 'string' ? JSON.parse(text) : null);
}

/** Without the points that have no place. */
function placed(span: Span): Span {
  const { x } = span;
  return x === null || !hasNaN(x) ? span : filtered(span, (i) => !Number.isNaN(x[i]!));
}

function cutToRange(
  span: Span,
  { fromStep = 0, toStep = Infinity, fromX = -Infinity, toX = Infinity }: SeriesRequest,
): Span {
  const part = cut(span, span.steps, fromStep, toStep);
  const { x } = part;
  if (x === null) return cut(part, part.steps, fromX, toX);
  if (fromX === -Infinity && toX === Infinity) return part;
  if (ascends(x)) return cut(part, x, fromX, toX);
  return filtered(part, (i) => x[i]! >= fromX && x[i]! <= toX);
}

/** The part of the span where `ascending` lies between two numbers, both included. */
function cut({ steps, values, x, smooth }: Span, ascending: Float64Array, least: number, greatest: number): Span {
  const [from, to] = [firstIndexFrom(ascending, least), firstIndexAfter(ascending, greatest)];
  const part = (column: Float64Array): Float64Array => column.subarray(from, to);
  return { steps: part(steps), values: part(values), x: x && part(x), smooth: smooth && part(smooth) };
}

function filtered({ steps, values, x, smooth }: Span, keeps: (i: number) => boolean): Span {
  const keep = (column: Float64Array): Float64Array => column.filter((_, i) => keeps(i));
  return { steps: keep(steps), values: keep(values), x: x && keep(x), smooth: smooth && keep(smooth) };
}
