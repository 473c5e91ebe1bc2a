// Evaluates weights on a dataset: items to logits, logits to predictions, predictions to the task's scores.

import { renderMetrics } from '../eval/result-files.ts';
import type { Device } from '../exec/device.ts';
import type { BertConfig } from '../model/config.ts';
import type { Parameters } from '../model/parameters.ts';
import type { Dataset, Evaluation, Task } from '../tasks/task.ts';
import { predict } from '../train/predictor.ts';

export interface EvaluationInput {
  readonly config: BertConfig;
  readonly parameters: Parameters;
  /** What computes; absent: the CPU. */
  readonly device?: Device;
  readonly batchSize: number;
  readonly onProgress: (done: number, total: number) => void;
}

/** Scores a dataset; adds to the task's figures `samples` (items), `runtime` (seconds) and `samples_per_second`. */
export async function evaluate(task: Task, dataset: Dataset<unknown>, input: EvaluationInput): Promise<Evaluation> {
  const { config, parameters, device, batchSize, onProgress } = input;
  const samples = dataset.items.length;
  const startMs = performance.now();
  const predictions = await predict(task, config, parameters, dataset.items, {
    batchSize,
    ...(device === undefined ? {} : { device }),
    onProgress: (done) => onProgress(done, samples),
  });
  const { figures, files } = task.evaluate(dataset, predictions);
  const runtime = (performance.now() - startMs) / 1000;
  return { files, figures: { ...figures, samples, runtime, samples_per_second: samples / runtime } };
}

/** The figures with a prefix on each name, such as `eval_`. */
export function prefixed(prefix: string, figures: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(figures).map(([name, value]) => [`${prefix}${name}`, value]));
}

/** Contents of the files that Hugging Face's scripts write for an evaluation, by file name. */
export function evaluationFiles({ figures, files }: Evaluation): Record<string, string> {
  return { ...files, 'eval_results.json': renderMetrics(prefixed('eval_', figures)) };
}
