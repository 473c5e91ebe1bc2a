// Answers to what is asked of predictions. What is known of a pair of runs is kept for as long as both of them are.

import type { Parsers } from '../../shared/messages/channel.ts';
import type { Handlers } from '../../shared/messages/contract.ts';
import { fieldsOf } from '../../shared/messages/fields-of.ts';
import { predictionParsers } from '../../shared/messages/parse-predictions.ts';
import type {
  AnswerCandidate,
  PredictionAnalysis,
  PredictionMessages,
  PredictionSource,
} from '../../shared/messages/predictions.ts';
import { pairUp, summariseFlips, type PairedRuns } from './flips.ts';
import { readPart } from './files.ts';
import { loadRun, type LoadedRun } from './load.ts';
import { parseCandidates } from './n-best.ts';
import { estimate, overviewOf } from './overview.ts';
import { detailOf, queryPage } from './query.ts';

export const predictionHandlers: Handlers<PredictionAnalysis> = {
  'predictions/overview': async ({ run }) => overviewOf(await loadRun(run)),
  'predictions/scores': async ({ run }) => estimate(await loadRun(run)),
  'predictions/query': async ({ asked, run, other }) => {
    const loaded = await loadRun(run);
    return queryPage(loaded.questions, asked, await pairWith(loaded, other));
  },
  'predictions/detail': async ({ asked, run, other }) => {
    const loaded = await loadRun(run);
    const question = loaded.questions.find(({ id }) => id === asked.id);
    if (question === undefined) return null;
    const detail = detailOf(question, await pairWith(loaded, other));
    const nullOdds = loaded.nullOdds.get(question.id) ?? null;
    return { ...detail, candidates: await readCandidates(loaded, question.id), nullOdds };
  },
  'predictions/flips': async ({ run, other }) => {
    if (other === null) return { reason: 'There is no other run.' };
    return summariseFlips(await loadRun(run), await loadRun(other));
  },
};

/** One parser for each; they throw with the reason. */
export const predictionAnalysisParsers = Object.fromEntries(
  (Object.keys(predictionParsers) as (keyof PredictionMessages)[]).map((name) => [
    name,
    (params: unknown) => {
      const { asked, run, other } = fieldsOf(params);
      const parsed = { asked: predictionParsers[name](asked), run: parseSource(run) };
      return { ...parsed, other: other === null ? null : parseSource(other) };
    },
  ]),
) as unknown as Parsers<PredictionAnalysis>;

const pairs = new WeakMap<LoadedRun, WeakMap<LoadedRun, PairedRuns>>();

async function pairWith(run: LoadedRun, other: PredictionSource | null): Promise<PairedRuns | null> {
  if (other === null) return null;
  const loaded = await loadRun(other);
  const ofRun = pairs.get(run) ?? new WeakMap<LoadedRun, PairedRuns>();
  pairs.set(run, ofRun);
  const paired = ofRun.get(loaded) ?? pairUp(run, loaded);
  ofRun.set(loaded, paired);
  return paired;
}

async function readCandidates({ nBest }: LoadedRun, id: string): Promise<AnswerCandidate[]> {
  const range = nBest?.ranges.get(id);
  if (!nBest || range === undefined) return [];
  return parseCandidates(await readPart('nBest', nBest.path, range.start, range.end), nBest.path);
}

function parseSource(value: unknown): PredictionSource {
  const { folder, results } = fieldsOf(value);
  if (typeof folder !== 'string') throw new TypeError('folder is not a path.');
  const figures = Object.entries(fieldsOf(results)).filter(([, figure]) => typeof figure === 'number');
  return { folder, results: Object.fromEntries(figures) as Record<string, number> };
}
