// What may be asked of predictions, parsed: by the host, which hears a page, and by the analysis thread. Parsers throw with the reason.

import { isRunId } from '../run-id.ts';
import type { Parsers } from './channel.ts';
import { fieldsOf } from './fields-of.ts';
import {
  flips,
  groupings,
  outcomes,
  predictionSorts,
  traits,
  type PredictionFilters,
  type PredictionMessages,
  type PredictionQuery,
  type QuestionPlace,
} from './predictions.ts';

/** The most rows of one answer. */
const mostRows = 500;
/** Longest text of a filter, in UTF-16 units: a question or a title. */
const longestText = 2_000;

/** One parser for each message about predictions. */
export const predictionParsers: Parsers<PredictionMessages> = {
  'predictions/overview': (params) => ({ runId: runIdOf(fieldsOf(params), 'runId') }),
  'predictions/scores': (params) => ({ runId: runIdOf(fieldsOf(params), 'runId') }),
  'predictions/query': parseQuery,
  'predictions/detail': (params) => {
    const fields = fieldsOf(params);
    return { ...parseRuns(fields), id: textOf(fields, 'id') };
  },
  'predictions/flips': (params) => {
    const fields = fieldsOf(params);
    return { runId: runIdOf(fields, 'runId'), otherRunId: runIdOf(fields, 'otherRunId') };
  },
};

/** A question of a run, beside another run. Throws with the reason. */
export function parseQuestionPlace(value: unknown): QuestionPlace {
  const fields = fieldsOf(value);
  return { questionId: textOf(fields, 'questionId'), otherRunId: runIdOf(fields, 'otherRunId') };
}

type Fields = Readonly<Record<string, unknown>>;

function parseQuery(params: unknown): PredictionQuery {
  const fields = fieldsOf(params);
  const { offset, limit, sort } = fields;
  if (!isWhole(offset)) throw new TypeError('offset is not a whole number from 0.');
  if (!isWhole(limit) || limit === 0 || limit > mostRows) throw new TypeError(`limit is not from 1 to ${mostRows}.`);
  return {
    ...parseRuns(fields),
    filters: parseFilters(fields['filters']),
    text: textOf(fields, 'text'),
    sort: memberOf(predictionSorts, sort, 'sort'),
    offset,
    limit,
  };
}

function parseRuns(fields: Fields): { runId: string; otherRunId?: string } {
  const runId = runIdOf(fields, 'runId');
  return fields['otherRunId'] === undefined ? { runId } : { runId, otherRunId: runIdOf(fields, 'otherRunId') };
}

function parseFilters(value: unknown): PredictionFilters {
  const fields = fieldsOf(value);
  const groups = fields['groups'] === undefined ? undefined : parseGroups(fields['groups']);
  return {
    ...listIn(fields, 'outcomes', outcomes),
    ...listIn(fields, 'traits', traits),
    ...listIn(fields, 'flips', flips),
    ...(fields['title'] === undefined ? {} : { title: textOf(fields, 'title') }),
    ...(groups === undefined ? {} : { groups }),
  };
}

function parseGroups(value: unknown): PredictionFilters['groups'] {
  const fields = fieldsOf(value);
  const named = groupings.filter((grouping) => fields[grouping] !== undefined);
  return Object.fromEntries(named.map((grouping) => [grouping, textOf(fields, grouping)]));
}

function listIn<N extends string, M extends string>(fields: Fields, name: N, members: readonly M[]) {
  const list = fields[name];
  if (list === undefined) return {};
  if (!Array.isArray(list) || list.length > members.length) throw new TypeError(`${name} is not a list.`);
  const parsed = list.map((each) => memberOf(members, each, name));
  return { [name]: parsed } as unknown as Readonly<Record<N, readonly M[]>>;
}

function memberOf<M extends string>(members: readonly M[], value: unknown, name: string): M {
  const found = members.find((member) => member === value);
  if (found === undefined) throw new TypeError(`${name} is none of ${members.join(', ')}.`);
  return found;
}

function runIdOf(fields: Fields, name: string): string {
  const value = fields[name];
  if (!isRunId(value)) throw new TypeError(`${name} is not a run id.`);
  return value;
}

function textOf(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string' || value.length > longestText) throw new TypeError(`${name} is not a short text.`);
  return value;
}

function isWhole(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
