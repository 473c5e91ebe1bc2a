// Puts sequences into the arrays that a micro-batch's graph reads. N sequences, padded to S positions.

/** Large enough to vanish in a softmax, as PyTorch's finfo(float32).min. */
export const masked = -3.4028234663852886e38;

/** One input sequence of the model. */
export interface Sequence {
  /** Token ids with [CLS] and [SEP], without padding, [length]. */
  readonly ids: Int32Array;
  /** Index of the second text's first token: token types are 0 before it and 1 from it on. */
  readonly secondStart: number;
}

/** Arrays of the token inputs: [N*S] each, the attention bias [N, 1, 1, S]. */
export function tokenArrays(sequences: readonly Sequence[], length: number) {
  const size = sequences.length * length;
  const arrays = {
    input_ids: new Int32Array(size),
    token_type_ids: new Int32Array(size),
    position_ids: Int32Array.from({ length: size }, (_, i) => i % length),
    attention_bias: new Float32Array(size).fill(masked),
  };
  for (const [row, { ids, secondStart }] of sequences.entries()) {
    const start = row * length;
    arrays.input_ids.set(ids, start);
    arrays.token_type_ids.fill(1, start + secondStart, start + ids.length);
    arrays.attention_bias.fill(0, start, start + ids.length);
  }
  return arrays;
}

/** Rows of the hidden states that hold each sequence's first token, [N]. */
export function firstTokens(sequences: number, length: number): Int32Array {
  return Int32Array.from({ length: sequences }, (_, row) => row * length);
}
