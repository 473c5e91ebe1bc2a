// Start and end scores of many features, as evaluation computes them: grouped by length, its graph compiled anew each time.

import { predict } from '../../../src/engine/train/predictor.ts';
import type { Request } from '../work.ts';
import { configOf, openTask, randomParameters, readFeatures } from './model.ts';
import type { PreparedWork } from './prepared.ts';

/** Prepares the benchmark `evaluate`. */
export async function evaluationWork(request: Request & { kind: 'evaluate' }): Promise<PreparedWork> {
  const config = configOf(request.geometry);
  const parameters = randomParameters(config);
  const features = await readFeatures(request);
  const task = await openTask(request, request.maxLength, false);
  return {
    run: async () => {
      const scores = await predict(task, config, parameters, features, { batchSize: request.batchSize });
      return scores.reduce((sum, { start, end }) => sum + meanSize(start) + meanSize(end), 0) / (2 * scores.length);
    },
    close: () => Promise.resolve(),
  };
}

function meanSize(values: Float32Array): number {
  return values.reduce((sum, value) => sum + Math.abs(value), 0) / values.length;
}
