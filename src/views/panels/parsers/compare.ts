// What the comparison page may ask, parsed: runs by their ids and no more of them than are compared.

import type { Parsers } from '../../../shared/messages/channel.ts';
import { mostComparedRuns, type CompareContract } from '../../../shared/messages/compare.ts';
import { fieldsOf } from '../../../shared/messages/fields-of.ts';
import { isRunId } from '../../../shared/run-id.ts';
import { parseQuestionPlace } from '../../../shared/messages/parse-predictions.ts';
import { curveParsers } from './curves.ts';
import { parseNothing, parseRunId, parseRunIds } from './runs.ts';

/** One parser for each message of the page; they throw with the reason. */
export const compareParsers: Parsers<CompareContract> = {
  ...curveParsers,
  ready: parseNothing,
  'compare/facts': parseFewRunIds,
  'compare/scores': parsePair,
  'compare/flips': parsePair,
  'compare/choose-runs': parseFewRunIds,
  'compare/open-run': parseOpenRun,
  'compare/open-diff': parseOpenDiff,
};

function parseFewRunIds(params: unknown): { runIds: string[] } {
  const { runIds } = parseRunIds(params);
  if (runIds.length > mostComparedRuns) throw new TypeError(`runIds has more than ${mostComparedRuns} runs.`);
  return { runIds };
}

function parsePair(params: unknown): { runId: string; baseline: string } {
  const { baseline } = fieldsOf(params);
  if (!isRunId(baseline)) throw new TypeError('baseline is not a run id.');
  return { ...parseRunId(params), baseline };
}

function parseOpenRun(params: unknown): CompareContract['compare/open-run']['params'] {
  const { question } = fieldsOf(params);
  return { ...parseRunId(params), ...(question !== undefined && { question: parseQuestionPlace(question) }) };
}

function parseOpenDiff(params: unknown): CompareContract['compare/open-diff']['params'] {
  const { of } = fieldsOf(params);
  if (of !== 'experiment' && of !== 'uncommitted') throw new TypeError('of is neither experiment nor uncommitted.');
  return { ...parsePair(params), of };
}
