// Every question about an experiment's text, and who answers it: one line each.

import type { Parsers } from '../shared/messages/channel.ts';
import type { Handlers } from '../shared/messages/contract.ts';
import type {
  DataCounts,
  ExperimentText,
  FixRequest,
  LanguageContract,
  PlanRequest,
} from '../shared/messages/language.ts';
import { countData } from './count.ts';
import { diagnoseText, findFixes } from './diagnose.ts';
import { makePlan, suggest } from './plan.ts';

export const languageHandlers: Handlers<LanguageContract> = {
  'plan/make': makePlan,
  'plan/suggest': suggest,
  'text/diagnose': diagnoseText,
  'text/fixes': findFixes,
  'samples/count': countData,
};

/** One parser for each message; they throw with the reason. */
export const languageParsers: Parsers<LanguageContract> = {
  'plan/make': parsePlanRequest,
  'plan/suggest': parsePlanRequest,
  'text/diagnose': parsePlanRequest,
  'text/fixes': parseFixRequest,
  'samples/count': parseText,
};

function parseText(params: unknown): ExperimentText {
  const { file, text } = fieldsOf(params);
  if (typeof file !== 'string' || typeof text !== 'string') throw new TypeError('it has no file or no text.');
  return { file, text };
}

function parsePlanRequest(params: unknown): PlanRequest {
  const { counts } = fieldsOf(params);
  return { ...parseText(params), counts: counts === null ? null : parseCounts(counts) };
}

function parseFixRequest(params: unknown): FixRequest {
  const { offset, length } = fieldsOf(fieldsOf(params)['range']);
  const isPlace = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
  if (!isPlace(offset) || !isPlace(length)) throw new TypeError('it names no place in the text.');
  return { ...parsePlanRequest(params), range: { offset, length } };
}

function parseCounts(counts: unknown): DataCounts {
  const { key, train, eval: evaluation, note } = fieldsOf(counts);
  if (typeof key !== 'string' || typeof note !== 'string') throw new TypeError('its counts have no key or no note.');
  return { key, note, train: parseCount(train), eval: parseCount(evaluation) };
}

function parseCount(count: unknown): number | null {
  if (count === null || (typeof count === 'number' && Number.isSafeInteger(count) && count >= 0)) return count;
  throw new TypeError('a count is a whole number from 0, or null.');
}

function fieldsOf(params: unknown): Readonly<Record<string, unknown>> {
  if (typeof params !== 'object' || params === null) throw new TypeError('it is not an object.');
  return params as Record<string, unknown>;
}
