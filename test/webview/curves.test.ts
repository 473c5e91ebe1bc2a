import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Series } from '../../src/shared/messages/runs.ts';
import { appendDelta, collectCurves, deltaRequest, fullRequest, maxPoints } from '../../webview/dashboard/curves.ts';

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, index) => from + index);
const series = (name: string, steps: number[], totalPoints = steps.length): Series => {
  return { name, steps, values: steps.map((step) => step / 10), totalPoints };
};

test('without curves everything is asked for, with them only what is new', () => {
  assert.deepEqual(deltaRequest('run', new Map()), fullRequest('run'));
  const curves = collectCurves([series('loss', [1, 2, 3]), series('ipu/0/utilisation', [1, 2])]);
  assert.deepEqual(deltaRequest('run', curves), { runId: 'run', fromStep: 3, maxPoints });
});

test('a delta grows the curves without doubling a step, and totals stay true', () => {
  const curves = collectCurves([series('loss', [1, 5, 9], 30), series('ipu/0/utilisation', [1, 5])]);
  const grown = appendDelta(curves, [series('loss', [6, 9, 10, 11]), series('grad_norm', [10])]);
  assert.deepEqual(grown?.get('loss')?.steps, [1, 5, 9, 10, 11]);
  assert.deepEqual(grown?.get('loss')?.values, [0.1, 0.5, 0.9, 1, 1.1]);
  assert.equal(grown?.get('loss')?.totalPoints, 32);
  assert.deepEqual(grown?.get('grad_norm')?.steps, [10]);
  assert.deepEqual(grown?.get('ipu/0/utilisation')?.steps, [1, 5]);
});

test('a delta that is thinned, or grows a curve beyond its limit, is asked for in full instead', () => {
  const curves = collectCurves([series('loss', range(1, maxPoints))]);
  assert.equal(appendDelta(curves, [series('loss', [maxPoints + 1])]), null);
  assert.equal(appendDelta(collectCurves([series('loss', [1])]), [series('loss', [3, 7], 5)]), null);
});
