// LAMB (You et al., 2020, arXiv:1904.00962) as PopTorch's optimizer computes it, which optimum-graphcore uses: Adam's direction plus the
// decay, and each tensor moves by a share of its own norm. The norm of the weights is taken as it is (φ(z) = z): optimum-graphcore sets
// no `max_weight_norm`, and PopTorch's own bound of 65,500 is for 16-bit floats.

import type { AdamWStep, Moments } from './adamw.ts';

/** Updates a tensor and its moments in place. All arrays have the tensor's length; `direction` is scratch and may be longer. */
export function lamb(
  weights: Float32Array,
  gradients: Float32Array,
  { first, second }: Moments,
  step: AdamWStep,
  biasCorrection: boolean,
  direction: Float32Array,
): void {
  const { beta1, beta2, epsilon, learningRate, weightDecay, gradientScale } = step;
  const firstCorrection = biasCorrection ? 1 / (1 - beta1 ** step.step) : 1;
  const rootCorrection = biasCorrection ? 1 / Math.sqrt(1 - beta2 ** step.step) : 1;
  let weightSquares = 0;
  let directionSquares = 0;
  for (let i = 0; i < weights.length; i++) {
    const gradient = gradients[i]! * gradientScale;
    const m = first[i]! + (gradient - first[i]!) * (1 - beta1);
    const v = second[i]! * beta2 + gradient * gradient * (1 - beta2);
    const weight = weights[i]!;
    const d = (m * firstCorrection) / (Math.sqrt(v) * rootCorrection + epsilon) + weightDecay * weight;
    first[i] = m;
    second[i] = v;
    direction[i] = d;
    weightSquares += weight * weight;
    directionSquares += d * d;
  }
  const rate = learningRate * trustRatio(weightSquares, directionSquares);
  for (let i = 0; i < weights.length; i++) weights[i] = weights[i]! - rate * direction[i]!;
}

/** ‖weights‖ / ‖direction‖ from the sums of their squares; 1 where one of them is zero, so that a tensor of zeros can leave zero. */
export function trustRatio(weightSquares: number, directionSquares: number): number {
  if (weightSquares === 0 || directionSquares === 0) return 1;
  return Math.sqrt(weightSquares) / Math.sqrt(directionSquares);
}
