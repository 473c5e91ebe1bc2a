// What the Hub calls our tasks and scores. Source: huggingface.co/tasks, huggingface.co/metrics.

import type { Experiment } from '../config/fields.ts';
import { taskScores } from '../shared/metrics.ts';
import type { CardMetric } from './facts.ts';

/** A task's pipeline tag, and the name that the Hub shows. */
export const hubTasks: Readonly<Record<Experiment['task'], { readonly type: string; readonly name: string }>> = {
  'question-answering': { type: 'question-answering', name: 'Question Answering' },
  'sequence-classification': { type: 'text-classification', name: 'Text Classification' },
  'token-classification': { type: 'token-classification', name: 'Token Classification' },
  'multiple-choice': { type: 'multiple-choice', name: 'Multiple Choice' },
  pretraining: { type: 'fill-mask', name: 'Masked Language Modeling' },
};

const hubMetrics: Readonly<Record<keyof typeof taskScores, string>> = {
  exact_match: 'exact_match',
  exact: 'exact_match',
  f1: 'f1',
  accuracy: 'accuracy',
  macro_f1: 'f1',
  binary_f1: 'f1',
  matthews_correlation: 'matthews_correlation',
  pearson: 'pearsonr',
  spearmanr: 'spearmanr',
  mse: 'mse',
  overall_f1: 'f1',
  overall_precision: 'precision',
  overall_recall: 'recall',
  overall_accuracy: 'accuracy',
  mlm_accuracy: 'accuracy',
  nsp_accuracy: 'accuracy',
  perplexity: 'perplexity',
  mlm_loss: 'loss',
  nsp_loss: 'loss',
};

/** The scores on held-out data among a run's results, the most telling first; what is no number is left out. */
export function hubScores(results: Readonly<Record<string, number>>): readonly CardMetric[] {
  return (Object.keys(hubMetrics) as (keyof typeof taskScores)[]).flatMap((score) => {
    const value = results[`eval_${score}`];
    if (value === undefined || !Number.isFinite(value)) return [];
    return [{ type: hubMetrics[score], value, name: taskScores[score].label }];
  });
}
