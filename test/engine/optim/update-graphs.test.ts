// The optimizers' graphs beside the optimizers: the same updates, tensor by tensor.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HostDevice } from '../../../src/engine/exec/host-device.ts';
import type { AdamWStep } from '../../../src/engine/optim/adamw.ts';
import { buildKeepRowsGraph, buildSquaresGraph } from '../../../src/engine/optim/gradient-graphs.ts';
import { optimizerNames, updateTensor } from '../../../src/engine/optim/optimizer.ts';
import { Mt19937 } from '../../../src/engine/random/mt19937.ts';
import { compileOptimizer } from '../../../src/engine/train/gpu-optimizer.ts';

const device = new HostDevice('cpu');
const options = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
const shape = [7, 11];
const length = 77;

const draw = (random: Mt19937, scale: number) =>
  Float32Array.from({ length }, () => scale * (random.nextFloat() - 0.5));

function assertClose(actual: Float32Array, expected: Float32Array, what: string): void {
  const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  for (const [i, value] of expected.entries()) {
    // Of a sum of a large and a small number only the digits of the large one can agree.
    assert.ok(
      Math.abs(actual[i]! - value) <= 1e-6 * Math.max(Math.abs(value), largest / 10),
      `${what}[${i}]: ${actual[i]}, not ${value}`,
    );
  }
}

for (const optimizer of optimizerNames) {
  test(`ten updates by ${optimizer}’s graph equal those in JavaScript`, async () => {
    const random = new Mt19937(4);
    const expected = { weights: draw(random, 1), first: new Float32Array(length), second: new Float32Array(length) };
    let tensors = structuredClone(expected);
    const graph = await compileOptimizer(device, { ...options, optimizer });
    for (let number = 1; number <= 10; number++) {
      const gradients = draw(random, 1);
      gradients[3] = 0;
      const step: AdamWStep = { ...options, step: number, learningRate: 0.01, weightDecay: 0.1, gradientScale: 0.5 };
      updateTensor(optimizer, expected.weights, gradients, expected, step);
      const [weights, first, second, scratch] = [0, 1, 2, 3].map(() => new Float32Array(length).fill(NaN));
      const after = { new_weights: weights!, new_first: first!, new_second: second!, scratch: scratch! };
      await graph.update({ ...tensors, gradients }, after, shape, step);
      tensors = { weights: weights!, first: first!, second: second! };
      for (const part of ['weights', 'first', 'second'] as const) {
        assertClose(tensors[part], expected[part], `${part} after update ${number}`);
      }
    }
    await graph.release();
  });
}

test('the squares of all tensors are summed', async () => {
  const shapes = new Map([
    ['a', [7, 11]],
    ['b', [5]],
  ]);
  const program = await device.compile(buildSquaresGraph(shapes));
  const squares = new Float32Array(1);
  const a = draw(new Mt19937(8), 2);
  const b = Float32Array.of(1, 2, 3, 4, 5);
  await program.run({ a, b }, { squares }, {});
  await program.release();
  const expected = [...a, ...b].reduce((sum, value) => sum + value * value, 0);
  assert.ok(Math.abs(squares[0]! / expected - 1) < 1e-6, `${squares[0]}, not ${expected}`);
});

test('the row that is not kept is cleared, and no other', async () => {
  const program = await device.compile(buildKeepRowsGraph([3, 2]));
  const kept = new Float32Array(6);
  await program.run({ table: Float32Array.of(1, 2, 3, 4, 5, 6), keep: Float32Array.of(1, 0, 1) }, { kept }, {});
  await program.release();
  assert.deepEqual([...kept], [1, 2, 0, 0, 5, 6]);
});
