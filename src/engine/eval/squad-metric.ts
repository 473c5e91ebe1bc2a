// The official SQuAD scores, v1.1 and v2.0, under the names of Hugging Face's metrics `squad` and `squad_v2`. Figures are sums
// in the order of the dataset, so that they agree with the official scripts to the last digit.

import type { SquadExample } from '../data/squad.ts';
import { type AnswerScore, scoreAnswer } from './answer-score.ts';
import { normalizeAnswer } from './normalize-answer.ts';

/** Predicted answer of each question id; "" is "no answer". */
export type Predictions = ReadonlyMap<string, string>;

/** The score of one question. */
export interface ExampleScore extends AnswerScore {
  readonly id: string;
  /** Undefined: there is no prediction for this question, which counts as wrong. */
  readonly prediction: string | undefined;
}

/** Official figures and what they rest on. */
export interface SquadScore {
  /** v1.1: exact_match, f1. v2.0: exact, f1, total, HasAns_*, NoAns_*, best_*. In per cent, but for totals and thresholds. */
  readonly figures: Readonly<Record<string, number>>;
  readonly examples: readonly ExampleScore[];
  /** Ids of questions without a prediction. */
  readonly missing: readonly string[];
  /** Ids of predictions whose question is not in the dataset; they are ignored. */
  readonly unknown: readonly string[];
}

/** SQuAD v1.1: the mean over all questions; a question without a prediction counts 0. */
export function scoreV1(examples: readonly SquadExample[], predictions: Predictions): SquadScore {
  const scores = examples.map((example) => scoreExample(example, textsOf(example), predictions, false));
  const figures = { exact_match: meanPercent(scores, 'exactMatch'), f1: meanPercent(scores, 'f1') };
  return { figures, ...coverage(examples, scores, predictions) };
}

/**
 * SQuAD v2.0: also over the questions with and without an answer. As in run_qa.py every no-answer probability is 0, so the
 * best_* figures are the best of answering nothing and answering the first so many predictions. A question without a
 * prediction, at which the official script breaks off, counts 0.
 */
export function scoreV2(examples: readonly SquadExample[], predictions: Predictions): SquadScore {
  const scores = examples.map((example) => scoreExample(example, textsOrNothing(example), predictions, true));
  const answerable = new Set(examples.filter(({ answers }) => answers.length > 0).map(({ id }) => id));
  const figures = {
    ...group('', scores),
    ...group(
      'HasAns_',
      scores.filter(({ id }) => answerable.has(id)),
    ),
    ...group(
      'NoAns_',
      scores.filter(({ id }) => !answerable.has(id)),
    ),
    ...bestThreshold('exact', 'exactMatch', scores, answerable, predictions),
    ...bestThreshold('f1', 'f1', scores, answerable, predictions),
  };
  return { figures, ...coverage(examples, scores, predictions) };
}

function textsOf(example: SquadExample): string[] {
  return example.answers.map(({ text }) => text);
}

/** References of v2.0: answers that normalise to nothing do not count, and no answer is the answer "". */
function textsOrNothing(example: SquadExample): string[] {
  const texts = textsOf(example).filter((text) => normalizeAnswer(text) !== '');
  return texts.length === 0 ? [''] : texts;
}

function scoreExample(
  { id }: SquadExample,
  references: readonly string[],
  predictions: Predictions,
  version2: boolean,
): ExampleScore {
  const prediction = predictions.get(id);
  if (prediction === undefined) return { id, prediction, exactMatch: 0, f1: 0 };
  return { id, prediction, ...scoreAnswer(prediction, references, version2) };
}

function meanPercent(scores: readonly ExampleScore[], name: keyof AnswerScore): number {
  return (100 * scores.reduce((sum, score) => sum + score[name], 0)) / scores.length;
}

function group(prefix: string, scores: readonly ExampleScore[]): Record<string, number> {
  if (scores.length === 0) return {};
  return {
    [`${prefix}exact`]: meanPercent(scores, 'exactMatch'),
    [`${prefix}f1`]: meanPercent(scores, 'f1'),
    [`${prefix}total`]: scores.length,
  };
}

/** The official threshold scan for constant no-answer probabilities: predictions are accepted one after another, in their order. */
function bestThreshold(
  label: string,
  name: keyof AnswerScore,
  scores: readonly ExampleScore[],
  answerable: ReadonlySet<string>,
  predictions: Predictions,
): Record<string, number> {
  const scoreOf = new Map(scores.map((score) => [score.id, score[name]]));
  let current = scores.filter(({ id }) => !answerable.has(id)).length;
  let best = current;
  for (const [id, prediction] of predictions) {
    const score = scoreOf.get(id);
    if (score === undefined) continue;
    if (answerable.has(id)) current += score;
    else if (prediction !== '') current -= 1;
    best = Math.max(best, current);
  }
  return { [`best_${label}`]: (100 * best) / scores.length, [`best_${label}_thresh`]: 0 };
}

function coverage(
  examples: readonly SquadExample[],
  scores: readonly ExampleScore[],
  predictions: Predictions,
): Omit<SquadScore, 'figures'> {
  const known = new Set(examples.map(({ id }) => id));
  return {
    examples: scores,
    missing: [...known].filter((id) => !predictions.has(id)),
    unknown: [...predictions.keys()].filter((id) => !known.has(id)),
  };
}
