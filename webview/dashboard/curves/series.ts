// The curves of a run as the page holds them: a full answer of the store, grown by what is new since. Pure.

import type { Series, SeriesRequest } from '../../../src/shared/messages/runs.ts';

/** A full answer has room for new points before it has to be asked for again. */
const growth = 4 / 3;

export type Curves = ReadonlyMap<string, Series>;

/** What is asked for, but for the part of it and how finely. */
export type SeriesQuery = Omit<SeriesRequest, 'fromStep' | 'toStep' | 'fromX' | 'toX' | 'maxPoints'>;

/** Asks for all steps, or for those up to one. */
export function fullRequest(query: SeriesQuery, maxPoints: number, toStep?: number): SeriesRequest {
  return { ...query, ...(toStep !== undefined && { toStep }), maxPoints };
}

/**
 * Asks for what `curves` lack: the last step that any of them has, which others may reach later, and all after it. `toStep` is the
 * one that the full answer went up to.
 */
export function deltaRequest(query: SeriesQuery, curves: Curves, maxPoints: number, toStep: number): SeriesRequest {
  const ends = [...curves.values()].map((series) => endOf(series, toStep));
  if (ends.length === 0) return fullRequest(query, maxPoints);
  return { ...query, fromStep: Math.max(0, ...ends), maxPoints };
}

/** Whether new points can be appended: a centred smoother changes points that are already there. */
export function canGrow({ smoothing }: SeriesQuery): boolean {
  return smoothing === undefined || smoothing.kind === 'ema';
}

export function collectCurves(answer: readonly Series[]): Curves {
  return new Map(answer.map((series) => [series.name, series]));
}

/** The curves with the delta appended; null if that cannot be done exactly or grows too large, and all must be asked for again. */
export function appendDelta(
  curves: Curves,
  delta: readonly Series[],
  maxPoints: number,
  toStep: number,
): Curves | null {
  const grown = new Map(curves);
  for (const part of delta) {
    if (part.totalPoints !== part.steps.length) return null;
    const series = appendSeries(curves.get(part.name), part, toStep);
    if (series.steps.length > maxPoints * growth) return null;
    grown.set(part.name, series);
  }
  return grown;
}

/** The last step that went into a curve; a bucket holds more than the step that it stands at. */
function endOf({ steps, low }: Series, toStep: number): number {
  const last = steps.at(-1) ?? -1;
  return low ? Math.max(last, toStep) : last;
}

function appendSeries(series: Series | undefined, part: Series, toStep: number): Series {
  if (!series) return part;
  const last = endOf(series, toStep);
  const first = part.steps.findIndex((step) => step > last);
  if (first < 0) return series;
  const rest = (list: readonly number[]): readonly number[] => list.slice(first);
  const values = rest(part.values);
  return {
    ...series,
    steps: [...series.steps, ...rest(part.steps)],
    values: [...series.values, ...values],
    ...(series.x && { x: [...series.x, ...rest(part.x ?? part.steps)] }),
    ...(series.low && { low: [...series.low, ...values] }),
    ...(series.high && { high: [...series.high, ...values] }),
    ...(series.smooth && { smooth: [...series.smooth, ...rest(part.smooth ?? part.values)] }),
    ...joinedNotFinite(series, part, first),
    totalPoints: series.totalPoints + part.steps.length - first,
  };
}

/** Places of both, where the store has told any. */
function joinedNotFinite(series: Series, part: Series, first: number): Pick<Series, 'notFinite'> {
  if (!series.notFinite && !part.notFinite) return {};
  const places = (part.x ?? part.steps).slice(first);
  const at = places.filter((_, index) => !Number.isFinite(part.values[first + index]));
  const { at: before = [], count = 0 } = series.notFinite ?? {};
  return { notFinite: { at: [...before, ...at], count: count + at.length } };
}
