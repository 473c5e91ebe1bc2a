// Exact match and F1 of one prediction against the reference answers of its question. SQuAD v1.1 and v2.0 differ only in what
// counts when one side has no words.

import { answerWords } from './normalize-answer.ts';

/** Scores of one prediction, both from 0 to 1. */
export interface AnswerScore {
  readonly exactMatch: number;
  readonly f1: number;
}

/** The best exact match and the best F1 over the reference answers; 0 if there are none. */
export function scoreAnswer(prediction: string, references: readonly string[], version2: boolean): AnswerScore {
  const words = answerWords(prediction);
  let exactMatch = 0;
  let f1 = 0;
  for (const reference of references) {
    const referenceWords = answerWords(reference);
    const same = words.join(' ') === referenceWords.join(' ');
    if (same) exactMatch = 1;
    const oneIsEmpty = words.length === 0 || referenceWords.length === 0;
    f1 = Math.max(f1, version2 && oneIsEmpty ? Number(same) : wordF1(words, referenceWords));
  }
  return { exactMatch, f1 };
}

/** F1 over words as multisets, computed in the official script's order of operations, so that all digits agree. */
function wordF1(words: readonly string[], referenceWords: readonly string[]): number {
  const common = countCommon(words, referenceWords);
  if (common === 0) return 0;
  const precision = common / words.length;
  const recall = common / referenceWords.length;
  return (2 * precision * recall) / (precision + recall);
}

function countCommon(words: readonly string[], others: readonly string[]): number {
  const left = new Map<string, number>();
  for (const word of others) left.set(word, (left.get(word) ?? 0) + 1);
  let common = 0;
  for (const word of words) {
    const count = left.get(word) ?? 0;
    if (count > 0) common += 1;
    left.set(word, count - 1);
  }
  return common;
}
