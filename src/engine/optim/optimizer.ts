// The optimizers by name.

import { adamW, type AdamWOptions, type AdamWStep, type Moments } from './adamw.ts';
import { lamb } from './lamb.ts';

export const optimizerNames = ['adamw', 'lamb', 'lamb_no_bias_correction'] as const;
export type OptimizerName = (typeof optimizerNames)[number];

export interface OptimizerOptions extends AdamWOptions {
  /** Default: adamw. */
  readonly optimizer?: OptimizerName;
}

/** Updates a tensor and its moments in place. All arrays have the tensor's length. */
export function updateTensor(
  optimizer: OptimizerName,
  weights: Float32Array,
  gradients: Float32Array,
  moments: Moments,
  step: AdamWStep,
): void {
  if (optimizer === 'adamw') return adamW(weights, gradients, moments, step);
  lamb(weights, gradients, moments, step, optimizer === 'lamb', new Float32Array(weights.length));
}

/** Whether a tensor may be updated in pieces: not if its norm decides how far it moves. */
export function isElementwise(optimizer: OptimizerName): boolean {
  return optimizer === 'adamw';
}
