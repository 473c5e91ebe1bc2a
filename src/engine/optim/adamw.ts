// AdamW (Loshchilov and Hutter, 2019) as torch.optim.AdamW computes it: decoupled decay first, ε after the bias correction.

export interface AdamWOptions {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

/** First and second moment of one tensor's gradients. */
export interface Moments {
  readonly first: Float32Array;
  readonly second: Float32Array;
}

/** One weight update as seen by the optimizer. */
export interface AdamWStep extends AdamWOptions {
  /** Number of this update, from 1. */
  readonly step: number;
  readonly learningRate: number;
  readonly weightDecay: number;
  /** Factor on the gradient, from clipping. */
  readonly gradientScale: number;
}

/** Updates a tensor and its moments in place. All arrays have the tensor's length. */
export function adamW(
  weights: Float32Array,
  gradients: Float32Array,
  { first, second }: Moments,
  step: AdamWStep,
): void {
  const { beta1, beta2, epsilon, learningRate, gradientScale } = step;
  const keep = 1 - learningRate * step.weightDecay;
  const stepSize = learningRate / (1 - beta1 ** step.step);
  const rootCorrection = 1 / Math.sqrt(1 - beta2 ** step.step);
  const [share1, share2] = [1 - beta1, 1 - beta2];
  // No special case for rows of unused words: the test would cost as much as it saves.
  for (let i = 0; i < weights.length; i++) {
    const gradient = gradients[i]! * gradientScale;
    const m = first[i]! + (gradient - first[i]!) * share1;
    const v = second[i]! * beta2 + gradient * gradient * share2;
    first[i] = m;
    second[i] = v;
    weights[i] = weights[i]! * keep - (stepSize * m) / (Math.sqrt(v) * rootCorrection + epsilon);
  }
}

/** Σ values². */
export function sumOfSquares(values: Float32Array): number {
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += values[i]! * values[i]!;
  return squares;
}

/** The factor that brings a norm down to `maxNorm` (0: never), as torch.nn.utils.clip_grad_norm_. */
export function clipScale(norm: number, maxNorm: number): number {
  return maxNorm > 0 ? Math.min(1, maxNorm / (norm + 1e-6)) : 1;
}
