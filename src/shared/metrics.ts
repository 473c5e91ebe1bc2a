// Every metric the workbench knows by name: what a chart, a table column or an export needs to know about it.
// Metrics not listed here are recorded and shown too, under their own name.

import * as l10n from '@vscode/l10n';

export interface Metric {
  readonly label: string;
  /** `share` is a fraction of 1 that is shown as a percentage; `%` is one already. */
  readonly unit: string;
  /** The chart it is drawn in; `results` are single figures, shown as text. */
  readonly chart: 'loss' | 'learning-rate' | 'throughput' | 'gradient' | 'results' | 'none';
  readonly better: 'lower' | 'higher' | 'neither';
}

interface Score extends Pick<Metric, 'label' | 'unit'> {
  readonly better: 'lower' | 'higher';
  readonly headline: boolean;
}

// Labels are looked up when they are read: the extension host learns its language only after its modules have been loaded.
function score(label: () => string, unit: string, better: Score['better'], headline: boolean): Score {
  return {
    get label() {
      return label();
    },
    unit,
    better,
    headline,
  };
}

function metric(label: () => string, unit: string, chart: Metric['chart'], better: Metric['better']): Metric {
  return {
    get label() {
      return label();
    },
    get unit() {
      return unit === 'samples/s' ? l10n.t('samples/s') : unit;
    },
    chart,
    better,
  };
}

/** What an evaluation can find out, the most telling first; `headline` scores stand for a whole run where there is little room. */
export const taskScores = {
  exact_match: score(() => 'EM', '%', 'higher', true),
  exact: score(() => 'EM', '%', 'higher', true),
  f1: score(() => 'F1', '%', 'higher', true),
  accuracy: score(() => l10n.t('Accuracy'), 'share', 'higher', true),
  macro_f1: score(() => l10n.t('Mean F1 of the labels'), 'share', 'higher', false),
  binary_f1: score(() => l10n.t('F1 of the second label'), 'share', 'higher', false),
  matthews_correlation: score(() => l10n.t('Matthews correlation'), '', 'higher', false),
  pearson: score(() => l10n.t('Pearson correlation'), '', 'higher', true),
  spearmanr: score(() => l10n.t('Spearman correlation'), '', 'higher', false),
  mse: score(() => l10n.t('Mean squared error'), '', 'lower', false),
  overall_f1: score(() => l10n.t('Entity F1'), 'share', 'higher', true),
  overall_precision: score(() => l10n.t('Entity precision'), 'share', 'higher', false),
  overall_recall: score(() => l10n.t('Entity recall'), 'share', 'higher', false),
  overall_accuracy: score(() => l10n.t('Accuracy of words'), 'share', 'higher', false),
  mlm_accuracy: score(() => l10n.t('MLM accuracy'), 'share', 'higher', true),
  nsp_accuracy: score(() => l10n.t('NSP accuracy'), 'share', 'higher', true),
  perplexity: score(() => l10n.t('Perplexity'), '', 'lower', false),
  mlm_loss: score(() => l10n.t('MLM loss'), '', 'lower', false),
  nsp_loss: score(() => l10n.t('NSP loss'), '', 'lower', false),
} as const;

type ScoreName = keyof typeof taskScores;

function scoresUnder<P extends string>(
  prefix: P,
  labelOf: (label: string) => string,
): Record<`${P}${ScoreName}`, Metric> {
  const entries = Object.entries(taskScores).map(([name, known]) => [
    `${prefix}${name}`,
    metric(() => labelOf(known.label), known.unit, 'results', known.better),
  ]);
  return Object.fromEntries(entries) as Record<`${P}${ScoreName}`, Metric>;
}

export const metrics = {
  loss: metric(() => l10n.t('Loss'), '', 'loss', 'lower'),
  learning_rate: metric(() => l10n.t('Learning rate'), '', 'learning-rate', 'neither'),
  grad_norm: metric(() => l10n.t('Gradient norm'), '', 'gradient', 'neither'),
  samples_per_second: metric(() => l10n.t('Throughput'), 'samples/s', 'throughput', 'higher'),
  epoch: metric(() => l10n.t('Epoch'), '', 'none', 'neither'),
  ...scoresUnder('eval_', (label) => label),
  eval_loss: metric(() => l10n.t('Evaluation loss'), '', 'results', 'lower'),
  eval_samples: metric(() => l10n.t('Evaluation samples'), '', 'results', 'neither'),
  eval_runtime: metric(() => l10n.t('Evaluation time'), 's', 'results', 'lower'),
  eval_samples_per_second: metric(() => l10n.t('Evaluation speed'), 'samples/s', 'results', 'higher'),
  ...scoresUnder('train_', (label) => l10n.t('{0} on training data', label)),
  train_samples: metric(() => l10n.t('Training samples'), '', 'results', 'neither'),
  train_loss: metric(() => l10n.t('Mean training loss'), '', 'results', 'lower'),
  train_runtime: metric(() => l10n.t('Training time'), 's', 'results', 'lower'),
  train_steps_per_second: metric(() => l10n.t('Weight updates a second'), '', 'results', 'higher'),
  train_samples_per_second: metric(() => l10n.t('Mean throughput'), 'samples/s', 'results', 'higher'),
} as const satisfies Record<string, Metric>;

export type MetricName = keyof typeof metrics;

/** What is known of a metric; an unknown one is described by its own name. */
export function describeMetric(name: string): Metric {
  if (Object.hasOwn(metrics, name)) return metrics[name as MetricName];
  return { label: name, unit: '', chart: 'none', better: 'neither' };
}
