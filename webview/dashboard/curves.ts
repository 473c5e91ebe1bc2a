// The selected run's curves: a full answer of the store, grown by what is new since. Pure.

import type { Series, SeriesRequest } from '../../src/shared/messages/runs.ts';

/** No series ever has more points than this in the page. */
export const maxPoints = 4000;
/** A full answer leaves room for new points before it has to be asked for again. */
const pointsOfFullAnswer = 3000;

export type Curves = ReadonlyMap<string, Series>;

/** Asks for everything a run has. */
export function fullRequest(runId: string): SeriesRequest {
  return { runId, maxPoints: pointsOfFullAnswer };
}

/** Asks for what `curves` lack: all steps after the last one that every series has reached. */
export function deltaRequest(runId: string, curves: Curves): SeriesRequest {
  const ends = [...curves.values()].map((series) => series.steps.at(-1) ?? -1);
  if (ends.length === 0) return fullRequest(runId);
  return { runId, fromStep: Math.min(...ends) + 1, maxPoints };
}

export function collectCurves(answer: readonly Series[]): Curves {
  return new Map(answer.map((series) => [series.name, series]));
}

/** The curves with the delta appended; null if that cannot be done exactly or grows too large, and all must be asked for again. */
export function appendDelta(curves: Curves, delta: readonly Series[]): Curves | null {
  const grown = new Map(curves);
  for (const part of delta) {
    if (part.totalPoints !== part.steps.length) return null;
    const series = appendSeries(curves.get(part.name), part);
    if (series.steps.length > maxPoints) return null;
    grown.set(part.name, series);
  }
  return grown;
}

function appendSeries(series: Series | undefined, part: Series): Series {
  if (!series) return part;
  const last = series.steps.at(-1) ?? -1;
  const first = part.steps.findIndex((step) => step > last);
  if (first < 0) return series;
  return {
    name: series.name,
    steps: [...series.steps, ...part.steps.slice(first)],
    values: [...series.values, ...part.values.slice(first)],
    totalPoints: series.totalPoints + part.steps.length - first,
  };
}
