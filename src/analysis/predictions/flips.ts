// Two runs on the same questions: which of them changed sides, and how far the difference of the scores is to be trusted. Pure.

import type { SquadExample } from '../../engine/data/squad.ts';
import { isSameQuestion } from '../../compare/comparison.ts';
import { bootstrapDifference } from '../../shared/statistics/bootstrap.ts';
import { pairScores, type QuestionScore, type ScorePair } from '../../shared/statistics/pair-scores.ts';
import type { Flip, RunFlips } from '../../shared/messages/predictions.ts';
import type { LoadedRun } from './load.ts';
import type { Question } from './question.ts';

type Scored = Question & QuestionScore & { readonly example: SquadExample };

/** The questions that both runs have scores for, by id. */
export interface PairedRuns {
  /** The other run's question. */
  readonly others: ReadonlyMap<string, Question>;
  readonly flips: ReadonlyMap<string, Flip>;
}

/** Pairs up what both runs have, and says which questions changed sides. */
export function pairUp(run: LoadedRun, other: LoadedRun): PairedRuns {
  const pairs = pairsOf(run, other);
  return {
    others: new Map(pairs.map(({ before }) => [before.id, before])),
    flips: new Map(
      pairs.flatMap(({ before, after }) => {
        if (before.exactMatch === after.exactMatch) return [];
        return [[after.id, after.exactMatch > before.exactMatch ? 'better' : 'worse']] as const;
      }),
    ),
  };
}

/** How the run stands against the other one. */
export function summariseFlips(run: LoadedRun, other: LoadedRun): RunFlips {
  const problem = problemOf(run, 'this run') ?? problemOf(other, 'the other run');
  if (problem !== null) return { reason: problem };
  if (run.version2 !== other.version2) {
    return { reason: 'One is scored by the rules of SQuAD v1.1, the other by those of v2.0.' };
  }
  const pairs = pairsOf(run, other);
  if (pairs.length === 0) {
    return { reason: 'They were evaluated on different datasets, without a question in common.' };
  }
  const count = (before: number, after: number): number =>
    pairs.filter((pair) => pair.before.exactMatch === before && pair.after.exactMatch === after).length;
  const difference = (name: 'exactMatch' | 'f1') =>
    bootstrapDifference(
      pairs.map(({ before }) => 100 * before[name]),
      pairs.map(({ after }) => 100 * after[name]),
    );
  return {
    better: count(0, 1),
    worse: count(1, 0),
    bothRight: count(1, 1),
    bothWrong: count(0, 0),
    exactMatch: difference('exactMatch'),
    f1: difference('f1'),
  };
}

function problemOf({ questions, cautions }: LoadedRun, which: string): string | null {
  if (questions.some(isScored)) return null;
  return `The questions of ${which} have no scores: ${cautions[0]?.message ?? 'there are none'}`;
}

function pairsOf(run: LoadedRun, other: LoadedRun): ScorePair<Scored>[] {
  const isSame = (one: Scored, two: Scored): boolean => isSameQuestion(one.example, two.example);
  return pairScores(other.questions.filter(isScored), run.questions.filter(isScored), isSame);
}

function isScored(question: Question): question is Scored {
  return question.example !== null && question.exactMatch !== null && question.f1 !== null;
}
