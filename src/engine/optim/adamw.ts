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
  for (let i = 0; i < weights.length; i++) {
    // Rows of unused words: most of a vocabulary. The result is the same, without the root and the division.
    if (gradients[i] === 0 && first[i] === 0 && second[i] === 0) {
      if (keep !== 1) weights[i] = weights[i]! * keep;
      continue;
    }
    const gradient = gradients[i]! * gradientScale;
    const m = first[i]! + (gradient - first[i]!) * (1 - beta1);
    const v = second[i]! * beta2 + gradient * gradient * (1 - beta2);
    first[i] = m;
    second[i] = v;
    weights[i] = weights[i]! * keep - (stepSize * m) / (Math.sqrt(v) * rootCorrection + epsilon);
  }
}

/** The norm over all gradients. */
export function gradientNorm(gradients: Iterable<Float32Array>): number {
  let squares = 0;
  for (const gradient of gradients) {
    for (let i = 0; i < gradient.length; i++) squares += gradient[i]! * gradient[i]!;
  }
  return Math.sqrt(squares);
}

/** The factor that brings a norm down to `maxNorm` (0: never), as torch.nn.utils.clip_grad_norm_. */
export function clipScale(norm: number, maxNorm: number): number {
  return maxNorm > 0 ? Math.min(1, maxNorm / (norm + 1e-6)) : 1;
}

/** The norm over all gradients, and the factor that brings it down to `maxNorm`. */
export function clipGradients(gradients: Iterable<Float32Array>, maxNorm: number): { norm: number; scale: number } {
  const norm = gradientNorm(gradients);
  return { norm, scale: clipScale(norm, maxNorm) };
}
