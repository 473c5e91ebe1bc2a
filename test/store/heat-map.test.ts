import assert from 'node:assert/strict';
import { test } from 'node:test';
import { collectHeatMap, type DeviceCurve } from '../../src/store/heat-map.ts';

function device(index: number, points: readonly (readonly [step: number, value: number])[]): DeviceCurve {
  const steps = Float64Array.from(points, ([step]) => step);
  return { device: index, steps, values: Float64Array.from(points, ([, value]) => value) };
}

test('where all steps fit, each is a column; an IPU without a sample there has none', () => {
  const curves = [device(10, [[5, 1], [9, 3]]), device(2, [[5, 2], [7, NaN]]), device(3, [])]; // prettier-ignore
  assert.deepEqual(collectHeatMap(curves, 3), { devices: [2, 10], steps: [5, 7, 9], values: [[2, NaN, NaN], [1, NaN, 3]], totalPoints: 2 }); // prettier-ignore
});

test('where they do not, columns are equal parts of the steps, and their values means', () => {
  const points = Array.from({ length: 1000 }, (_, i) => [i * 10, i] as const);
  const { steps, values, totalPoints } = collectHeatMap([device(0, points)], 10);
  assert.deepEqual([steps.length, steps[0], totalPoints], [10, 0, 1000]);
  const mean = (from: number, to: number): number => {
    const inside = points.filter(([step]) => step >= from && step < to).map(([, value]) => value);
    return inside.reduce((sum, value) => sum + value, 0) / inside.length;
  };
  assert.deepEqual(values[0], steps.map((step, i) => mean(step, steps[i + 1] ?? Infinity))); // prettier-ignore
});

test('columns do not begin at the same step, however few steps there are', () => {
  const { steps } = collectHeatMap([device(0, [[1, 1], [2, 1], [3, 1], [4, 1]])], 3); // prettier-ignore
  assert.equal(new Set(steps).size, steps.length);
  assert.deepEqual(collectHeatMap([], 5), { devices: [], steps: [], values: [], totalPoints: 0 });
});
