// Operators that normalise along the last dimension.

import { elementsOf, sameShape } from '../graph/dim.ts';
import type { GraphBuilder, Value } from '../graph/graph.ts';
import type { MatmulAttributes, OpName } from './attributes.ts';
import type { GradientRule, LoweringContext, Op } from './op.ts';
import { expect, expectInputs, float } from './types.ts';

const lastAxis = (rank: number): number[] => [rank - 1];

/**
 * Σ dy∘y along the last dimension, [..., 1]. Where y are attention probabilities, o = (y∘mask)·v, so that dy = (do·vᵀ)∘mask: the sum is
 * Σ do∘o then, over a head's width instead of all positions (Dao et al., 2022, equation 4).
 */
function rowDot(graph: GraphBuilder, dy: Value, y: Value): Value {
  const [a, b] = attentionOutput(graph, dy, y) ?? [dy, y];
  const axes = lastAxis(a.type.shape.length);
  return graph.emit('reduceSum', [graph.emit('mul', [a, b], {})], { axes, keepDims: true });
}

/** [do, o] if `dy` and `y` are the gradient and the value of attention probabilities. */
function attentionOutput({ nodes }: GraphBuilder, dy: Value, y: Value): [Value, Value] | undefined {
  const from = (value: Value) => nodes.find((node) => node.outputs[0]!.id === value.id);
  const find = (op: OpName, inputs: readonly Value[]) =>
    nodes.find((node) => node.op === op && inputs.every((input, i) => node.inputs[i]?.id === input.id));
  let [gradient, probabilities] = [dy, y];
  const masking = from(dy);
  if (masking?.op === 'mul') {
    const dropped = find('mul', [y, masking.inputs[1]!]);
    if (dropped === undefined) return undefined;
    [gradient, probabilities] = [masking.inputs[0]!, dropped.outputs[0]!];
  }
  const backward = from(gradient);
  if (backward?.op !== 'matmul') return undefined;
  const [outputGradient, values] = [backward.inputs[0]!, backward.inputs[1]!];
  const forward = find('matmul', [probabilities, values]);
  if (forward === undefined) return undefined;
  const is = (node: typeof forward, transposeB: boolean): boolean => {
    const { transposeA, transposeB: actual, alpha } = node.attributes as MatmulAttributes;
    return !transposeA && actual === transposeB && alpha === 1;
  };
  return is(backward, true) && is(forward, false) ? [outputGradient, forward.outputs[0]!] : undefined;
}

/** exp(x) / Σ exp(x) along the last dimension. */
export const softmax: Op<'softmax'> = {
  infer: (inputs) => [float(expectInputs(inputs, ['float32'])[0]!.shape)],
  // dx = y ∘ (dy − Σ dy∘y)
  gradient: ({ graph, outputs: [y], outputGradient: dy }) => [
    graph.emit('mul', [y!, graph.emit('sub', [dy, rowDot(graph, dy, y!)], {})], {}),
  ],
  lower: ({ node, inputs, outputs }) => void node('Softmax', inputs, { outputs, attributes: { axis: { int: -1 } } }),
  flops: (_, [output], bindings) => 5 * elementsOf(output!.shape, bindings),
};

// With x̂ = (x − mean)·r and dx̂ = dy∘γ: dx = r·(dx̂ − mean(dx̂) − x̂∘mean(dx̂∘x̂)) (Ba, Kiros and Hinton, 2016).
const layerNormGradient: GradientRule<'layerNorm'> = ({ graph, inputs, outputs, outputGradient: dy }) => {
  const [x, gamma] = [inputs[0]!, inputs[1]!];
  const [, mean, inverseDeviation] = outputs;
  const rank = x.type.shape.length;
  const mul = (a: typeof x, b: typeof x) => graph.emit('mul', [a, b], {});
  const rowMean = (a: typeof x) => graph.emit('reduceMean', [a], { axes: lastAxis(rank), keepDims: true });
  const sumRows = (a: typeof x) =>
    graph.emit('reduceSum', [a], { axes: Array.from({ length: rank - 1 }, (_, i) => i), keepDims: false });
  const normal = mul(graph.emit('sub', [x, mean!], {}), inverseDeviation!);
  const scaled = mul(dy, gamma);
  const centred = graph.emit('sub', [scaled, rowMean(scaled)], {});
  const dx = mul(graph.emit('sub', [centred, mul(normal, rowMean(mul(scaled, normal)))], {}), inverseDeviation!);
  return [dx, sumRows(mul(dy, normal)), sumRows(dy)];
};

/** γ∘(x − mean)/√(variance + ε) + β along the last dimension; outputs the result, the mean and the inverse deviation. */
export const layerNorm: Op<'layerNorm'> = {
  infer: (inputs) => {
    const [x, gamma, beta] = expectInputs(inputs, ['float32', 'float32', 'float32']);
    const width = x!.shape.at(-1)!;
    expect(sameShape(gamma!.shape, [width]) && sameShape(beta!.shape, [width]), 'scale or shift has another width');
    const statistics = float([...x!.shape.slice(0, -1), 1]);
    return [float(x!.shape), statistics, statistics];
  },
  gradient: layerNormGradient,
  lower: ({ node, inputs, outputs, attributes }) =>
    void node('LayerNormalization', inputs, {
      outputs,
      attributes: { axis: { int: -1 }, epsilon: attributes.epsilon },
    }),
  flops: (_, [output], bindings) => 8 * elementsOf(output!.shape, bindings),
};

/** log softmax(x) along the last dimension, in ONNX. */
export function lowerLogSoftmax(
  { node, constant, provider }: Pick<LoweringContext<OpName>, 'node' | 'constant' | 'provider'>,
  x: string,
): string {
  if (provider === 'cpu') return node('LogSoftmax', [x], { attributes: { axis: { int: -1 } } });
  // WebGPU has no LogSoftmax: x − max − log Σ exp(x − max).
  const last = constant('int64', [1], [-1]);
  const centred = node('Sub', [x, node('ReduceMax', [x, last])]);
  return node('Sub', [centred, node('Log', [node('ReduceSum', [node('Exp', [centred]), last])])]);
}

/**
 * −Σ targets ∘ logSoftmax(logits), the softmax along the last dimension: logits and targets of one shape → a scalar.
 * Rows of the targets need not sum to 1: they carry the weight of each example, and 0 leaves it out.
 */
export const crossEntropy: Op<'crossEntropy'> = {
  infer: (inputs) => {
    const [logits, targets] = expectInputs(inputs, ['float32', 'float32']);
    expect(sameShape(logits!.shape, targets!.shape), 'logits and targets have different shapes');
    return [float([])];
  },
  // dlogits = dy · (softmax(logits) · Σ targets − targets)
  gradient: ({ graph, inputs, outputGradient: dy }) => {
    const [logits, targets] = [inputs[0]!, inputs[1]!];
    const axes = lastAxis(logits.type.shape.length);
    const weight = graph.emit('reduceSum', [targets], { axes, keepDims: true });
    const expected = graph.emit('mul', [graph.emit('softmax', [logits], {}), weight], {});
    return [graph.emit('mul', [graph.emit('sub', [expected, targets], {}), dy], {}), undefined];
  },
  lower: (context) => {
    const { node, inputs, outputs } = context;
    const terms = node('Mul', [lowerLogSoftmax(context, inputs[0]!), inputs[1]!]);
    node('Neg', [node('ReduceSum', [terms], { attributes: { keepdims: { int: 0 } } })], { outputs });
  },
  flops: ([logits], _, bindings) => 7 * elementsOf(logits!.shape, bindings),
};
