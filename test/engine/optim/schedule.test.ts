// Learning rates against transformers' own (test/reference/make_optim.py): the same doubles, except that C libraries differ in the last
// bit of a cosine.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { learningRate, scheduleTypes, warmupSteps, type Schedule } from '../../../src/engine/optim/schedule.ts';

const goldens = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../fixtures/optim/schedules.json'), 'utf8'),
) as readonly (Schedule & { readonly rates: readonly number[] })[];

test('every schedule has goldens', () => {
  assert.deepEqual(new Set(goldens.map(({ type }) => type)), new Set(scheduleTypes));
});

for (const { rates, ...schedule } of goldens) {
  const { type, warmupSteps: warmup, totalSteps } = schedule;
  test(`${type}, ${warmup} of ${totalSteps} updates warm-up: exactly transformers' learning rates`, () => {
    const actual = rates.map((_, i) => learningRate(schedule, i + 1));
    if (type !== 'cosine') return assert.deepEqual(actual, rates);
    const lastBit = schedule.peak * Number.EPSILON;
    for (const [i, rate] of rates.entries()) assert.ok(Math.abs(actual[i]! - rate) <= lastBit, `${actual[i]}, ${rate}`);
  });
}

test('warm-up steps win over the ratio, which is rounded up', () => {
  assert.equal(warmupSteps(0, 0.1, 11), 2);
  assert.equal(warmupSteps(5, 0.1, 11), 5);
});
