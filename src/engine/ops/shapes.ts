// Operators that move or reduce elements.

import { broadcastShapes, elementsOf, multiplyDims, sameShape, sizeOf, type Dim, type Shape } from '../graph/dim.ts';
import type { GraphBuilder, Value } from '../graph/graph.ts';
import type { ReduceAttributes } from './attributes.ts';
import type { LoweringContext, Op } from './op.ts';
import { unbroadcast } from './elementwise.ts';
import { expect, expectInputs, float } from './types.ts';

const free = (): number => 0;

/** The same elements in another shape. */
export const reshape: Op<'reshape'> = {
  infer: (inputs, { shape }) => {
    const [x] = expectInputs(inputs, ['float32']);
    const [from, to] = [multiplyDims(x!.shape), multiplyDims(shape)];
    expect(from === to, `cannot make [${shape.join(', ')}] of [${x!.shape.join(', ')}]`);
    return [float(shape)];
  },
  gradient: ({ graph, inputs: [x], outputGradient }) => [
    graph.emit('reshape', [outputGradient], { shape: x!.type.shape }),
  ],
  lower: ({ node, inputs, outputs, attributes, shapeTensor }) =>
    void node('Reshape', [inputs[0]!, shapeTensor(attributes.shape)], { outputs }),
  flops: free,
};

/** The first input, but only once the second is there, which has the same shape and is not looked at. Copies nothing. */
export const after: Op<'after'> = {
  infer: (inputs) => {
    const [x, before] = expectInputs(inputs, ['float32', 'float32']);
    expect(sameShape(x!.shape, before!.shape), 'the shapes differ');
    return [float(x!.shape)];
  },
  gradient: { none: 'made by differentiation, for values whose gradient goes another way' },
  lower: ({ node, inputs: [x, before], outputs }) => void node('Reshape', [x!, node('Shape', [before!])], { outputs }),
  flops: free,
};

/** Dimension i of the result is dimension permutation[i] of the input. */
export const transpose: Op<'transpose'> = {
  infer: (inputs, { permutation }) => {
    const [x] = expectInputs(inputs, ['float32']);
    const sorted = [...permutation].sort((a, b) => a - b);
    expect(sorted.length === x!.shape.length && sorted.every((axis, i) => axis === i), 'not a permutation of the axes');
    return [float(permutation.map((axis) => x!.shape[axis]!))];
  },
  gradient: ({ graph, attributes: { permutation }, outputGradient }) => [
    graph.emit('transpose', [outputGradient], { permutation: permutation.map((_, i) => permutation.indexOf(i)) }),
  ],
  lower: ({ node, inputs, outputs, attributes }) =>
    void node('Transpose', inputs, { outputs, attributes: { perm: { ints: attributes.permutation } } }),
  flops: free,
};

/** Repeats elements as NumPy broadcasting does. */
export const broadcastTo: Op<'broadcastTo'> = {
  infer: (inputs, { shape }) => {
    const [x] = expectInputs(inputs, ['float32']);
    expect(sameShape(broadcastShapes(x!.shape, shape), shape), `does not broadcast to [${shape.join(', ')}]`);
    return [float(shape)];
  },
  gradient: ({ graph, inputs: [x], outputGradient }) => [unbroadcast(graph, outputGradient, x!)],
  lower: ({ node, inputs, outputs, attributes, shapeTensor }) =>
    void node('Expand', [inputs[0]!, shapeTensor(attributes.shape)], { outputs }),
  flops: free,
};

function reducedShape(shape: Shape, { axes, keepDims }: ReduceAttributes): Shape {
  expect(axes.length > 0 && axes.every((axis) => axis >= 0 && axis < shape.length), 'axes are outside the shape');
  return shape.flatMap<Dim>((dim, i) => (axes.includes(i) ? (keepDims ? [1] : []) : [dim]));
}

function spreadBack(graph: GraphBuilder, gradient: Value, x: Value, { axes }: ReduceAttributes): Value {
  const kept = x.type.shape.map((dim, i) => (axes.includes(i) ? 1 : dim));
  const reshaped = sameShape(gradient.type.shape, kept) ? gradient : graph.emit('reshape', [gradient], { shape: kept });
  return graph.emit('broadcastTo', [reshaped], { shape: x.type.shape });
}

function lowerReduce(
  opType: string,
  { node, constant, inputs, outputs, attributes }: LoweringContext<'reduceSum' | 'reduceMean'>,
): void {
  const axes = constant('int64', [attributes.axes.length], attributes.axes);
  node(opType, [inputs[0]!, axes], { outputs, attributes: { keepdims: { int: Number(attributes.keepDims) } } });
}

/** Sum over the given axes. */
export const reduceSum: Op<'reduceSum'> = {
  infer: (inputs, attributes) => [float(reducedShape(expectInputs(inputs, ['float32'])[0]!.shape, attributes))],
  gradient: ({ graph, inputs: [x], attributes, outputGradient }) => [spreadBack(graph, outputGradient, x!, attributes)],
  lower: (context) => lowerReduce('ReduceSum', context),
  flops: ([x], _, bindings) => elementsOf(x!.shape, bindings),
};

/** Mean over the given axes, whose sizes must be known. */
export const reduceMean: Op<'reduceMean'> = {
  infer: (inputs, attributes) => {
    const [x] = expectInputs(inputs, ['float32']);
    expect(typeof meanSize(x!.shape, attributes) === 'number', 'mean over a dimension of unknown size');
    return [float(reducedShape(x!.shape, attributes))];
  },
  gradient: ({ graph, inputs: [x], attributes, outputGradient }) => {
    const factor = 1 / sizeOf(meanSize(x!.type.shape, attributes), {});
    return [graph.emit('scale', [spreadBack(graph, outputGradient, x!, attributes)], { factor })];
  },
  lower: (context) => lowerReduce('ReduceMean', context),
  flops: ([x], _, bindings) => elementsOf(x!.shape, bindings),
};

function meanSize(shape: Shape, { axes }: ReduceAttributes): Dim {
  return multiplyDims(axes.map((axis) => shape[axis] ?? 1));
}

/** A tensor of zeros. */
export const zeros: Op<'zeros'> = {
  infer: (inputs, { shape }) => {
    expectInputs(inputs, []);
    return [float(shape)];
  },
  gradient: { none: 'has no inputs' },
  lower: ({ node, constant, outputs, attributes, shapeTensor, provider }) => {
    const shape = shapeTensor(attributes.shape);
    if (provider === 'cpu') node('ConstantOfShape', [shape], { outputs });
    else node('Expand', [constant('float32', [], [0]), shape], { outputs }); // WebGPU has no ConstantOfShape
  },
  flops: free,
};

/** Rows of a table: table [rows, width], indices [n] → [n, width]. */
export const gather: Op<'gather'> = {
  infer: (inputs) => {
    const [table, indices] = expectInputs(inputs, ['float32', 'int32']);
    expect(table!.shape.length === 2 && indices!.shape.length === 1, 'needs a table and a list of indices');
    return [float([indices!.shape[0]!, table!.shape[1]!])];
  },
  gradient: ({ graph, inputs: [table, indices], outputGradient }) => {
    const empty = graph.emit('zeros', [], { shape: table!.type.shape });
    return [graph.emit('scatterAdd', [empty, indices!, outputGradient], {}), undefined];
  },
  lower: ({ node, inputs, outputs }) => void node('Gather', inputs, { outputs, attributes: { axis: { int: 0 } } }),
  flops: free,
};

/** base with rows added at the given indices: base [rows, width], indices [n], addends [n, width] → [rows, width]. */
export const scatterAdd: Op<'scatterAdd'> = {
  infer: (inputs) => {
    const [base, indices, addends] = expectInputs(inputs, ['float32', 'int32', 'float32']);
    const width = base!.shape[1];
    expect(base!.shape.length === 2 && indices!.shape.length === 1, 'needs a table and a list of indices');
    expect(sameShape(addends!.shape, [indices!.shape[0]!, width!]), 'the rows do not fit the table or the indices');
    return [float(base!.shape)];
  },
  gradient: ({ graph, inputs: [, indices], outputGradient }) => [
    outputGradient,
    undefined,
    graph.emit('gather', [outputGradient, indices!], {}),
  ],
  lower: ({ node, constant, shapeTensor, inputs: [base, indices, addends], inputTypes, outputs, provider }) => {
    // In this order WebGPU can do it all: it casts to 64 bits, but does nothing else with them.
    const column = node('Unsqueeze', [indices!, constant('int64', [1], [1])]);
    if (provider === 'cpu') {
      // ONNX Runtime's ScatterND adds from several threads at once and loses addends where an index comes twice.
      const each = node('Expand', [column, shapeTensor(inputTypes[2]!.shape)]);
      node('ScatterElements', [base!, each, addends!], { outputs, attributes: { axis: { int: 0 }, reduction: 'add' } });
      return;
    }
    const wide = node('Cast', [column], { attributes: { to: { int: 7 } } });
    node('ScatterND', [base!, wide, addends!], { outputs, attributes: { reduction: 'add' } });
  },
  flops: ([, , addends], _, bindings) => elementsOf(addends!.shape, bindings),
};
