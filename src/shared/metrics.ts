// Every metric the workbench knows by name: what a chart, a table column or an export needs to know about it.
// Metrics not listed here are recorded and shown too, under their own name.

export interface Metric {
  readonly label: string;
  /** `share` is a fraction of 1 that is shown as a percentage; `%` is one already. */
  readonly unit: string;
  /** The chart it is drawn in; `results` are single figures, shown as text. */
  readonly chart: 'loss' | 'learning-rate' | 'throughput' | 'gradient' | 'results' | 'none';
  readonly better: 'lower' | 'higher' | 'neither';
}

/** What an evaluation can find out, the most telling first; `headline` scores stand for a whole run where there is little room. */
export const taskScores = {
  exact_match: { label: 'EM', unit: '%', better: 'higher', headline: true },
  exact: { label: 'EM', unit: '%', better: 'higher', headline: true },
  f1: { label: 'F1', unit: '%', better: 'higher', headline: true },
  accuracy: { label: 'Accuracy', unit: 'share', better: 'higher', headline: true },
  macro_f1: { label: 'Mean F1 of the labels', unit: 'share', better: 'higher', headline: false },
  binary_f1: { label: 'F1 of the second label', unit: 'share', better: 'higher', headline: false },
  matthews_correlation: { label: 'Matthews correlation', unit: '', better: 'higher', headline: false },
  pearson: { label: 'Pearson correlation', unit: '', better: 'higher', headline: true },
  spearmanr: { label: 'Spearman correlation', unit: '', better: 'higher', headline: false },
  mse: { label: 'Mean squared error', unit: '', better: 'lower', headline: false },
  overall_f1: { label: 'Entity F1', unit: 'share', better: 'higher', headline: true },
  overall_precision: { label: 'Entity precision', unit: 'share', better: 'higher', headline: false },
  overall_recall: { label: 'Entity recall', unit: 'share', better: 'higher', headline: false },
  overall_accuracy: { label: 'Accuracy of words', unit: 'share', better: 'higher', headline: false },
  mlm_accuracy: { label: 'MLM accuracy', unit: 'share', better: 'higher', headline: true },
  nsp_accuracy: { label: 'NSP accuracy', unit: 'share', better: 'higher', headline: true },
  perplexity: { label: 'Perplexity', unit: '', better: 'lower', headline: false },
  mlm_loss: { label: 'MLM loss', unit: '', better: 'lower', headline: false },
  nsp_loss: { label: 'NSP loss', unit: '', better: 'lower', headline: false },
} as const satisfies Record<string, Pick<Metric, 'label' | 'unit' | 'better'> & { readonly headline: boolean }>;

type ScoreName = keyof typeof taskScores;

function scoresUnder<P extends string>(prefix: P, suffix: string): Record<`${P}${ScoreName}`, Metric> {
  const entries = Object.entries(taskScores).map(([name, { label, unit, better }]) => [
    `${prefix}${name}`,
    { label: `${label}${suffix}`, unit, chart: 'results', better },
  ]);
  return Object.fromEntries(entries) as Record<`${P}${ScoreName}`, Metric>;
}

export const metrics = {
  loss: { label: 'Loss', unit: '', chart: 'loss', better: 'lower' },
  learning_rate: { label: 'Learning rate', unit: '', chart: 'learning-rate', better: 'neither' },
  grad_norm: { label: 'Gradient norm', unit: '', chart: 'gradient', better: 'neither' },
  samples_per_second: { label: 'Throughput', unit: 'samples/s', chart: 'throughput', better: 'higher' },
  epoch: { label: 'Epoch', unit: '', chart: 'none', better: 'neither' },
  ...scoresUnder('eval_', ''),
  eval_loss: { label: 'Evaluation loss', unit: '', chart: 'results', better: 'lower' },
  eval_samples: { label: 'Evaluation samples', unit: '', chart: 'results', better: 'neither' },
  eval_runtime: { label: 'Evaluation time', unit: 's', chart: 'results', better: 'lower' },
  eval_samples_per_second: { label: 'Evaluation speed', unit: 'samples/s', chart: 'results', better: 'higher' },
  ...scoresUnder('train_', ' on training data'),
  train_samples: { label: 'Training samples', unit: '', chart: 'results', better: 'neither' },
  train_loss: { label: 'Mean training loss', unit: '', chart: 'results', better: 'lower' },
  train_runtime: { label: 'Training time', unit: 's', chart: 'results', better: 'lower' },
  train_steps_per_second: { label: 'Weight updates a second', unit: '', chart: 'results', better: 'higher' },
  train_samples_per_second: { label: 'Mean throughput', unit: 'samples/s', chart: 'results', better: 'higher' },
} as const satisfies Record<string, Metric>;

export type MetricName = keyof typeof metrics;

/** What is known of a metric; an unknown one is described by its own name. */
export function describeMetric(name: string): Metric {
  if (Object.hasOwn(metrics, name)) return metrics[name as MetricName];
  return { label: name, unit: '', chart: 'none', better: 'neither' };
}
