// Clipping and AdamW over all weights, every gradient present.

import { adamW, clipGradients } from '../../../src/engine/optim/adamw.ts';
import { questionAnswering } from '../../../src/engine/model/heads/question-answering.ts';
import { Mt19937 } from '../../../src/engine/random/mt19937.ts';
import type { Request } from '../work.ts';
import { configOf, randomParameters } from './model.ts';
import type { PreparedWork } from './prepared.ts';

/** Prepares the benchmark `optimizer`. */
export async function optimizerWork(request: Request & { kind: 'optimizer' }): Promise<PreparedWork> {
  const config = configOf(request.geometry);
  const parameters = randomParameters(config);
  const random = new Mt19937(1);
  const state = questionAnswering.parameters(config).map((spec) => {
    const weights = parameters.get(spec.name)!;
    const gradients = new Float32Array(weights.length).map(() => (random.nextFloat() - 0.5) * 2e-3);
    const moments = { first: new Float32Array(weights.length), second: new Float32Array(weights.length) };
    return { weights, gradients, moments, weightDecay: spec.decay ? request.weightDecay : 0 };
  });
  const { learningRate, maxGradNorm } = request;
  let step = 0;
  return {
    run: async () => {
      step += 1;
      const { scale } = clipGradients(
        state.map(({ gradients }) => gradients),
        maxGradNorm,
      );
      const options = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, step, learningRate, gradientScale: scale };
      for (const { weights, gradients, moments, weightDecay } of state) {
        adamW(weights, gradients, moments, { ...options, weightDecay });
      }
      return null;
    },
    close: () => Promise.resolve(),
  };
}
