// Answers to `runs/series` as a store gives them, for tests of the page: chosen names, a part of the steps, axes, a plain mean as
// smoothing. Curves are never thinned here; what the store does is tested with the store.

import type { Series, SeriesRequest } from '../../src/shared/messages/runs.ts';

/** Milliseconds between two steps, on axes of time. */
export const stepMs = 1000;

/** What a store that holds these curves would answer. */
export function answerSeries(all: readonly Series[], request: SeriesRequest): Series[] {
  return all
    .filter(({ name }) => !request.names || request.names.includes(name))
    .map((series) => cut(series, all, request));
}

function cut(series: Series, all: readonly Series[], request: SeriesRequest): Series {
  const { steps, values } = series;
  const places = placesOf(series, all, request);
  const { fromStep = 0, toStep = Infinity, fromX = -Infinity, toX = Infinity } = request;
  const isIn = (step: number, at: number) =>
    step >= fromStep && step <= toStep && places[at]! >= fromX && places[at]! <= toX;
  const indices = steps.map((_, index) => index).filter((index) => isIn(steps[index]!, index));
  const pick = (list: readonly number[]) => indices.map((index) => list[index]!);
  const [x, own] = [pick(places), pick(values)];
  const at = x.filter((_, index) => !Number.isFinite(own[index]));
  const finite = own.filter(Number.isFinite).sort((a, b) => a - b);
  const percentile = (share: number) => finite[Math.floor(share * (finite.length - 1))]!;
  return {
    ...{ name: series.name, steps: pick(steps), values: own, totalPoints: indices.length },
    ...(request.x && { x }),
    ...(request.smoothing && { smooth: pick(values.map((_, index) => meanAround(values, index))) }),
    ...(at.length > 0 && { notFinite: { at, count: at.length } }),
    ...(request.percentiles && finite.length > 0 && { percentiles: { low: percentile(0.05), high: percentile(0.95) } }),
  };
}

function placesOf({ steps }: Series, all: readonly Series[], { x }: SeriesRequest): readonly number[] {
  if (x?.kind === 'time' || x?.kind === 'relative') return steps.map((step) => step * stepMs);
  if (x?.kind !== 'metric') return steps;
  const other = all.find(({ name }) => name === x.name);
  return steps.map((step) => other?.values[other.steps.indexOf(step)] ?? NaN);
}

function meanAround(values: readonly number[], index: number): number {
  const around = values.slice(Math.max(0, index - 5), index + 6).filter(Number.isFinite);
  return around.reduce((sum, value) => sum + value, 0) / around.length;
}
