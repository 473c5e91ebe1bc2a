// Weight updates as the engine does them by default: sequences grouped by length, clipping, AdamW.

import { planUpdate } from '../../../src/engine/data/plan-update.ts';
import type { Request } from '../work.ts';
import { configOf, createTrainer, openTask, readFeatures } from './model.ts';
import type { PreparedWork } from './prepared.ts';

/** Prepares the benchmark `train`. */
export async function trainWork(request: Request & { kind: 'train' }): Promise<PreparedWork> {
  const { microBatchSize, accumulationSteps, maxLength, learningRate } = request;
  const task = await openTask(request, maxLength, false);
  const trainer = await createTrainer(configOf(request.geometry, request.dropout), request);
  const features = await readFeatures(request);
  const { lengthOf, labelsOf } = task;
  const options = { microBatchSize, maxLength, padToMaxLength: false, lengthOf, labelsOf };
  const size = microBatchSize * accumulationSteps;
  const count = features.length / size;
  let step = 0;
  const update = async (i: number): Promise<number> => {
    const plan = planUpdate(features.slice(i * size, (i + 1) * size), options);
    const batches = plan.map((micro) => () => task.trainingBatch({ ...micro, epoch: 0 }));
    return (await trainer.update(batches, ++step, learningRate)).loss;
  };
  return {
    run: async () => {
      let sum = 0;
      for (let i = 0; i < count; i++) sum += await update(i);
      return sum / count;
    },
    close: () => trainer.release(),
  };
}
