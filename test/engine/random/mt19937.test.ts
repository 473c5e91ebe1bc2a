import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fillNormal, Mt19937, randomPermutation } from '../../../src/engine/random/mt19937.ts';

test('draws the integers of the reference implementation', () => {
  // First outputs for the seed 5489, from the authors' mt19937ar.out conventions (std::mt19937 uses the same).
  const random = new Mt19937(5489);
  assert.deepEqual(
    [random.nextUint32(), random.nextUint32(), random.nextUint32()],
    [3499211612, 581869302, 3890346734],
  );
  let last = 0;
  const again = new Mt19937(5489);
  for (let i = 0; i < 10_000; i++) last = again.nextUint32();
  assert.equal(last, 4123659995, 'the 10,000th number that the C++ standard requires');
});

test('permutes as torch.randperm does', () => {
  const order = randomPermutation(88_524, new Mt19937(42));
  assert.deepEqual([...order.subarray(0, 8)], [67938, 66210, 32584, 9517, 13710, 73570, 36280, 88128]);
  assert.equal(new Set(order).size, 88_524);
});

test('draws normal numbers as tensor.normal_ does', () => {
  const values = new Float32Array(256);
  fillNormal(values, 0.02, new Mt19937(42));
  const expected = [0.0385383, 0.0297457, 0.0180143, -0.0421104];
  for (const [i, value] of expected.entries()) assert.ok(Math.abs(values[i]! - value) < 5e-7, `${values[i]}`);
});
