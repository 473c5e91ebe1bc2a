// What a page may ask about curves, parsed: counts must be counts, and no page gets more points than it can draw.

import type { Parsers } from '../../../shared/messages/channel.ts';
import type { CurveMessages } from '../../../shared/messages/curves.ts';
import { fieldsOf } from '../../../shared/messages/fields-of.ts';
import type { HorizontalAxis, SeriesRequest, Smoothing } from '../../../shared/messages/runs.ts';
import { parseFileSave } from './files.ts';
import { isCount, parseRunId, parseStep, parseSwitch } from './runs.ts';

/** More points than this are never sent to a page. */
const mostPoints = 10_000;

export const curveParsers: Parsers<CurveMessages> = { 'runs/series': parseSeriesRequest, 'file/save': parseFileSave };

function parseSeriesRequest(params: unknown): SeriesRequest {
  const { names, fromStep, toStep, x, fromX, toX, smoothing, buckets, percentiles, maxPoints } = fieldsOf(params);
  if (!isCount(maxPoints) || maxPoints < 1 || maxPoints > mostPoints) throw new TypeError('maxPoints is out of range.');
  return {
    ...parseRunId(params),
    maxPoints,
    ...(names !== undefined && { names: parseNames(names) }),
    ...(fromStep !== undefined && { fromStep: parseStep(fromStep) }),
    ...(toStep !== undefined && { toStep: parseStep(toStep) }),
    ...(x !== undefined && { x: parseAxis(x) }),
    ...(fromX !== undefined && { fromX: parsePlace(fromX) }),
    ...(toX !== undefined && { toX: parsePlace(toX) }),
    ...(smoothing !== undefined && { smoothing: parseSmoothing(smoothing) }),
    ...(buckets !== undefined && { buckets: parseSwitch('buckets', buckets) }),
    ...(percentiles !== undefined && { percentiles: parseSwitch('percentiles', percentiles) }),
  };
}

function parseNames(names: unknown): string[] {
  if (!Array.isArray(names) || !names.every((name) => typeof name === 'string')) {
    throw new TypeError('names is not a list of names.');
  }
  return names;
}

function parseAxis(axis: unknown): HorizontalAxis {
  const { kind, name } = fieldsOf(axis);
  switch (kind) {
    case 'step':
    case 'epoch':
    case 'samples':
    case 'time':
    case 'relative':
      return { kind };
    case 'metric':
      if (typeof name === 'string') return { kind, name };
      throw new TypeError('x.name is not the name of a metric.');
    default:
      throw new TypeError('x.kind is not known.');
  }
}

function parsePlace(place: unknown): number {
  if (typeof place !== 'number' || !Number.isFinite(place))
    throw new TypeError('a place on an axis is a finite number.');
  return place;
}

function parseSmoothing(smoothing: unknown): Smoothing {
  const { kind, weight, points } = fieldsOf(smoothing);
  if (kind === 'ema') {
    if (typeof weight === 'number' && weight >= 0 && weight < 1) return { kind, weight };
    throw new TypeError('smoothing.weight is not from 0 to 1.');
  }
  if (kind !== 'gaussian' && kind !== 'mean') throw new TypeError('smoothing.kind is not known.');
  if (typeof points === 'number' && points > 0 && points <= 1e6) return { kind, points };
  throw new TypeError('smoothing.points is out of range.');
}
