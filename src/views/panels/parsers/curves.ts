// What a page may ask about curves, parsed: counts must be counts, and no page gets more points than it can draw.

import type { Parsers } from '../../../shared/messages/channel.ts';
import type { CurveMessages } from '../../../shared/messages/curves.ts';
import { fieldsOf } from '../../../shared/messages/fields-of.ts';
import type { SeriesRequest } from '../../../shared/messages/runs.ts';
import { parseFileSave } from './files.ts';
import { isCount, parseRunId } from './runs.ts';

/** More points than this are never sent to a page. */
const mostPoints = 10_000;

export const curveParsers: Parsers<CurveMessages> = { 'runs/series': parseSeriesRequest, 'file/save': parseFileSave };

function parseSeriesRequest(params: unknown): SeriesRequest {
  const { names, fromStep, toStep, maxPoints } = fieldsOf(params);
  if (!isCount(maxPoints) || maxPoints < 1 || maxPoints > mostPoints) throw new TypeError('maxPoints is out of range.');
  return {
    ...parseRunId(params),
    maxPoints,
    ...(names !== undefined && { names: parseNames(names) }),
    ...(fromStep !== undefined && { fromStep: parseStep(fromStep) }),
    ...(toStep !== undefined && { toStep: parseStep(toStep) }),
  };
}

function parseNames(names: unknown): string[] {
  if (!Array.isArray(names) || !names.every((name) => typeof name === 'string')) {
    throw new TypeError('names is not a list of names.');
  }
  return names;
}

function parseStep(step: unknown): number {
  if (!isCount(step)) throw new TypeError('a step is a whole number from 0.');
  return step;
}
