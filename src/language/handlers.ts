// Every question about an experiment's text, and who answers it: one line each.

import type { Parsers } from '../shared/messages/channel.ts';
import { fieldsOf } from '../shared/messages/fields-of.ts';
import type { Handlers } from '../shared/messages/contract.ts';
import type {
  CompletionRequest,
  DataCounts,
  ExperimentText,
  FixRequest,
  LanguageContract,
  LensRequest,
  LensRun,
  PlaceRequest,
  PlanRequest,
} from '../shared/messages/language.ts';
import { isRunId } from '../shared/run-id.ts';
import { isRunState } from '../shared/run-state.ts';
import { completeText } from './complete.ts';
import { countData } from './count.ts';
import { compareText } from './compare.ts';
import { findDefinitions } from './definition.ts';
import { diagnoseText, findFixes } from './diagnose.ts';
import { hoverText } from './hover.ts';
import { findLenses } from './lenses.ts';
import { makePlan, suggest } from './plan.ts';

export const languageHandlers: Handlers<LanguageContract> = {
  'plan/make': makePlan,
  'plan/suggest': suggest,
  'text/diagnose': diagnoseText,
  'text/fixes': findFixes,
  'text/complete': completeText,
  'text/hover': hoverText,
  'text/lenses': findLenses,
  'text/definitions': findDefinitions,
  'text/compare': compareText,
  'samples/count': countData,
};

/** One parser for each message; they throw with the reason. */
export const languageParsers: Parsers<LanguageContract> = {
  'plan/make': parsePlanRequest,
  'plan/suggest': parsePlanRequest,
  'text/diagnose': parsePlanRequest,
  'text/fixes': parseFixRequest,
  'text/complete': parseCompletionRequest,
  'text/hover': (params) => ({ ...parsePlanRequest(params), ...parsePlaceRequest(params) }),
  'text/lenses': parseLensRequest,
  'text/definitions': parsePlaceRequest,
  'text/compare': (params) => ({ ...parseText(params), experiment: fieldsOf(params)['experiment'] }),
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

function parsePlaceRequest(params: unknown): PlaceRequest {
  const { offset } = fieldsOf(params);
  if (!Number.isSafeInteger(offset) || (offset as number) < 0) throw new TypeError('it names no place in the text.');
  return { ...parseText(params), offset: offset as number };
}

function parseCompletionRequest(params: unknown): CompletionRequest {
  const { workspace } = fieldsOf(params);
  if (workspace !== null && typeof workspace !== 'string') throw new TypeError('its workspace is no path.');
  return { ...parsePlaceRequest(params), workspace };
}

function parseLensRequest(params: unknown): LensRequest {
  const { runs, workspaceFolder } = fieldsOf(params);
  if (!Array.isArray(runs)) throw new TypeError('it has no list of runs.');
  if (workspaceFolder !== null && typeof workspaceFolder !== 'string') throw new TypeError('its folder is no path.');
  return { ...parseText(params), runs: runs.map(parseRun), workspaceFolder };
}

function parseRun(run: unknown): LensRun {
  const { runId, name, state, startedAt, imported, source, sweep } = fieldsOf(run);
  if (!isRunId(runId) || typeof name !== 'string' || !isRunState(state) || typeof startedAt !== 'number')
    throw new TypeError('one of its runs is none.');
  return {
    ...{ runId, name, state, startedAt },
    ...(typeof source === 'string' ? { source } : {}),
    // That it has one is all that counts here.
    ...(imported === undefined ? {} : { imported: imported as NonNullable<LensRun['imported']> }),
    ...(sweep === undefined ? {} : { sweep: sweep as NonNullable<LensRun['sweep']> }),
  };
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
