// The list of operators with their attributes. Every table over operators is total over this type.

import type { Shape } from '../graph/dim.ts';

type None = Readonly<Record<string, never>>;

export interface MatmulAttributes {
  /** Transpose the last two dimensions of the first factor. */
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  /** Factor on the product. */
  readonly alpha: number;
}

export interface ReduceAttributes {
  /** Reduced dimensions, ascending, from 0. */
  readonly axes: readonly number[];
  readonly keepDims: boolean;
}

export interface Attributes {
  after: None;
  add: None;
  sub: None;
  mul: None;
  div: None;
  sqrt: None;
  scale: { readonly factor: number };
  matmul: MatmulAttributes;
  matmulAdd: MatmulAttributes;
  linear: None;
  reshape: { readonly shape: Shape };
  transpose: { readonly permutation: readonly number[] };
  broadcastTo: { readonly shape: Shape };
  reduceSum: ReduceAttributes;
  reduceMean: ReduceAttributes;
  zeros: { readonly shape: Shape };
  gather: None;
  scatterAdd: None;
  softmax: None;
  gelu: None;
  geluGradient: None;
  layerNorm: { readonly epsilon: number };
  crossEntropy: None;
  tanh: None;
  labelCrossEntropy: None;
}

export type OpName = keyof Attributes;
