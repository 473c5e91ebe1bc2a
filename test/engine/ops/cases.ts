// A case or more for each operator, and the graph that a case makes: a weighted sum of the operator's result, with its gradients.

import { differentiate } from '../../../src/engine/autodiff/differentiate.ts';
import type { Shape } from '../../../src/engine/graph/dim.ts';
import { GraphBuilder, type Value } from '../../../src/engine/graph/graph.ts';
import type { Attributes, OpName } from '../../../src/engine/ops/attributes.ts';
import { inferTypes } from '../../../src/engine/ops/table.ts';
import { Mt19937 } from '../../../src/engine/random/mt19937.ts';

/** Inputs of one check: shapes of float inputs, or the values of an index input. */
export interface Case<K extends OpName> {
  readonly inputs: readonly (Shape | Int32Array)[];
  readonly attributes: Attributes[K];
  /** Float inputs are between 0.5 and 2 instead of between −1.5 and 1.5. */
  readonly positive?: boolean;
}

const product = (transposeA: boolean, transposeB: boolean) => ({ transposeA, transposeB, alpha: 0.5 });

/** At least one case for each operator; those without a gradient are listed with none. */
export const cases: { readonly [K in OpName]: readonly Case<K>[] } = {
  add: [
    {
      inputs: [
        [2, 3],
        [2, 3],
      ],
      attributes: {},
    },
    { inputs: [[2, 3], [3]], attributes: {} },
    {
      inputs: [
        [2, 1, 2],
        [3, 1],
      ],
      attributes: {},
    },
  ],
  sub: [
    {
      inputs: [
        [2, 3],
        [2, 3],
      ],
      attributes: {},
    },
    { inputs: [[3], [2, 3]], attributes: {} },
  ],
  mul: [
    {
      inputs: [
        [2, 3],
        [2, 3],
      ],
      attributes: {},
    },
    {
      inputs: [
        [2, 3],
        [2, 1],
      ],
      attributes: {},
    },
  ],
  div: [
    {
      inputs: [
        [2, 3],
        [2, 3],
      ],
      attributes: {},
      positive: true,
    },
    { inputs: [[2, 3], [3]], attributes: {}, positive: true },
  ],
  sqrt: [{ inputs: [[2, 3]], attributes: {}, positive: true }],
  scale: [{ inputs: [[2, 3]], attributes: { factor: -1.5 } }],
  matmul: [
    {
      inputs: [
        [2, 3],
        [3, 4],
      ],
      attributes: product(false, false),
    },
    {
      inputs: [
        [3, 2],
        [3, 4],
      ],
      attributes: product(true, false),
    },
    {
      inputs: [
        [2, 3],
        [4, 3],
      ],
      attributes: product(false, true),
    },
    {
      inputs: [
        [3, 2],
        [4, 3],
      ],
      attributes: product(true, true),
    },
    {
      inputs: [
        [2, 2, 3],
        [2, 4, 3],
      ],
      attributes: product(false, true),
    },
    {
      inputs: [
        [2, 3, 2],
        [2, 3, 4],
      ],
      attributes: product(true, false),
    },
    {
      inputs: [
        [2, 3, 2],
        [2, 4, 3],
      ],
      attributes: product(true, true),
    },
  ],
  matmulAdd: [],
  linear: [{ inputs: [[3, 2], [4, 2], [4]], attributes: {} }],
  reshape: [{ inputs: [[2, 6]], attributes: { shape: [3, 4] } }],
  transpose: [{ inputs: [[2, 3, 2]], attributes: { permutation: [2, 0, 1] } }],
  broadcastTo: [
    { inputs: [[2, 1]], attributes: { shape: [2, 3] } },
    { inputs: [[3]], attributes: { shape: [2, 3] } },
  ],
  reduceSum: [
    { inputs: [[2, 3, 2]], attributes: { axes: [1], keepDims: true } },
    { inputs: [[2, 3]], attributes: { axes: [0], keepDims: false } },
  ],
  reduceMean: [{ inputs: [[2, 3]], attributes: { axes: [1], keepDims: true } }],
  zeros: [],
  after: [],
  gather: [{ inputs: [[4, 2], Int32Array.of(3, 0, 3)], attributes: {} }],
  scatterAdd: [{ inputs: [[4, 2], Int32Array.of(1, 3, 1), [3, 2]], attributes: {} }],
  softmax: [{ inputs: [[2, 4]], attributes: {} }],
  gelu: [{ inputs: [[2, 5]], attributes: {} }],
  geluGradient: [],
  layerNorm: [{ inputs: [[3, 4], [4], [4]], attributes: { epsilon: 1e-12 } }],
  crossEntropy: [
    {
      inputs: [
        [2, 4],
        [2, 4],
      ],
      attributes: {},
    },
  ],
  tanh: [{ inputs: [[2, 3]], attributes: {} }],
  labelCrossEntropy: [{ inputs: [[3, 4], Int32Array.of(2, 4, 11), [3]], attributes: {} }],
};

/** Inputs of a floating-point type that have no gradient: labels and weights. */
const withoutGradient: { readonly [K in OpName]?: number } = { crossEntropy: 1, labelCrossEntropy: 2 };

/** Σ weights ∘ op(inputs) as output `loss`, its gradients as outputs `gradient0`, `gradient1`, …, and arrays for it all. */
export function caseGraph<K extends OpName>(name: K, { inputs, attributes, positive }: Case<K>) {
  const random = new Mt19937(20);
  const graph = new GraphBuilder(inferTypes);
  const values = inputs.map((input, i) =>
    input instanceof Int32Array
      ? graph.input(`x${i}`, 'int32', [input.length])
      : graph.input(`x${i}`, 'float32', input),
  );
  const randomArray = (value: Value) =>
    emptyArray(value).map(() => (positive ? 0.5 + random.nextFloat() * 1.5 : random.nextFloat() * 3 - 1.5));
  const result = graph.emit(name, values, attributes);
  const weights = graph.input('weights', 'float32', result.type.shape);
  const axes = result.type.shape.map((_, i) => i);
  const weighted = graph.emit('mul', [result, weights], {});
  const loss = axes.length === 0 ? weighted : graph.emit('reduceSum', [weighted], { axes, keepDims: false });
  const feeds = Object.fromEntries([
    ...values.map((value, i) => [`x${i}`, inputs[i] instanceof Int32Array ? inputs[i] : randomArray(value)]),
    ['weights', randomArray(weights)],
    ['seed', Float32Array.of(1)],
  ]) as Record<string, Float32Array>;
  const trainable = values.filter((value, i) => value.type.dtype === 'float32' && withoutGradient[name] !== i);
  const seed = graph.input('seed', 'float32', []);
  const gradients = differentiate(graph, loss, seed, trainable);
  graph.output('loss', loss);
  gradients.forEach((gradient, i) => graph.output(`gradient${i}`, gradient));
  const outputs: Record<string, Float32Array> = { loss: new Float32Array(1) };
  gradients.forEach((gradient, i) => (outputs[`gradient${i}`] = emptyArray(gradient)));
  return { graph, feeds, outputs, trainable };
}

const elements = (value: Value) => value.type.shape.reduce<number>((product, dim) => product * Number(dim), 1);
const emptyArray = (value: Value) => new Float32Array(elements(value));
