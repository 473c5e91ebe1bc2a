// What a page may ask for, parsed: ids must be run ids, counts must be counts, and nothing else gets through.

import type { Parsers } from '../../shared/messages/channel.ts';
import { fieldsOf } from '../../shared/messages/fields-of.ts';
import type { DashboardContract } from '../../shared/messages/dashboard.ts';
import type { SeriesRequest } from '../../shared/messages/runs.ts';
import { isRunId } from '../../shared/run-id.ts';

/** More points than this are never sent to a page. */
const mostPoints = 10_000;

/** One parser for each message of the page; they throw with the reason. */
export const dashboardParsers: Parsers<DashboardContract> = {
  ready: parseNothing,
  launch: parseNothing,
  'runs/get': parseRunId,
  'runs/stop': parseRunId,
  'runs/open-output': parseRunId,
  'runs/series': parseSeriesRequest,
};

function parseNothing(): Record<string, never> {
  return {};
}

function parseRunId(params: unknown): { runId: string } {
  const { runId } = fieldsOf(params);
  if (!isRunId(runId)) throw new TypeError('runId is not a run id.');
  return { runId };
}

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

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
