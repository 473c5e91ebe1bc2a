// Two scored runs question by question, as a page is told of them. Pure; the sums are shared/statistics'.

import type { ComparedScores, FlippedQuestion, FlippedQuestions, PairedScores } from '../shared/messages/compare.ts';
import { findFlips, type ScorePair } from '../shared/statistics/pair-scores.ts';
import { estimateRun, pairQuestions, pairRuns, type PairedRun } from './comparison.ts';
import type { ScoredQuestion, ScoredRun, Unscored } from './scores.ts';

/** A run beside the baseline; `isBaseline`: they are the same run, and there is nothing to pair. */
export function compareScores(
  run: ScoredRun | Unscored,
  baseline: ScoredRun | Unscored,
  isBaseline: boolean,
): ComparedScores {
  const [own, other] = [run, baseline].map((each) => ('reason' in each ? null : each)) as [
    ScoredRun | null,
    ScoredRun | null,
  ];
  const pair = isBaseline ? null : pairRuns(other, own);
  return {
    estimates: own && estimateRun(own),
    ...('reason' in run && { unscored: run.reason }),
    paired: pair === null || 'reason' in pair ? null : pairedScores(pair),
    ...(pair !== null && 'reason' in pair && { unpaired: pair.reason }),
    questions: { run: own?.questions.length ?? 0, baseline: other?.questions.length ?? 0 },
  };
}

function pairedScores({ exactMatch, f1, flips }: PairedRun): PairedScores {
  return { exactMatch, f1, gained: flips.gained.length, lost: flips.lost.length };
}

/** The first `most` of the questions that changed sides, in either direction; none where the runs cannot be paired. */
export function listFlips(run: ScoredRun | Unscored, baseline: ScoredRun | Unscored, most: number): FlippedQuestions {
  const pairs = 'reason' in run || 'reason' in baseline ? [] : pairQuestions(baseline, run);
  const { gained, lost } = findFlips('reason' in pairs ? [] : pairs);
  return {
    gained: gained.slice(0, most).map(describeFlip),
    lost: lost.slice(0, most).map(describeFlip),
    counts: { gained: gained.length, lost: lost.length },
  };
}

function describeFlip({ before, after }: ScorePair<ScoredQuestion>): FlippedQuestion {
  const { id, question, answers } = after.example;
  return {
    id,
    question,
    answers: [...new Set(answers.map(({ text }) => text))],
    baseline: before.prediction ?? null,
    run: after.prediction ?? null,
  };
}
