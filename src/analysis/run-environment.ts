// What a run was made with, for its details: environment.json with the kinds of its entries checked one by one.

import { readRecordedEnvironment, textOf, valuesOf, type Values } from '../compare/recorded-environment.ts';
import type { Parsers } from '../shared/messages/channel.ts';
import type { Handlers } from '../shared/messages/contract.ts';
import type { DetailAnalysis, RecordedEnvironment, RecordedGit } from '../shared/messages/details.ts';
import { fieldsOf } from '../shared/messages/fields-of.ts';

export const detailHandlers: Handlers<DetailAnalysis> = {
  'details/environment': async ({ folder }) => parseEnvironment(await readRecordedEnvironment(folder)),
};

export const detailParsers: Parsers<DetailAnalysis> = {
  'details/environment'(params) {
    const { folder } = fieldsOf(params);
    if (typeof folder !== 'string') throw new TypeError('folder is not a path.');
    return { folder };
  },
};

/** The entries that are there and are what they should be; null if nothing was recorded. */
export function parseEnvironment(recorded: Values): RecordedEnvironment | null {
  if (Object.keys(recorded).length === 0) return null;
  const [system, cpu] = [valuesOf(recorded['system']), valuesOf(recorded['cpu'])];
  const git = parseGit(recorded['git']);
  const texts = {
    ...textEntry('platform', system['platform']),
    ...textEntry('release', system['release']),
    ...textEntry('arch', system['arch']),
    ...textEntry('host', system['host']),
    ...textEntry('processor', cpu['model']),
  };
  return {
    versions: parseVersions(recorded['versions']),
    ...texts,
    ...countEntry('processors', cpu['count']),
    ...countEntry('memoryBytes', recorded['memoryBytes']),
    ...(git && { git }),
  };
}

function parseVersions(value: unknown): Record<string, string> {
  const entries = Object.entries(valuesOf(value)).map(([name, version]) => [name, textOf(version)] as const);
  return Object.fromEntries(entries.filter((entry): entry is readonly [string, string] => entry[1] !== undefined));
}

function parseGit(value: unknown): RecordedGit | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { commit, branch, dirty, diff, diffTruncated } = valuesOf(value);
  const text = textOf(diff) ?? '';
  return {
    ...textEntry('commit', commit),
    ...textEntry('branch', branch),
    dirty: dirty === true || text !== '',
    diff: text,
    diffTruncated: diffTruncated === true,
  };
}

function textEntry<N extends string>(name: N, value: unknown): { readonly [K in N]?: string } {
  const text = textOf(value);
  return (text === undefined ? {} : { [name]: text }) as { [K in N]?: string };
}

function countEntry<N extends string>(name: N, value: unknown): { readonly [K in N]?: number } {
  const isCount = typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
  return (isCount ? { [name]: value } : {}) as { [K in N]?: number };
}
