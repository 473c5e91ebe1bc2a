// Scores start and end positions with a model, without gradients.

import { tokenArrays } from '../data/batch.ts';
import type { Feature } from '../data/features.ts';
import type { SpanLogits } from '../eval/candidates.ts';
import { Program } from '../exec/program.ts';
import type { BertConfig } from '../model/config.ts';
import type { Parameters } from '../model/parameters.ts';
import { buildInferenceGraph } from '../model/question-answering.ts';

export interface PredictOptions {
  /** Sequences at a time. */
  readonly batchSize: number;
  /** Called after each batch with the number of features done. */
  readonly onProgress?: (done: number) => void;
}

/** Compiles an inference graph for the duration of one prediction. Features are grouped by length; the result is in their order. */
export async function predictSpans(
  config: BertConfig,
  parameters: Parameters,
  features: readonly Feature[],
  { batchSize, onProgress }: PredictOptions,
): Promise<SpanLogits[]> {
  const program = await Program.compile(buildInferenceGraph(config));
  const weights = Object.fromEntries(parameters);
  const scores = new Array<SpanLogits>(features.length);
  const order = features.map((_, i) => i).sort((a, b) => features[a]!.ids.length - features[b]!.ids.length);
  for (let done = 0; done < order.length; done += batchSize) {
    const indices = order.slice(done, done + batchSize);
    const batch = indices.map((i) => features[i]!);
    const length = Math.max(...batch.map((feature) => feature.ids.length));
    const logits = new Float32Array(2 * batch.length * length);
    await program.run({ ...weights, ...tokenArrays(batch, length) }, { logits }, { B: batch.length, S: length });
    for (const [row, index] of indices.entries()) {
      const used = features[index]!.ids.length;
      const of = (which: number) => logits.slice((which + row) * length, (which + row) * length + used);
      scores[index] = { start: of(0), end: of(batch.length) };
    }
    onProgress?.(Math.min(done + batchSize, order.length));
  }
  await program.release();
  return scores;
}
