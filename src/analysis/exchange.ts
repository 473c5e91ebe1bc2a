// Answers that write exports of runs and read runs of others' files.

import { exportRuns } from '../exchange/export.ts';
import { importRuns } from '../exchange/import/import-runs.ts';
import type { Parsers } from '../shared/messages/channel.ts';
import type { Handlers } from '../shared/messages/contract.ts';
import { fieldsOf } from '../shared/messages/fields-of.ts';
import type { RunDetail } from '../shared/messages/runs.ts';
import { exportFormats, exportKinds, type SharingAnalysis } from '../shared/messages/sharing.ts';

export const exchangeHandlers: Handlers<SharingAnalysis> = {
  'exchange/export': (request) => exportRuns(request),
  'exchange/import': async ({ path, runsFolder }) =>
    (await importRuns(path, runsFolder)).map(({ notices, ...run }) => ({
      ...run,
      notices: notices.map(({ message }) => message),
    })),
};

/** The host sends what its store told it; only what decides which files are read and written is looked at again. */
export const exchangeParsers: Parsers<SharingAnalysis> = {
  'exchange/export'(params) {
    const { kind, format, runs, target } = fieldsOf(params);
    const known = { kind: exportKinds.find((each) => each === kind), format: exportFormats.find((each) => each === format) }; // prettier-ignore
    if (known.kind === undefined || known.format === undefined) throw new TypeError('There is no such export.');
    if (!Array.isArray(runs) || runs.length === 0) throw new TypeError('runs is no list of runs.');
    return { kind: known.kind, format: known.format, runs: runs.map(parseDetail), target: parsePath(target) };
  },
  'exchange/import'(params) {
    const { path, runsFolder } = fieldsOf(params);
    return { path: parsePath(path), runsFolder: parsePath(runsFolder) };
  },
};

function parseDetail(value: unknown): RunDetail {
  parsePath(fieldsOf(value)['folder']);
  return value as RunDetail;
}

function parsePath(value: unknown): string {
  if (typeof value !== 'string' || value === '') throw new TypeError('A path is missing.');
  return value;
}
