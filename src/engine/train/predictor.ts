// Scores a dataset with a model, without gradients.

import { Program } from '../exec/program.ts';
import { buildInferenceGraph } from '../model/graphs.ts';
import type { BertConfig } from '../model/config.ts';
import type { Parameters } from '../model/parameters.ts';
import type { Task } from '../tasks/task.ts';

export interface PredictOptions {
  /** Items at a time. */
  readonly batchSize: number;
  /** Called after each batch with the number of items done. */
  readonly onProgress?: (done: number) => void;
}

/** Compiles an inference graph for the duration of one prediction. Items are grouped by length; the result is in their order. */
export async function predict<I, P>(
  task: Task<I, P>,
  config: BertConfig,
  parameters: Parameters,
  items: readonly I[],
  { batchSize, onProgress }: PredictOptions,
): Promise<P[]> {
  const program = await Program.compile(buildInferenceGraph(config, task.head));
  const weights = Object.fromEntries(parameters);
  const results = new Array<P>(items.length);
  const order = items.map((_, i) => i).sort((a, b) => task.lengthOf(items[a]!) - task.lengthOf(items[b]!));
  for (let done = 0; done < order.length; done += batchSize) {
    const indices = order.slice(done, done + batchSize);
    const members = indices.map((i) => items[i]!);
    const length = Math.max(...members.map((item) => task.lengthOf(item)));
    const { inputs, bindings } = task.inferenceBatch(members, length);
    const logits = new Float32Array(program.outputSize('logits', bindings));
    await program.run({ ...weights, ...inputs }, { logits }, bindings);
    const predictions = task.predictions(members, length, logits);
    for (const [row, index] of indices.entries()) results[index] = predictions[row]!;
    onProgress?.(Math.min(done + batchSize, order.length));
  }
  await program.release();
  return results;
}
