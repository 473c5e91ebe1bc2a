// Two runs on the same questions: which questions both have, and which one got right and the other wrong.

/** What one run made of one question. */
export interface QuestionScore {
  readonly id: string;
  /** 1 if the answer is right to the word, else 0. */
  readonly exactMatch: number;
  /** 0 to 1. */
  readonly f1: number;
}

/** A question that both runs answered. */
export interface ScorePair<Score extends QuestionScore> {
  readonly before: Score;
  readonly after: Score;
}

/** The questions of two runs as pairs, in the order of `after`; `isSame` says whether a question with the same id is the same question. */
export function pairScores<Score extends QuestionScore>(
  before: readonly Score[],
  after: readonly Score[],
  isSame: (before: Score, after: Score) => boolean = () => true,
): ScorePair<Score>[] {
  const known = new Map(before.map((score) => [score.id, score]));
  return after.flatMap((score) => {
    const other = known.get(score.id);
    return other !== undefined && isSame(other, score) ? [{ before: other, after: score }] : [];
  });
}

/** Questions that changed sides. */
export interface Flips<Score extends QuestionScore> {
  /** Wrong before, right after. */
  readonly gained: readonly ScorePair<Score>[];
  /** Right before, wrong after. */
  readonly lost: readonly ScorePair<Score>[];
}

/** The questions that one run got right to the word and the other did not. */
export function findFlips<Score extends QuestionScore>(pairs: readonly ScorePair<Score>[]): Flips<Score> {
  return {
    gained: pairs.filter(({ before, after }) => after.exactMatch > before.exactMatch),
    lost: pairs.filter(({ before, after }) => after.exactMatch < before.exactMatch),
  };
}
