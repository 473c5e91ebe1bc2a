// Puts features into the arrays that a micro-batch's graph reads. B sequences, padded to S positions.

import type { Feature } from './features.ts';

/** Large enough to vanish in a softmax, as PyTorch's finfo(float32).min. */
const masked = -3.4028234663852886e38;

/** Arrays of the token inputs: [B*S] each, the attention bias [B, 1, 1, S]. */
export interface TokenArrays {
  readonly input_ids: Int32Array;
  readonly token_type_ids: Int32Array;
  readonly position_ids: Int32Array;
  readonly attention_bias: Float32Array;
}

/** Lays out features row by row, padded to `length` positions. */
export function tokenArrays(features: readonly Feature[], length: number): TokenArrays {
  const size = features.length * length;
  const arrays = {
    input_ids: new Int32Array(size),
    token_type_ids: new Int32Array(size),
    position_ids: Int32Array.from({ length: size }, (_, i) => i % length),
    attention_bias: new Float32Array(size).fill(masked),
  };
  for (const [row, feature] of features.entries()) {
    const start = row * length;
    const used = feature.ids.length;
    arrays.input_ids.set(feature.ids, start);
    arrays.token_type_ids.fill(1, start + feature.contextStart, start + used);
    arrays.attention_bias.fill(0, start, start + used);
  }
  return arrays;
}

/** Arrays of the loss: which positions an answer may take [1, B, S], and the weighted one-hot labels [2, B, S]. */
export interface SpanArrays {
  readonly span_bias: Float32Array;
  readonly targets: Float32Array;
}

/**
 * Labels of a micro-batch.
 *
 * @param weights share of each example in the update's loss; start and end get half each
 * @param maskPadding whether padding is left out of the softmax over positions (run_qa.py leaves it in)
 */
export function spanArrays(
  features: readonly Feature[],
  length: number,
  weights: readonly number[],
  maskPadding: boolean,
): SpanArrays {
  const size = features.length * length;
  const bias = new Float32Array(size);
  const targets = new Float32Array(2 * size);
  for (const [row, feature] of features.entries()) {
    const start = row * length;
    if (maskPadding) bias.fill(masked, start + feature.ids.length, start + length);
    targets[start + feature.startPosition] = weights[row]! / 2;
    targets[size + start + feature.endPosition] = weights[row]! / 2;
  }
  return { span_bias: bias, targets };
}
