import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Series } from '../../../src/shared/messages/runs.ts';
import {
  appendDelta,
  canGrow,
  collectCurves,
  deltaRequest,
  fullRequest,
} from '../../../webview/dashboard/curves/series.ts';

const maxPoints = 300;
const query = { runId: 'run', names: ['loss'] };
const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, index) => from + index);
const series = (name: string, steps: number[], totalPoints = steps.length): Series => {
  return { name, steps, values: steps.map((step) => step / 10), totalPoints };
};

test('without curves everything is asked for, with them what came since the last step, which some curves may still reach', () => {
  assert.deepEqual(deltaRequest(query, new Map(), maxPoints, 0), fullRequest(query, maxPoints));
  const curves = collectCurves([series('loss', [1, 2, 3]), series('ipu/0/utilisation', [1, 2])]);
  assert.deepEqual(deltaRequest(query, curves, maxPoints, 3), { ...query, fromStep: 3, maxPoints });
});

test('a delta grows the curves without doubling a step, and totals stay true', () => {
  const curves = collectCurves([series('loss', [1, 5, 9], 30), series('ipu/0/utilisation', [1, 5])]);
  const grown = appendDelta(curves, [series('loss', [6, 9, 10, 11]), series('grad_norm', [10])], maxPoints, 2);
  assert.deepEqual(grown?.get('loss')?.steps, [1, 5, 9, 10, 11]);
  assert.deepEqual(grown?.get('loss')?.values, [0.1, 0.5, 0.9, 1, 1.1]);
  assert.equal(grown?.get('loss')?.totalPoints, 32);
  assert.deepEqual(grown?.get('grad_norm')?.steps, [10]);
  assert.deepEqual(grown?.get('ipu/0/utilisation')?.steps, [1, 5]);
});

test('places, bands, smoothed values and marks grow with the curve', () => {
  const whole: Series = {
    ...series('loss', [1, 2], 20),
    ...{ x: [10, 20], low: [0, 0], high: [1, 1], smooth: [0.1, 0.15], notFinite: { at: [5], count: 7 } },
  };
  const part: Series = {
    ...series('loss', [2, 3, 4]),
    x: [20, 30, 40],
    values: [0.2, NaN, 0.4],
    smooth: [0.2, 0.2, 0.3],
  };
  const grown = appendDelta(collectCurves([whole]), [part], maxPoints, 2)?.get('loss');
  assert.deepEqual(grown?.x, [10, 20, 30, 40]);
  assert.deepEqual(grown?.low, [0, 0, NaN, 0.4]);
  assert.deepEqual(grown?.high, [1, 1, NaN, 0.4]);
  assert.deepEqual(grown?.smooth, [0.1, 0.15, 0.2, 0.3]);
  assert.deepEqual(grown?.notFinite, { at: [5, 30], count: 8 });
});

test('a delta that is thinned, or grows a curve beyond its limit, is asked for in full instead', () => {
  const curves = collectCurves([series('loss', range(1, maxPoints))]);
  assert.equal(appendDelta(curves, [series('loss', range(maxPoints, 2 * maxPoints))], maxPoints, 2), null);
  assert.equal(appendDelta(collectCurves([series('loss', [1])]), [series('loss', [3, 7], 5)], maxPoints, 2), null);
});

test('a centred smoother changes points that are drawn already, so that its curves are asked for anew', () => {
  assert.equal(canGrow(query), true);
  assert.equal(canGrow({ ...query, smoothing: { kind: 'ema', weight: 0.9 } }), true);
  assert.equal(canGrow({ ...query, smoothing: { kind: 'gaussian', points: 3 } }), false);
  assert.equal(canGrow({ ...query, smoothing: { kind: 'mean', points: 3 } }), false);
});

test('what went into the last bucket of a full answer is not appended again', () => {
  const bucketed: Series = { ...series('loss', [1, 51], 100), low: [0, 0], high: [9, 9] };
  const curves = collectCurves([bucketed]);
  assert.equal(deltaRequest(query, curves, maxPoints, 100).fromStep, 100);
  const grown = appendDelta(curves, [series('loss', [100, 101])], maxPoints, 100)?.get('loss');
  assert.deepEqual([grown?.steps, grown?.totalPoints], [[1, 51, 101], 101]);
  const once = appendDelta(new Map([['loss', grown!]]), [series('loss', [101, 102])], maxPoints, 100)?.get('loss');
  assert.deepEqual(once?.steps, [1, 51, 101, 102]);
});
