import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Smoothing } from '../../src/shared/messages/runs.ts';
import { extendSmooth } from '../../src/store/smooth.ts';
import { createRandom } from '../support/random.ts';

const kinds: readonly Smoothing[] = [
  { kind: 'ema', weight: 0 },
  { kind: 'ema', weight: 0.6 },
  { kind: 'ema', weight: 0.999 },
  { kind: 'ema', weight: 1 },
  { kind: 'mean', points: 1 },
  { kind: 'mean', points: 4 },
  { kind: 'mean', points: 7 },
  { kind: 'mean', points: 5000 },
  { kind: 'gaussian', points: 0.3 },
  { kind: 'gaussian', points: 3 },
  { kind: 'gaussian', points: 12 },
  { kind: 'gaussian', points: 40 },
];

function smoothed(values: Float64Array, smoothing: Smoothing): Float64Array {
  const into = new Float64Array(values.length);
  extendSmooth(into, values, smoothing);
  return into;
}

/** The same by the definitions, in no hurry. */
function reference(values: Float64Array, smoothing: Smoothing): number[] {
  const finite = [...values].filter(Number.isFinite);
  const weighted = (weightOf: (distance: number) => number) =>
    finite.map((_, i) => {
      const weights = finite.map((_other, k) => weightOf(k - i));
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      return finite.reduce((sum, value, k) => sum + value * (weights[k]! / total), 0);
    });
  const results = ((): number[] => {
    switch (smoothing.kind) {
      case 'ema': {
        const { weight } = smoothing;
        return finite.map((_, i) => {
          const before = finite.slice(0, i + 1);
          const weights = before.map((_value, k) => weight ** (i - k));
          const total = weights.reduce((sum, each) => sum + each, 0);
          return before.reduce((sum, value, k) => sum + (value * weights[k]!) / total, 0);
        });
      }
      case 'mean': {
        const before = Math.floor(smoothing.points / 2);
        return weighted((distance) => (distance >= -before && distance < smoothing.points - before ? 1 : 0));
      }
      case 'gaussian':
        return weighted((distance) => Math.exp(-(distance ** 2) / (2 * smoothing.points ** 2)));
    }
  })();
  let at = 0;
  return [...values].map((value) => (Number.isFinite(value) ? results[at++]! : NaN));
}

function randomValues(random: () => number, count: number): Float64Array {
  return Float64Array.from({ length: count }, () => {
    const kind = random();
    if (kind < 0.02) return NaN;
    if (kind < 0.03) return random() < 0.5 ? Infinity : -Infinity;
    return (random() - 0.3) * 10;
  });
}

function assertClose(found: ArrayLike<number>, expected: readonly number[], tolerance: number, what: string): void {
  assert.equal(found.length, expected.length);
  for (const [i, value] of expected.entries()) {
    const isClose = Number.isNaN(value) ? Number.isNaN(found[i]) : Math.abs(found[i]! - value) <= tolerance;
    assert.ok(isClose, `${what} at ${i}: ${found[i]} instead of ${value}`);
  }
}

/** The recursive filter is a Gaussian but for 5e-4 of its height, to the values' spread of 10; all else but for rounding. */
function toleranceOf(smoothing: Smoothing): number {
  return smoothing.kind === 'gaussian' && smoothing.points > 12 ? 10 * 2e-3 : 1e-5;
}

test('every kind of smoothing is what its definition says, passes over what is not finite and leaves a gap there', () => {
  const random = createRandom(1).next;
  for (const count of [0, 1, 2, 3, 10, 257, 600]) {
    const values = randomValues(random, count);
    for (const smoothing of kinds) {
      const what = `${JSON.stringify(smoothing)} of ${count}`;
      assertClose(smoothed(values, smoothing), reference(values, smoothing), toleranceOf(smoothing), what);
    }
  }
});

test('a curve that goes on is smoothed as if it had been there as a whole', () => {
  const random = createRandom(2).next;
  const values = randomValues(random, 3000);
  for (const smoothing of kinds) {
    const whole = [...smoothed(values, smoothing)];
    const into = new Float64Array(values.length);
    for (let known = 0; known < values.length;) {
      const next = Math.min(values.length, known + 1 + Math.floor(random() * 700));
      extendSmooth(into.subarray(0, next), values.subarray(0, next), smoothing, known);
      known = next;
    }
    assertClose(into, whole, 1e-6, JSON.stringify(smoothing));
  }
});

test('a constant stays what it is, also at the ends and after a long time', () => {
  const values = new Float64Array(20_000).fill(0.1);
  for (const smoothing of kinds) {
    assertClose(smoothed(values, smoothing), [...values], 1e-12, JSON.stringify(smoothing));
  }
});

test('a value as great as can be leaves no trace where a mean does not reach it', () => {
  const values = Float64Array.from({ length: 100 }, (_, i) => (i === 50 ? 1e308 : 1));
  const found = smoothed(values, { kind: 'mean', points: 9 });
  for (const [i, value] of found.entries()) if (Math.abs(i - 50) > 4) assert.equal(value, 1, `at ${i}`);
});
