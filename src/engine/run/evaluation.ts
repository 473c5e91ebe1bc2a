// Evaluates weights on a dataset: features to logits, logits to answers, answers to official scores.

import type { Feature } from '../data/features.ts';
import type { SquadExample } from '../data/squad.ts';
import { extractAnswers, type AnswerOptions, type ExtractedAnswers } from '../eval/postprocess.ts';
import { renderMetrics, renderNBest, renderNullOdds, renderPredictions } from '../eval/result-files.ts';
import { scoreV1, scoreV2 } from '../eval/squad-metric.ts';
import type { BertConfig } from '../model/config.ts';
import type { Parameters } from '../model/parameters.ts';
import { predictSpans } from '../train/predictor.ts';

export interface EvaluationInput {
  readonly config: BertConfig;
  readonly parameters: Parameters;
  readonly examples: readonly SquadExample[];
  readonly features: readonly Feature[];
  readonly batchSize: number;
  readonly answers: AnswerOptions;
  readonly onProgress: (done: number, total: number) => void;
}

export interface Evaluation extends ExtractedAnswers {
  /** Official figures under Hugging Face's names, without a prefix; `samples` counts features, `runtime` is in seconds. */
  readonly figures: Readonly<Record<string, number>>;
}

/** Answers every question and scores the answers. */
export async function evaluate(input: EvaluationInput): Promise<Evaluation> {
  const { config, parameters, examples, features, batchSize, answers, onProgress } = input;
  const startMs = performance.now();
  const logits = await predictSpans(config, parameters, features, {
    batchSize,
    onProgress: (done) => onProgress(done, features.length),
  });
  const extracted = extractAnswers(examples, features, logits, answers);
  const { figures } = (answers.version2 ? scoreV2 : scoreV1)(examples, extracted.predictions);
  const runtime = (performance.now() - startMs) / 1000;
  return {
    ...extracted,
    figures: { ...figures, samples: features.length, runtime, samples_per_second: features.length / runtime },
  };
}

/** The figures with a prefix on each name, such as `eval_`. */
export function prefixed(prefix: string, figures: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(figures).map(([name, value]) => [`${prefix}${name}`, value]));
}

/** Contents of the files that run_qa.py writes for an evaluation, by file name. */
export function evaluationFiles(evaluation: Evaluation, version2: boolean): Record<string, string> {
  return {
    'eval_predictions.json': renderPredictions(evaluation.predictions),
    'eval_nbest_predictions.json': renderNBest(evaluation.nBest),
    ...(version2 ? { 'eval_null_odds.json': renderNullOdds(evaluation.nullOdds) } : {}),
    'eval_results.json': renderMetrics(prefixed('eval_', evaluation.figures)),
  };
}
