// Operators that only heads use: the pooler's activation, and a loss over classes so many that one-hot labels would be a burden.

import { elementsOf, multiplyDims, sameShape } from '../graph/dim.ts';
import { lowerLogSoftmax } from './normalization.ts';
import type { Op } from './op.ts';
import { expect, expectInputs, float } from './types.ts';

/** tanh(x). */
export const tanh: Op<'tanh'> = {
  infer: (inputs) => [float(expectInputs(inputs, ['float32'])[0]!.shape)],
  // dx = dy − dy∘y∘y
  gradient: ({ graph, outputs: [y], outputGradient: dy }) => {
    const scaled = graph.emit('mul', [graph.emit('mul', [dy, y!], {}), y!], {});
    return [graph.emit('sub', [dy, scaled], {})];
  },
  lower: ({ node, inputs, outputs }) => void node('Tanh', inputs, { outputs }),
  flops: (_, [output], bindings) => 10 * elementsOf(output!.shape, bindings),
};

/**
 * −Σ weights ∘ logSoftmax(logits)[label], one label a row: logits [rows, classes], labels [rows] as row · classes + class, weights [rows]
 * → a scalar.
 */
export const labelCrossEntropy: Op<'labelCrossEntropy'> = {
  infer: (inputs) => {
    const [logits, labels, weights] = expectInputs(inputs, ['float32', 'int32', 'float32']);
    const rows = logits!.shape.slice(0, 1);
    expect(logits!.shape.length === 2, 'needs a matrix of logits');
    expect(
      sameShape(labels!.shape, rows) && sameShape(weights!.shape, rows),
      'needs a label and a weight for each row',
    );
    return [float([])];
  },
  // dlogits = dy · weight · (softmax(logits) − one-hot label)
  gradient: ({ graph, inputs, outputGradient: dy }) => {
    const [logits, labels, weights] = [inputs[0]!, inputs[1]!, inputs[2]!];
    const shape = logits.type.shape;
    const share = graph.emit('reshape', [graph.emit('mul', [weights, dy], {})], { shape: [shape[0]!, 1] });
    const expected = graph.emit('mul', [graph.emit('softmax', [logits], {}), share], {});
    const flat = graph.emit('reshape', [expected], { shape: [multiplyDims(shape), 1] });
    const sum = graph.emit('scatterAdd', [flat, labels, graph.emit('scale', [share], { factor: -1 })], {});
    return [graph.emit('reshape', [sum], { shape }), undefined, undefined];
  },
  lower: (context) => {
    const { node, constant, inputs, outputs } = context;
    const flat = node('Reshape', [lowerLogSoftmax(context, inputs[0]!), constant('int64', [1], [-1])]);
    const picked = node('Gather', [flat, inputs[1]!], { attributes: { axis: { int: 0 } } });
    const sum = node('ReduceSum', [node('Mul', [picked, inputs[2]!])], { attributes: { keepdims: { int: 0 } } });
    node('Neg', [sum], { outputs });
  },
  flops: ([logits], _, bindings) => 6 * elementsOf(logits!.shape, bindings),
};
