// unknown → parameters of the store's messages. What is wrong is thrown as a plain sentence; the channel says in which message.

import { isAbsolute } from 'node:path';
import type { Parsers } from '../shared/messages/channel.ts';
import type { SeriesRequest } from '../shared/messages/runs.ts';
import type { StoreContract } from '../shared/messages/store.ts';
import { isRunId } from '../shared/run-id.ts';

const mostPoints = 1_000_000;

type Fields = Readonly<Partial<Record<string, unknown>>>;

/** One parser for each message of the store. */
export const storeParsers: Parsers<StoreContract> = {
  open: (params) => {
    const { databaseFile, runsFolder } = asFields(params);
    return { databaseFile: asPath(databaseFile, 'databaseFile'), runsFolder: asPath(runsFolder, 'runsFolder') };
  },
  'runs/list': () => ({}),
  'runs/get': (params) => ({ runId: asRunId(asFields(params)['runId']) }),
  'runs/series': (params) => parseSeriesRequest(params),
  'runs/ingest': (params) => ({ runId: asRunId(asFields(params)['runId']) }),
  'runs/mark-lost': (params) => ({ runId: asRunId(asFields(params)['runId']) }),
  close: () => ({}),
};

/** A request for curves; throws a sentence that names the wrong field. */
export function parseSeriesRequest(params: unknown): SeriesRequest {
  const fields = asFields(params);
  const maxPoints = asStep(fields['maxPoints'], 'maxPoints');
  if (maxPoints < 1 || maxPoints > mostPoints) throw new Error(`maxPoints must be from 1 to ${mostPoints}.`);
  return {
    runId: asRunId(fields['runId']),
    maxPoints,
    ...(fields['names'] === undefined ? {} : { names: asTexts(fields['names'], 'names') }),
    ...(fields['fromStep'] === undefined ? {} : { fromStep: asStep(fields['fromStep'], 'fromStep') }),
    ...(fields['toStep'] === undefined ? {} : { toStep: asStep(fields['toStep'], 'toStep') }),
  };
}

function asFields(params: unknown): Fields {
  if (typeof params !== 'object' || params === null) throw new Error('they must be an object.');
  return params as Fields;
}

function asRunId(value: unknown): string {
  if (!isRunId(value)) throw new Error('runId must be a run id.');
  return value;
}

function asPath(value: unknown, name: string): string {
  if (typeof value !== 'string' || !isAbsolute(value)) throw new Error(`${name} must be an absolute path.`);
  return value;
}

function asStep(value: unknown, name: string): number {
  if (!Number.isSafeInteger(value) || (value as number) < 0) throw new Error(`${name} must be a whole number from 0.`);
  return value as number;
}

function asTexts(value: unknown, name: string): readonly string[] {
  if (!Array.isArray(value) || !value.every((item): item is string => typeof item === 'string')) {
    throw new Error(`${name} must be a list of texts.`);
  }
  return value;
}
