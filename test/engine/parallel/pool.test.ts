import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pieces, type Job } from '../../../src/engine/parallel/job.ts';
import { Pool, sharedArray } from '../../../src/engine/parallel/pool.ts';

const length = 600_000;
const step = {
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  learningRate: 0.01,
  weightDecay: 0.1,
  gradientScale: 0.5,
  step: 3,
};

async function work(threads: number) {
  const pool = new Pool(threads);
  const arrays = Array.from({ length: 5 }, (_, k) => sharedArray(length).map((_, i) => Math.sin(i * (k + 1)) ** 2));
  const [weights, gradients, first, second, mask] = arrays.map((values) => sharedCopy(values));
  const jobs: Job[] = [
    { kind: 'sum-of-squares', values: gradients! },
    {
      kind: 'update',
      optimizer: 'adamw',
      weights: weights!,
      gradients: gradients!,
      first: first!,
      second: second!,
      step,
    },
    { kind: 'mask', mask: mask!, rate: 0.1, place: { seed: 1, update: 2, microBatch: 3, site: 4 } },
    { kind: 'sum-of-squares', values: gradients!.subarray(10, 20) },
  ];
  const results = await pool.run(jobs);
  await pool.close();
  return { results, weights, first, second, mask };
}

function sharedCopy(values: Float32Array): Float32Array {
  const shared = sharedArray(values.length);
  shared.set(values);
  return shared;
}

test('any number of threads gives the same bits, and results in the jobs’ order', async () => {
  const alone = await work(1);
  assert.ok(alone.results[0]! > 1000 && alone.results[3]! < 10, `${alone.results.join(', ')}`);
  assert.ok(alone.mask!.includes(0));
  for (const threads of [2, 3]) assert.deepEqual(await work(threads), alone);
});

test('what a thread throws reaches the caller', async () => {
  const pool = new Pool(2);
  const broken = { kind: 'update', optimizer: 'adamw', weights: sharedArray(300_000), step } as unknown as Job;
  await assert.rejects(pool.run([broken]), TypeError);
  await pool.close();
});

test('an array is cut into the same pieces everywhere, and none is left out', () => {
  assert.deepEqual(pieces(5), [[0, 5]]);
  assert.deepEqual(pieces(2_500_000), [
    [0, 1_048_576],
    [1_048_576, 2_097_152],
    [2_097_152, 2_500_000],
  ]);
});
