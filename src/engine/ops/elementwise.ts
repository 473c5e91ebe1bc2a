// Element-wise operators with NumPy broadcasting.

import { broadcastShapes, elementsOf, sameShape, type DimBindings } from '../graph/dim.ts';
import type { GraphBuilder, TensorType, Value } from '../graph/graph.ts';
import type { Op } from './op.ts';
import { expectInputs, float } from './types.ts';

const oneEach = (_: readonly TensorType[], [output]: readonly TensorType[], bindings: DimBindings): number =>
  elementsOf(output!.shape, bindings);

function inferBroadcast(inputs: readonly TensorType[]): TensorType[] {
  const [a, b] = expectInputs(inputs, ['float32', 'float32']);
  return [float(broadcastShapes(a!.shape, b!.shape))];
}

/**
 * Undoes broadcasting: sums `gradient` over the dimensions along which an input of `target`'s shape was repeated.
 * The one place where that happens.
 */
export function unbroadcast(graph: GraphBuilder, gradient: Value, target: Value): Value {
  const from = gradient.type.shape;
  const to = target.type.shape;
  if (sameShape(from, to)) return gradient;
  const lead = from.length - to.length;
  const axes = from.flatMap((dim, i) => (i < lead || (to[i - lead] === 1 && dim !== 1) ? [i] : []));
  const summed = graph.emit('reduceSum', [gradient], { axes, keepDims: lead === 0 });
  return sameShape(summed.type.shape, to) ? summed : graph.emit('reshape', [summed], { shape: to });
}

/** a + b. */
export const add: Op<'add'> = {
  infer: inferBroadcast,
  gradient: ({ graph, inputs: [a, b], outputGradient: dy }) => [unbroadcast(graph, dy, a!), unbroadcast(graph, dy, b!)],
  lower: ({ node, inputs, outputs }) => void node('Add', inputs, { outputs }),
  flops: oneEach,
};

/** a − b. */
export const sub: Op<'sub'> = {
  infer: inferBroadcast,
  gradient: ({ graph, inputs: [a, b], outputGradient: dy }) => [
    unbroadcast(graph, dy, a!),
    graph.emit('scale', [unbroadcast(graph, dy, b!)], { factor: -1 }),
  ],
  lower: ({ node, inputs, outputs }) => void node('Sub', inputs, { outputs }),
  flops: oneEach,
};

/** a · b, element by element. */
export const mul: Op<'mul'> = {
  infer: inferBroadcast,
  gradient: ({ graph, inputs: [a, b], outputGradient: dy }) => [
    unbroadcast(graph, graph.emit('mul', [dy, b!], {}), a!),
    unbroadcast(graph, graph.emit('mul', [dy, a!], {}), b!),
  ],
  lower: ({ node, inputs, outputs }) => void node('Mul', inputs, { outputs }),
  flops: oneEach,
};

/** a / b, element by element. */
export const div: Op<'div'> = {
  infer: inferBroadcast,
  // d(a/b) = da/b − (a/b)·db/b
  gradient: ({ graph, inputs, outputs: [y], outputGradient: dy }) => {
    const [a, b] = [inputs[0]!, inputs[1]!];
    const da = graph.emit('div', [dy, b], {});
    const db = graph.emit('scale', [graph.emit('mul', [da, y!], {})], { factor: -1 });
    return [unbroadcast(graph, da, a), unbroadcast(graph, db, b)];
  },
  lower: ({ node, inputs, outputs }) => void node('Div', inputs, { outputs }),
  flops: oneEach,
};

/** √x. */
export const sqrt: Op<'sqrt'> = {
  infer: (inputs) => [float(expectInputs(inputs, ['float32'])[0]!.shape)],
  // d√x = dx / (2√x)
  gradient: ({ graph, outputs: [y], outputGradient: dy }) => [
    graph.emit('scale', [graph.emit('div', [dy, y!], {})], { factor: 0.5 }),
  ],
  lower: ({ node, inputs, outputs }) => void node('Sqrt', inputs, { outputs }),
  flops: oneEach,
};

/** factor · x. */
export const scale: Op<'scale'> = {
  infer: (inputs) => [float(expectInputs(inputs, ['float32'])[0]!.shape)],
  gradient: ({ graph, attributes, outputGradient }) => [graph.emit('scale', [outputGradient], attributes)],
  lower: ({ node, constant, inputs, outputs, attributes }) =>
    void node('Mul', [inputs[0]!, constant('float32', [], [attributes.factor])], { outputs }),
  flops: oneEach,
};

/** The exact GELU, 0.5·x·(1 + erf(x/√2)) (Hendrycks and Gimpel, 2016). */
export const gelu: Op<'gelu'> = {
  infer: (inputs) => [float(expectInputs(inputs, ['float32'])[0]!.shape)],
  gradient: ({ graph, inputs: [x], outputGradient: dy }) => [graph.emit('geluGradient', [x!, dy], {})],
  lower: ({ node, inputs, outputs }) => void node('Gelu', inputs, { outputs }),
  flops: (_, [output], bindings) => 8 * elementsOf(output!.shape, bindings),
};

/** dy · (Φ(x) + x·φ(x)): the derivative of GELU, with Φ and φ of the standard normal distribution. */
export const geluGradient: Op<'geluGradient'> = {
  infer: inferBroadcast,
  gradient: { none: 'second derivatives are not needed' },
  lower: ({ node, constant, inputs: [x, dy], outputs }) => {
    const scalar = (value: number): string => constant('float32', [], [value]);
    const erf = node('Erf', [node('Mul', [x!, scalar(Math.SQRT1_2)])]);
    const cdf = node('Mul', [node('Add', [erf, scalar(1)]), scalar(0.5)]);
    const exp = node('Exp', [node('Mul', [node('Mul', [x!, x!]), scalar(-0.5)])]);
    const pdf = node('Mul', [exp, scalar(1 / Math.sqrt(2 * Math.PI))]);
    const derivative = node('Add', [cdf, node('Mul', [x!, pdf])]);
    node('Mul', [dy!, derivative], { outputs });
  },
  flops: (_, [output], bindings) => 14 * elementsOf(output!.shape, bindings),
};
