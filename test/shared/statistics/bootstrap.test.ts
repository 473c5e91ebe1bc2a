// Intervals and significance against what theory says, and against properties that hold whatever is drawn.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bootstrapDifference, bootstrapMean, quantile } from '../../../src/shared/statistics/bootstrap.ts';
import { IndexDraw } from '../../../src/shared/statistics/index-draw.ts';

/** `count` scores of which the first `right` are 1. */
const scores = (count: number, right: number): number[] => Array.from({ length: count }, (_, i) => Number(i < right));

const isNear = (actual: number, expected: number, tolerance: number): void =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is within ${tolerance} of ${expected}`);

test('the interval of a share agrees with the normal approximation', () => {
  const { mean, low, high, count } = bootstrapMean(scores(2000, 1600), { resamples: 4000 });
  const halfWidth = 1.96 * Math.sqrt((0.8 * 0.2) / 2000);
  assert.deepEqual([mean, count], [0.8, 2000]);
  isNear(low, 0.8 - halfWidth, 0.001);
  isNear(high, 0.8 + halfWidth, 0.001);
  const narrower = bootstrapMean(scores(2000, 1600), { level: 0.8 });
  assert.ok(narrower.low > low && narrower.high < high);
});

test('the same seed gives the same interval, another one another', () => {
  const f1 = Array.from({ length: 100 }, (_, i) => ((i * 37) % 101) / 100);
  assert.deepEqual(bootstrapMean(f1), bootstrapMean(f1));
  assert.notDeepEqual(bootstrapMean(f1), bootstrapMean(f1, { seed: 7 }));
  assert.deepEqual(bootstrapMean(scores(50, 50)), { mean: 1, low: 1, high: 1, count: 50 });
});

test('a difference is significant when few questions changed sides the other way', () => {
  // 40 questions of 400 are won, 10 lost: by the normal approximation z = 30 / √(50 − 900/400) = 4.3.
  const before = [...scores(40, 0), ...scores(10, 10), ...scores(350, 200)];
  const after = [...scores(40, 40), ...scores(10, 0), ...scores(350, 200)];
  const better = bootstrapDifference(before, after);
  isNear(better.difference, 30 / 400, 1e-12);
  const halfWidth = (1.96 * Math.sqrt(50 - 900 / 400)) / 400;
  isNear(better.low, 30 / 400 - halfWidth, 0.004);
  isNear(better.high, 30 / 400 + halfWidth, 0.004);
  assert.ok(better.p < 0.002, String(better.p));
  assert.equal(better.count, 400);
  const worse = bootstrapDifference(after, before);
  assert.deepEqual([worse.difference, worse.p], [-better.difference, better.p]);
});

test('p agrees with the normal approximation where chance may explain the difference', () => {
  // 30 won, 20 lost of 1000: z = 10 / √(50 − 0.1) = 1.416, p = 0.157; ties at zero count on both sides.
  const before = [...scores(30, 0), ...scores(20, 20), ...scores(950, 0)];
  const after = [...scores(30, 30), ...scores(20, 0), ...scores(950, 0)];
  const { p, low, high } = bootstrapDifference(before, after, { resamples: 10_000 });
  assert.ok(low < 0 && high > 0);
  isNear(p, 0.157, 0.03);
});

test('equal runs differ by nothing, and sums that cancel out count as nothing', () => {
  const f1 = [0.1, 0.2, 0.7];
  assert.deepEqual(bootstrapDifference(f1, f1), { difference: 0, low: 0, high: 0, p: 1, count: 3 });
  assert.equal(bootstrapDifference([0.1, 0.3, 0.2], [0.3, 0.2, 0.1]).p, 1);
});

test('scores that cannot be paired or drawn from are refused', () => {
  assert.throws(() => bootstrapDifference([1], [1, 0]), RangeError);
  assert.throws(() => bootstrapMean([]), RangeError);
});

test('quantiles are those of numpy', () => {
  assert.deepEqual(
    [0, 0.025, 0.5, 0.9, 1].map((share) => quantile([1, 2, 4, 8], share)),
    [1, 1.075, 3, 6.800000000000001, 8],
  );
});

test('every position is drawn about as often as the others', () => {
  const drawn = new Uint32Array(70_000);
  new IndexDraw(1, 7).fill(drawn);
  const counts = new Array<number>(7).fill(0);
  for (const index of drawn) counts[index]! += 1;
  for (const count of counts) isNear(count, 10_000, 400);
});
