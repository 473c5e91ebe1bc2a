// The optimizers by name, as one function each that updates a tensor in place.

import { adamW, type AdamWOptions, type AdamWStep, type Moments } from './adamw.ts';
import { lamb } from './lamb.ts';

export const optimizerNames = ['adamw', 'lamb', 'lamb_no_bias_correction'] as const;
export type OptimizerName = (typeof optimizerNames)[number];

export interface OptimizerOptions extends AdamWOptions {
  /** Default: adamw. */
  readonly optimizer?: OptimizerName;
}

/** Updates a tensor and its moments in place. All arrays have the tensor's length. */
export type UpdateRule = (weights: Float32Array, gradients: Float32Array, moments: Moments, step: AdamWStep) => void;

/** The rule of an optimizer for tensors of at most `maxElements` elements. */
export function updateRule(optimizer: OptimizerName, maxElements: number): UpdateRule {
  if (optimizer === 'adamw') return adamW;
  const direction = new Float32Array(maxElements);
  const biasCorrection = optimizer === 'lamb';
  return (weights, gradients, moments, step) => lamb(weights, gradients, moments, step, biasCorrection, direction);
}
