// Every metric the workbench knows by name: what a chart, a table column or an export needs to know about it.
// Metrics not listed here are recorded and shown too, under their own name.

export interface Metric {
  readonly label: string;
  readonly unit: string;
  /** The chart it is drawn in; `results` are single figures, shown as text. */
  readonly chart: 'loss' | 'learning-rate' | 'throughput' | 'gradient' | 'results' | 'none';
  readonly better: 'lower' | 'higher' | 'neither';
}

export const metrics = {
  loss: { label: 'Loss', unit: '', chart: 'loss', better: 'lower' },
  learning_rate: { label: 'Learning rate', unit: '', chart: 'learning-rate', better: 'neither' },
  grad_norm: { label: 'Gradient norm', unit: '', chart: 'gradient', better: 'neither' },
  samples_per_second: { label: 'Throughput', unit: 'samples/s', chart: 'throughput', better: 'higher' },
  epoch: { label: 'Epoch', unit: '', chart: 'none', better: 'neither' },
  eval_exact_match: { label: 'EM', unit: '%', chart: 'results', better: 'higher' },
  eval_f1: { label: 'F1', unit: '%', chart: 'results', better: 'higher' },
  eval_samples: { label: 'Evaluation features', unit: '', chart: 'results', better: 'neither' },
  eval_runtime: { label: 'Evaluation time', unit: 's', chart: 'results', better: 'lower' },
  eval_samples_per_second: { label: 'Evaluation speed', unit: 'samples/s', chart: 'results', better: 'higher' },
  train_exact_match: { label: 'EM on training questions', unit: '%', chart: 'results', better: 'higher' },
  train_f1: { label: 'F1 on training questions', unit: '%', chart: 'results', better: 'higher' },
  train_samples: { label: 'Training features', unit: '', chart: 'results', better: 'neither' },
  train_loss: { label: 'Mean training loss', unit: '', chart: 'results', better: 'lower' },
  train_runtime: { label: 'Training time', unit: 's', chart: 'results', better: 'lower' },
  train_steps_per_second: { label: 'Weight updates', unit: '1/s', chart: 'results', better: 'higher' },
  train_samples_per_second: { label: 'Mean throughput', unit: 'samples/s', chart: 'results', better: 'higher' },
} as const satisfies Record<string, Metric>;

export type MetricName = keyof typeof metrics;

/** What is known of a metric; an unknown one is described by its own name. */
export function describeMetric(name: string): Metric {
  if (Object.hasOwn(metrics, name)) return metrics[name as MetricName];
  return { label: name, unit: '', chart: 'none', better: 'neither' };
}
