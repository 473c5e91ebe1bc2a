// The numeric gradient check: iterates the operator table and compares every gradient rule with central differences of the operator
// itself, element by element, as ONNX Runtime computes it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { differentiate } from '../../../src/engine/autodiff/differentiate.ts';
import { Program } from '../../../src/engine/exec/program.ts';
import type { Shape } from '../../../src/engine/graph/dim.ts';
import { GraphBuilder, type Value } from '../../../src/engine/graph/graph.ts';
import type { Attributes, OpName } from '../../../src/engine/ops/attributes.ts';
import { inferTypes, opOf, ops } from '../../../src/engine/ops/table.ts';
import { Mt19937 } from '../../../src/engine/random/mt19937.ts';

/** Inputs of one check: shapes of float inputs, or the values of an index input. */
interface Case<K extends OpName> {
  readonly inputs: readonly (Shape | Int32Array)[];
  readonly attributes: Attributes[K];
  /** Float inputs are between 0.5 and 2 instead of between −1.5 and 1.5. */
  readonly positive?: boolean;
}

const product = (transposeA: boolean, transposeB: boolean) => ({ transposeA, transposeB, alpha: 0.5 });

/** At least one case for each operator; those without a gradient are listed with none. */
const cases: { readonly [K in OpName]: readonly Case<K>[] } = {
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

for (const name of Object.keys(ops) as OpName[]) {
  const { gradient } = opOf(name);
  if (typeof gradient === 'function') {
    test(`the gradient rule of ${name} agrees with central differences`, async () => {
      assert.ok(cases[name].length > 0, `${name} has no case`);
      for (const each of cases[name]) await check(name, each as Case<OpName>);
    });
  } else {
    test(`${name} says why it has no gradient`, () => {
      assert.match(gradient.none, /\w+ \w+/);
      assert.equal(cases[name].length, 0);
    });
  }
}

/** Compares the gradients of Σ weights ∘ op(inputs) with ((f(x + h) − f(x − h)) / 2h for every element of every float input. */
async function check<K extends OpName>(name: K, { inputs, attributes, positive }: Case<K>): Promise<void> {
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
  ]) as Record<string, Float32Array>;

  const trainable = values.filter((value, i) => value.type.dtype === 'float32' && withoutGradient[name] !== i);
  const seed = graph.input('seed', 'float32', []);
  const gradients = differentiate(graph, loss, seed, trainable);
  graph.output('loss', loss);
  gradients.forEach((gradient, i) => graph.output(`gradient${i}`, gradient));
  const outputs: Record<string, Float32Array> = { loss: new Float32Array(1) };
  gradients.forEach((gradient, i) => (outputs[`gradient${i}`] = emptyArray(gradient)));

  const program = await Program.compile(graph);
  const run = () => program.run({ ...feeds, seed: Float32Array.of(1) }, outputs, {});
  await run();
  const analytic = gradients.map((_, i) => outputs[`gradient${i}`]!.slice());
  for (const [i, value] of trainable.entries()) {
    const array = feeds[graph.inputs.find((port) => port.value === value)!.name]!;
    for (let j = 0; j < array.length; j++) {
      const numeric = await centralDifference(array, j, async () => {
        await run();
        return outputs['loss']![0]!;
      });
      const exact = analytic[i]![j]!;
      assert.ok(
        Math.abs(numeric - exact) <= 2e-3 * Math.max(1, Math.abs(exact)),
        `${name} ${JSON.stringify(attributes)}: input ${i}, element ${j}: ${exact} instead of ${numeric}`,
      );
    }
  }
  await program.release();
}

async function centralDifference(array: Float32Array, index: number, f: () => Promise<number>): Promise<number> {
  const step = 1 / 128;
  const original = array[index]!;
  array[index] = original + step;
  const above = await f();
  array[index] = original - step;
  const below = await f();
  array[index] = original;
  return (above - below) / (2 * step);
}

const elements = (value: Value) => value.type.shape.reduce<number>((product, dim) => product * Number(dim), 1);
const emptyArray = (value: Value) => new Float32Array(elements(value));
