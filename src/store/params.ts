// unknown → parameters of the store's messages. What is wrong is thrown as a plain sentence; the channel says in which message.

import { isAbsolute } from 'node:path';
import type { Parsers } from '../shared/messages/channel.ts';
import type { AnnotationChange, HeatMapRequest, HorizontalAxis, SeriesRequest, Smoothing } from '../shared/messages/runs.ts'; // prettier-ignore
import type { StoreContract } from '../shared/messages/store.ts';
import { isRunId } from '../shared/run-id.ts';

const mostPoints = 1_000_000;
const mostColumns = 10_000;
const mostFields = 1000;
const mostRuns = 100_000;
const longestText = 1_000_000;
/** A kernel wider than any curve is long. */
const mostSmoothedPoints = 1_000_000;

const axisKinds = ['step', 'epoch', 'samples', 'time', 'relative'] as const;
const quantities = ['utilisation', 'memoryBytes', 'powerWatts'] as const;

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
  'runs/heat-map': (params) => parseHeatMapRequest(params),
  'runs/fields': (params) => ({ paths: asTexts(asFields(params)['paths'], 'paths', mostFields) }),
  'runs/annotate': (params) => {
    const { runIds, change } = asFields(params);
    return { runIds: asTexts(runIds, 'runIds', mostRuns).map(asRunId), change: parseAnnotationChange(change) };
  },
  'runs/ingest': (params) => ({ runId: asRunId(asFields(params)['runId']) }),
  'runs/mark-lost': (params) => ({ runId: asRunId(asFields(params)['runId']) }),
  close: () => ({}),
};

/** A request for curves; throws a sentence that names the wrong field. */
export function parseSeriesRequest(params: unknown): SeriesRequest {
  const fields = asFields(params);
  return {
    runId: asRunId(fields['runId']),
    maxPoints: asCount(fields['maxPoints'], 'maxPoints', mostPoints),
    ...optional(fields, 'names', (value) => asTexts(value, 'names')),
    ...optional(fields, 'fromStep', (value) => asStep(value, 'fromStep')),
    ...optional(fields, 'toStep', (value) => asStep(value, 'toStep')),
    ...optional(fields, 'x', parseAxis),
    ...optional(fields, 'fromX', (value) => asFinite(value, 'fromX')),
    ...optional(fields, 'toX', (value) => asFinite(value, 'toX')),
    ...optional(fields, 'smoothing', parseSmoothing),
    ...optional(fields, 'buckets', (value) => asBoolean(value, 'buckets')),
    ...optional(fields, 'percentiles', (value) => asBoolean(value, 'percentiles')),
  };
}

/** A request for a heat map; throws a sentence that names the wrong field. */
export function parseHeatMapRequest(params: unknown): HeatMapRequest {
  const fields = asFields(params);
  return {
    runId: asRunId(fields['runId']),
    quantity: asOneOf(fields['quantity'], quantities, 'quantity'),
    columns: asCount(fields['columns'], 'columns', mostColumns),
    ...optional(fields, 'fromStep', (value) => asStep(value, 'fromStep')),
    ...optional(fields, 'toStep', (value) => asStep(value, 'toStep')),
  };
}

/** A change of what the user says of runs; throws a sentence that names the wrong field. */
export function parseAnnotationChange(change: unknown): AnnotationChange {
  const fields = asFields(change);
  return {
    ...optional(fields, 'name', (value) => (value === null ? null : asText(value, 'name'))),
    ...optional(fields, 'addTags', (value) => asTexts(value, 'addTags')),
    ...optional(fields, 'removeTags', (value) => asTexts(value, 'removeTags')),
    ...optional(fields, 'notes', (value) => (value === null ? null : asText(value, 'notes'))),
    ...optional(fields, 'starred', (value) => asBoolean(value, 'starred')),
    ...optional(fields, 'archived', (value) => asBoolean(value, 'archived')),
  };
}

function parseAxis(value: unknown): HorizontalAxis {
  const { kind, name } = asFields(value);
  if (kind === 'metric') return { kind, name: asText(name, 'x.name') };
  return { kind: asOneOf(kind, axisKinds, 'x.kind') };
}

function parseSmoothing(value: unknown): Smoothing {
  const { kind, weight, points } = asFields(value);
  if (kind !== 'ema') {
    const spread = asFinite(points, 'smoothing.points');
    if (spread <= 0 || spread > mostSmoothedPoints) throw new Error('smoothing.points is out of range.');
    return { kind: asOneOf(kind, ['gaussian', 'mean'] as const, 'smoothing.kind'), points: spread };
  }
  const share = asFinite(weight, 'smoothing.weight');
  if (share < 0 || share > 1) throw new Error('smoothing.weight must be from 0 to 1.');
  return { kind, weight: share };
}

/** The field, parsed, or nothing if it is absent. */
function optional<K extends string, T>(
  fields: Fields,
  key: K,
  parse: (value: unknown) => T,
): { readonly [k in K]?: T } {
  return fields[key] === undefined ? {} : ({ [key]: parse(fields[key]) } as { readonly [k in K]: T });
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

function asCount(value: unknown, name: string, most: number): number {
  const count = asStep(value, name);
  if (count < 1 || count > most) throw new Error(`${name} must be from 1 to ${most}.`);
  return count;
}

function asFinite(value: unknown, name: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new Error(`${name} must be a finite number.`);
  return value;
}

function asBoolean(value: unknown, name: string): boolean {
  if (typeof value !== 'boolean') throw new Error(`${name} must be true or false.`);
  return value;
}

function asOneOf<T extends string>(value: unknown, allowed: readonly T[], name: string): T {
  const found = allowed.find((one) => one === value);
  if (found === undefined) throw new Error(`${name} must be one of ${allowed.join(', ')}.`);
  return found;
}

function asText(value: unknown, name: string): string {
  if (typeof value !== 'string' || value.length > longestText) throw new Error(`${name} must be a text.`);
  return value;
}

function asTexts(value: unknown, name: string, most = mostRuns): readonly string[] {
  if (!Array.isArray(value) || !value.every((item): item is string => typeof item === 'string')) {
    throw new Error(`${name} must be a list of texts.`);
  }
  if (value.length > most) throw new Error(`${name} must have at most ${most} items.`);
  return value;
}
