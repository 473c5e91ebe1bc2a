// Answers about runs side by side.

import { readEnvironmentFacts } from '../compare/environment.ts';
import { listFacts, listFields } from '../compare/facts.ts';
import { parseExperiment } from '../compare/read-run.ts';
import { compareScores, listFlips } from '../compare/scored-pair.ts';
import { readUncommitted } from '../compare/uncommitted.ts';
import type { Parsers } from '../shared/messages/channel.ts';
import type { ComparisonAnalysis } from '../shared/messages/compare.ts';
import type { Handlers } from '../shared/messages/contract.ts';
import { fieldsOf } from '../shared/messages/fields-of.ts';
import type { RunDetail } from '../shared/messages/runs.ts';
import { createScoredRuns } from './scored-runs.ts';

/** More flips than this are counted, not listed. */
const mostFlips = 100;

const scoredRun = createScoredRuns();

export const comparisonHandlers: Handlers<ComparisonAnalysis> = {
  'compare/facts': async ({ runs }) => {
    const experiments = runs.map(({ experiment }) => parseExperiment(experiment));
    const environments = await Promise.all(runs.map((run, index) => readEnvironmentFacts(run, experiments[index]!)));
    const changes = await Promise.all(runs.map(({ folder }) => readUncommitted(folder)));
    return {
      runIds: runs.map(({ runId }) => runId),
      fields: listFields(experiments),
      environment: listFacts(environments),
      hasDiff: changes.map((change) => change !== null),
    };
  },
  'compare/scores': async ({ run, baseline }) =>
    compareScores(await scoredRun(run), await scoredRun(baseline), run.runId === baseline.runId),
  'compare/flips': async ({ run, baseline }) => listFlips(await scoredRun(run), await scoredRun(baseline), mostFlips),
  'compare/uncommitted': ({ folder }) => readUncommitted(folder),
};

/** The host sends what its store told it; only the shape that decides which files are read is looked at again. */
export const comparisonParsers: Parsers<ComparisonAnalysis> = {
  'compare/facts': (params) => {
    const { runs } = fieldsOf(params);
    if (!Array.isArray(runs)) throw new TypeError('runs is not a list.');
    return { runs: runs.map(parseDetail) };
  },
  'compare/scores': parsePair,
  'compare/flips': parsePair,
  'compare/uncommitted': (params) => ({ folder: parseFolder(fieldsOf(params)['folder']) }),
};

function parsePair(params: unknown): { run: RunDetail; baseline: RunDetail } {
  const { run, baseline } = fieldsOf(params);
  return { run: parseDetail(run), baseline: parseDetail(baseline) };
}

function parseDetail(value: unknown): RunDetail {
  const { runId, folder } = fieldsOf(value);
  if (typeof runId !== 'string') throw new TypeError('runId is not a text.');
  parseFolder(folder);
  return value as RunDetail;
}

function parseFolder(folder: unknown): string {
  if (typeof folder !== 'string' || folder === '') throw new TypeError('folder is not a path.');
  return folder;
}
