// The questions that changed sides between the baseline and each other run, as text. Pure.

import type { ScorePair } from '../../shared/statistics/pair-scores.ts';
import { oneLine, renderPairs } from '../output.ts';
import type { Comparison } from '../../compare/comparison.ts';
import { letterOf } from '../../shared/run-letter.ts';
import type { ScoredQuestion } from '../../compare/scores.ts';

/** All flips, run by run; the empty string if no run could be paired. */
export function renderFlips({ paired }: Comparison): string {
  return paired
    .flatMap((each, index) => {
      if (each === null) return [];
      const { gained, lost } = each.flips;
      const other = letterOf(index);
      return [
        renderSide(`${other} is right, A is wrong`, gained, other),
        renderSide(`A is right, ${other} is wrong`, lost, other),
      ];
    })
    .join('\n\n');
}

function renderSide(title: string, pairs: readonly ScorePair<ScoredQuestion>[], other: string): string {
  return [`${title}: ${pairs.length}`, ...pairs.map((pair) => renderPair(pair, other))].join('\n\n');
}

function renderPair({ before, after }: ScorePair<ScoredQuestion>, other: string): string {
  const { id, question, answers } = after.example;
  const gold = [...new Set(answers.map(({ text }) => oneLine(text)))].join(' | ');
  const lines = [
    ['gold', gold === '' ? '(no answer)' : gold],
    ['A', showAnswer(before)],
    [other, showAnswer(after)],
  ] as const;
  return `  ${oneLine(question)}  (${oneLine(id)})\n${renderPairs(lines)}`;
}

function showAnswer({ prediction }: ScoredQuestion): string {
  if (prediction === undefined) return '(no prediction)';
  return prediction === '' ? '(no answer)' : oneLine(prediction);
}
