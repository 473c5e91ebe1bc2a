// The numeric gradient check: iterates the operator table and compares every gradient rule with central differences of the operator
// itself, element by element, as ONNX Runtime computes it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Program } from '../../../src/engine/exec/program.ts';
import type { OpName } from '../../../src/engine/ops/attributes.ts';
import { opOf, ops } from '../../../src/engine/ops/table.ts';
import { caseGraph, cases, type Case } from './cases.ts';

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
async function check<K extends OpName>(name: K, each: Case<K>): Promise<void> {
  const { graph, feeds, outputs, trainable } = caseGraph(name, each);
  const program = await Program.compile(graph);
  const run = () => program.run(feeds, outputs, {});
  await run();
  const analytic = trainable.map((_, i) => outputs[`gradient${i}`]!.slice());
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
        `${name} ${JSON.stringify(each.attributes)}: input ${i}, element ${j}: ${exact} instead of ${numeric}`,
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
