// Clipping and AdamW over all weights, every gradient present.

import { questionAnswering } from '../../../src/engine/model/heads/question-answering.ts';
import { clipScale } from '../../../src/engine/optim/adamw.ts';
import { Pool } from '../../../src/engine/parallel/pool.ts';
import { Mt19937 } from '../../../src/engine/random/mt19937.ts';
import { HostState } from '../../../src/engine/train/host-state.ts';
import type { Request } from '../work.ts';
import { configOf, randomParameters } from './model.ts';
import type { PreparedWork } from './prepared.ts';

/** Prepares the benchmark `optimizer`. */
export function optimizerWork(request: Request & { kind: 'optimizer' }): PreparedWork {
  const config = configOf(request.geometry);
  const pool = new Pool();
  const state = new HostState(questionAnswering.parameters(config), randomParameters(config), 'adamw', pool);
  const random = new Mt19937(1);
  for (const sum of Object.values(state.outputs())) {
    for (let i = 0; i < sum.length; i++) sum[i] = (random.nextFloat() - 0.5) * 2e-3;
  }
  const { learningRate, maxGradNorm, weightDecay } = request;
  let step = 0;
  return {
    run: async () => {
      step += 1;
      const gradientScale = clipScale(await state.finishGradients(), maxGradNorm);
      const options = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, step, learningRate, gradientScale };
      await state.update(({ decay }) => ({ ...options, weightDecay: decay ? weightDecay : 0 }));
      return null;
    },
    close: () => pool.close(),
  };
}
