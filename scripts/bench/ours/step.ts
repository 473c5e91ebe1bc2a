// One micro-batch, forward and backward; gradients add up. Padding takes part in the loss, as in run_qa.py, so that losses agree.

import { planUpdate } from '../../../src/engine/data/plan-update.ts';
import type { Request } from '../work.ts';
import { configOf, createTrainer, openTask, readFeatures } from './model.ts';
import type { PreparedWork } from './prepared.ts';

/** Prepares the benchmark `step`. */
export async function stepWork(request: Request & { kind: 'step' }): Promise<PreparedWork> {
  const { batchSize, maxLength, dropout } = request;
  const task = await openTask(request, maxLength, true);
  const trainer = await createTrainer(configOf(request.geometry, dropout), { weightDecay: 0, maxGradNorm: 0 });
  const features = (await readFeatures(request)).slice(0, batchSize);
  const { lengthOf, labelsOf } = task;
  const [micro] = planUpdate(features, {
    microBatchSize: batchSize,
    maxLength,
    padToMaxLength: true,
    lengthOf,
    labelsOf,
  });
  let rounds = 0;
  return {
    run: () => trainer.accumulate(task.trainingBatch({ ...micro!, epoch: 0 }), 1, rounds++),
    close: () => trainer.release(),
  };
}
