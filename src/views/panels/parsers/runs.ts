// What a page may ask about runs, parsed: ids must be run ids, and nothing else gets through.

import type { Parsers } from '../../../shared/messages/channel.ts';
import type { RunMessages } from '../../../shared/messages/dashboard.ts';
import { fieldsOf } from '../../../shared/messages/fields-of.ts';
import { isRunId } from '../../../shared/run-id.ts';

/** The most runs that one message may name. */
const mostRuns = 10_000;

export const runParsers: Parsers<RunMessages> = {
  ready: parseNothing,
  launch: parseNothing,
  'runs/get': parseRunId,
  'runs/stop': parseRunId,
  'runs/resume': parseRunId,
  'runs/open-output': parseRunId,
  'runs/compare': parseRunIds,
};

/** For messages without parameters. */
export function parseNothing(): Record<string, never> {
  return {};
}

/** One run. */
export function parseRunId(params: unknown): { runId: string } {
  const { runId } = fieldsOf(params);
  if (!isRunId(runId)) throw new TypeError('runId is not a run id.');
  return { runId };
}

/** Several runs. */
export function parseRunIds(params: unknown): { runIds: string[] } {
  const { runIds } = fieldsOf(params);
  if (!Array.isArray(runIds) || runIds.length > mostRuns || !runIds.every(isRunId)) {
    throw new TypeError('runIds is not a list of run ids.');
  }
  return { runIds };
}

/** A number of weight updates. */
export function parseStep(step: unknown): number {
  if (!isCount(step)) throw new TypeError('a step is a whole number from 0.');
  return step;
}

/** True or false; `what` is it called. */
export function parseSwitch(what: string, value: unknown): boolean {
  if (typeof value !== 'boolean') throw new TypeError(`${what} is neither true nor false.`);
  return value;
}

/** A whole number from 0. */
export function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
