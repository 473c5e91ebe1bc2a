// One question of an evaluation with what came of it, and the parts of all questions that it belongs to. Pure.

import type { SquadExample } from '../../engine/data/squad.ts';
import {
  longAnswerWords,
  lowConfidence,
  type Grouping,
  type Outcome,
  type Trait,
} from '../../shared/messages/predictions.ts';

/** A question as far as it is known: without the dataset there is only its id and what was predicted. */
export interface Question {
  readonly id: string;
  readonly example: SquadExample | null;
  /** "" is "no answer"; null: there is no prediction. */
  readonly prediction: string | null;
  readonly exactMatch: number | null;
  readonly f1: number | null;
  readonly probability: number | null;
}

/** What a question came out as. */
export function outcomeOf({ f1, exactMatch }: Pick<Question, 'f1' | 'exactMatch'>): Outcome {
  if (f1 === null || exactMatch === null) return 'unscored';
  if (exactMatch === 1) return 'right';
  return f1 > 0 ? 'partly' : 'wrong';
}

/** Whether a question is of a kind. */
export function hasTrait({ example, prediction, probability }: Question, trait: Trait): boolean {
  const answers = example?.answers ?? [];
  switch (trait) {
    case 'no-answer':
      return prediction === null || prediction === '' || (example !== null && answers.length === 0);
    case 'long-answer':
      return [prediction ?? '', ...answers.map(({ text }) => text)].some((text) => countWords(text) >= longAnswerWords);
    case 'low-confidence':
      return probability !== null && probability < lowConfidence;
    default:
      throw new Error(`unknown trait ${String(trait satisfies never)}`);
  }
}

/** The first question word; of several spellings the dictionary's. */
const questionWords = /\b(what|who|whom|whose|when|where|why|which|how many|how much|how)\b/i;
const sameWord: Readonly<Record<string, string>> = { whom: 'who', whose: 'who' };

/** Keys of the parts by question word, in the order in which they are shown. */
export const questionWordKeys = [
  'what',
  'who',
  'when',
  'where',
  'why',
  'which',
  'how many',
  'how much',
  'how',
  'other',
] as const;

/** First word counts of the parts by length; a part's key is `<first>` to the next one's. */
export const lengthBounds = {
  'answer-length': [0, 1, 2, 3, 5, 10],
  'context-length': [0, 50, 100, 150, 200, 300],
} as const;

/** The part of the questions that one belongs to: a question word, or a range of words such as `3–4`, `0` and `10+`. */
export function groupOf(example: SquadExample, grouping: Grouping): string {
  if (grouping === 'question-word') {
    const word = questionWords.exec(example.question)?.[1]?.toLowerCase() ?? 'other';
    return sameWord[word] ?? word;
  }
  const words = grouping === 'context-length' ? countWords(example.context) : answerWords(example);
  const bounds = lengthBounds[grouping];
  const index = bounds.findLastIndex((bound) => words >= bound);
  return rangeKey(bounds, index);
}

/** All keys of a grouping, in the order in which they are shown. */
export function groupKeys(grouping: Grouping): readonly string[] {
  if (grouping === 'question-word') return questionWordKeys;
  return lengthBounds[grouping].map((_, index) => rangeKey(lengthBounds[grouping], index));
}

function rangeKey(bounds: readonly number[], index: number): string {
  const [first, next] = [bounds[index] ?? 0, bounds[index + 1]];
  if (next === undefined) return `${first}+`;
  return next - 1 === first ? String(first) : `${first}–${next - 1}`;
}

/** Words of the shortest true answer; 0: the question has none. */
function answerWords({ answers }: SquadExample): number {
  return answers.length === 0 ? 0 : Math.min(...answers.map(({ text }) => countWords(text)));
}

/** Parts between white space. */
export function countWords(text: string): number {
  return text.match(/\S+/g)?.length ?? 0;
}
