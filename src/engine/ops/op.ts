// What an operator is: one record with everything the rest of the engine needs to know about it.

import type { ExecutionProvider } from '../../shared/execution-provider.ts';
import type { Attributes, OpName } from './attributes.ts';
import type { DimBindings, Shape } from '../graph/dim.ts';
import type { GraphBuilder, TensorType, Value } from '../graph/graph.ts';

/** What a gradient rule sees: the forward node, and the gradient of its first output. */
export interface GradientContext<K extends OpName> {
  readonly graph: GraphBuilder;
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly attributes: Attributes[K];
  /** Gradient of the first output; has its shape. The other outputs are statistics and take no part in the loss. */
  readonly outputGradient: Value;
}

/** Gradients of the inputs, in their order; undefined for inputs that have none (indices, targets). */
export type GradientRule<K extends OpName> = (context: GradientContext<K>) => readonly (Value | undefined)[];

/** How an operator is written in ONNX: appends ONNX nodes, by name. */
export interface LoweringContext<K extends OpName> {
  readonly inputs: readonly string[];
  readonly inputTypes: readonly TensorType[];
  readonly outputs: readonly string[];
  readonly outputTypes: readonly TensorType[];
  readonly attributes: Attributes[K];
  /** What will run it. The CPU has fused operators that others lack; all but the CPU get standard ONNX. */
  readonly provider: ExecutionProvider;
  /** Appends an ONNX node; outputs are fresh names unless given. Gives the name of its first output. */
  node(opType: string, inputs: readonly string[], options?: OnnxNodeOptions): string;
  /** A constant of the given type and shape. */
  constant(dtype: 'float32' | 'int64' | 'bool', shape: readonly number[], values: readonly number[]): string;
  /** A one-dimensional int64 tensor that holds the shape's sizes when the program runs. */
  shapeTensor(shape: Shape): string;
}

export type OnnxAttribute = number | { readonly int: number } | { readonly ints: readonly number[] } | string;

export interface OnnxNodeOptions {
  readonly outputs?: readonly string[];
  /** A plain number is a float attribute; integers are written `{ int }`. */
  readonly attributes?: Readonly<Record<string, OnnxAttribute>>;
  readonly domain?: 'com.microsoft';
}

export interface Op<K extends OpName> {
  /** Output types from input types; throws an Error that says what does not fit. */
  readonly infer: (inputs: readonly TensorType[], attributes: Attributes[K]) => TensorType[];
  /** The gradient rule, or the reason why there is none. */
  readonly gradient: GradientRule<K> | { readonly none: string };
  readonly lower: (context: LoweringContext<K>) => void;
  /** Floating-point operations, a multiply-add counting as two. */
  readonly flops: (
    inputs: readonly TensorType[],
    outputs: readonly TensorType[],
    bindings: DimBindings,
    attributes: Attributes[K],
  ) => number;
}
