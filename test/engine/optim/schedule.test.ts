import assert from 'node:assert/strict';
import { test } from 'node:test';
import { learningRate, warmupSteps } from '../../../src/engine/optim/schedule.ts';

test('linear: rises from 0 over the warm-up, then falls to 0, as get_linear_schedule_with_warmup', () => {
  const schedule = { type: 'linear', peak: 1, warmupSteps: 2, totalSteps: 6 } as const;
  assert.deepEqual(
    [1, 2, 3, 4, 5, 6].map((step) => learningRate(schedule, step)),
    [0, 0.5, 1, 0.75, 0.5, 0.25],
  );
});

test('constant: stays at the peak after the warm-up', () => {
  const schedule = { type: 'constant', peak: 3, warmupSteps: 1, totalSteps: 4 } as const;
  assert.deepEqual(
    [1, 2, 4].map((step) => learningRate(schedule, step)),
    [0, 3, 3],
  );
});

test('warm-up steps win over the ratio, which is rounded up', () => {
  assert.equal(warmupSteps(0, 0.1, 11), 2);
  assert.equal(warmupSteps(5, 0.1, 11), 5);
});
