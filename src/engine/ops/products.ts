// Matrix products.

import { elementsOf, sameShape, sizeOf, type DimBindings, type Shape } from '../graph/dim.ts';
import type { TensorType } from '../graph/graph.ts';
import type { MatmulAttributes } from './attributes.ts';
import type { GradientRule, LoweringContext, Op } from './op.ts';
import { expect, expectInputs, float } from './types.ts';

/** Shape of op(A)·op(B): equal leading dimensions, the last two multiplied as matrices. */
function productShape(a: TensorType, b: TensorType, { transposeA, transposeB }: MatmulAttributes): Shape {
  const rank = a.shape.length;
  expect(rank >= 2 && b.shape.length === rank, `needs two tensors of the same rank of at least 2`);
  const lead = a.shape.slice(0, -2);
  expect(sameShape(lead, b.shape.slice(0, -2)), 'leading dimensions differ');
  const [rows, innerA] = lastTwo(a.shape, transposeA);
  const [innerB, columns] = lastTwo(b.shape, transposeB);
  expect(innerA === innerB, `inner dimensions differ: ${innerA} and ${innerB}`);
  return [...lead, rows, columns];
}

function lastTwo(shape: Shape, transposed: boolean) {
  const [m, n] = [shape.at(-2)!, shape.at(-1)!];
  return transposed ? ([n, m] as const) : ([m, n] as const);
}

function productFlops(a: TensorType, output: TensorType, transposeA: boolean, bindings: DimBindings): number {
  const inner = sizeOf(lastTwo(a.shape, transposeA)[1], bindings);
  return 2 * inner * elementsOf(output.shape, bindings);
}

function lowerGemm(
  { node, outputs }: Pick<LoweringContext<'matmul'>, 'node' | 'outputs'>,
  inputs: readonly string[],
  { transposeA, transposeB, alpha }: MatmulAttributes,
): void {
  node('Gemm', inputs, {
    outputs,
    attributes: { transA: { int: Number(transposeA) }, transB: { int: Number(transposeB) }, alpha },
  });
}

/** A product of stacks of matrices by standard operators. */
function lowerBatched({ node, constant, inputs, outputs, attributes }: LoweringContext<'matmul'>, rank: number): void {
  const { transposeA, transposeB, alpha } = attributes;
  const axes = Array.from({ length: rank }, (_, i) => (i < rank - 2 ? i : 2 * rank - 3 - i));
  const turned = (x: string) => node('Transpose', [x], { attributes: { perm: { ints: axes } } });
  const factors = [transposeA ? turned(inputs[0]!) : inputs[0]!, transposeB ? turned(inputs[1]!) : inputs[1]!];
  if (alpha === 1) return void node('MatMul', factors, { outputs });
  node('Mul', [node('MatMul', factors), constant('float32', [], [alpha])], { outputs });
}

// C = α·op(A)·op(B). With G the gradient of C: gradient of op(A) = α·G·op(B)ᵀ, of op(B) = α·op(A)ᵀ·G; transposed again where op transposes.
const matmulGradient: GradientRule<'matmul'> = ({ graph, inputs, attributes, outputGradient: g }) => {
  const [a, b] = [inputs[0]!, inputs[1]!];
  const { transposeA, transposeB, alpha } = attributes;
  const da = transposeA
    ? graph.emit('matmul', [b, g], { transposeA: transposeB, transposeB: true, alpha })
    : graph.emit('matmul', [g, b], { transposeA: false, transposeB: !transposeB, alpha });
  const db = transposeB
    ? graph.emit('matmul', [g, a], { transposeA: true, transposeB: transposeA, alpha })
    : graph.emit('matmul', [a, g], { transposeA: !transposeA, transposeB: false, alpha });
  return [da, db];
};

/** α·op(A)·op(B) over the last two dimensions, [..., m, k] × [..., k, n] → [..., m, n]; op transposes where told. */
export const matmul: Op<'matmul'> = {
  infer: (inputs, attributes) => {
    const [a, b] = expectInputs(inputs, ['float32', 'float32']);
    return [float(productShape(a!, b!, attributes))];
  },
  gradient: matmulGradient,
  lower: (context) => {
    const { node, inputs, inputTypes, outputs, attributes, provider } = context;
    const rank = inputTypes[0]!.shape.length;
    if (rank === 2) return lowerGemm(context, inputs, attributes);
    if (provider !== 'cpu') return lowerBatched(context, rank);
    const { transposeA, transposeB, alpha } = attributes;
    node('FusedMatMul', inputs, {
      outputs,
      domain: 'com.microsoft',
      attributes: { transA: { int: Number(transposeA) }, transB: { int: Number(transposeB) }, alpha },
    });
  },
  flops: ([a], [output], bindings, { transposeA }) => productFlops(a!, output!, transposeA, bindings),
};

/** α·op(A)·op(B) + C for matrices: adds a product to a running sum in one pass. */
export const matmulAdd: Op<'matmulAdd'> = {
  infer: (inputs, attributes) => {
    const [a, b, c] = expectInputs(inputs, ['float32', 'float32', 'float32']);
    expect(a!.shape.length === 2, 'needs matrices');
    const shape = productShape(a!, b!, attributes);
    expect(sameShape(shape, c!.shape), 'the sum has another shape than the product');
    return [float(shape)];
  },
  gradient: { none: 'made by passes, after differentiation' },
  lower: (context) => lowerGemm(context, context.inputs, context.attributes),
  flops: ([a], [output], bindings, { transposeA }) => productFlops(a!, output!, transposeA, bindings),
};

/** x·Wᵀ + b: x [rows, in], W [out, in] as Hugging Face stores it, b [out] → [rows, out]. */
export const linear: Op<'linear'> = {
  infer: (inputs) => {
    const [x, weight, bias] = expectInputs(inputs, ['float32', 'float32', 'float32']);
    const shape = productShape(x!, weight!, { transposeA: false, transposeB: true, alpha: 1 });
    expect(shape.length === 2, 'needs matrices');
    expect(sameShape(bias!.shape, [shape[1]!]), 'the bias does not fit the weight');
    return [float(shape)];
  },
  gradient: ({ graph, inputs: [x, weight], outputGradient: g }) => [
    graph.emit('matmul', [g, weight!], { transposeA: false, transposeB: false, alpha: 1 }),
    graph.emit('matmul', [g, x!], { transposeA: true, transposeB: false, alpha: 1 }),
    graph.emit('reduceSum', [g], { axes: [0], keepDims: false }),
  ],
  lower: (context) => lowerGemm(context, context.inputs, { transposeA: false, transposeB: true, alpha: 1 }),
  flops: ([x], [output], bindings) => productFlops(x!, output!, false, bindings),
};
