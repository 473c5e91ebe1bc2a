import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noZoom } from '../../../src/shared/chart/model.ts';
import { viewOf } from '../../../src/shared/chart/view.ts';
import { chartOf, curveOf } from './fixtures.ts';

const log = { kind: 'log', label: '', unit: '' } as const;

test('the ends follow from the curves, their bands and where they are not finite', () => {
  const curve = curveOf([2, 4, 3], { low: [1, 2, 2], high: [3, 8, 4], notFinite: { at: [9], count: 1 } });
  const view = viewOf(chartOf([curve]), [curve], noZoom);
  assert.deepEqual(view.x, { min: 1, max: 9 });
  assert.deepEqual(view.y, { min: 0, max: 8 });
});

test('values far above zero do not drag the axis down to it', () => {
  const curve = curveOf([100, 104, 103]);
  const { y } = viewOf(chartOf([curve]), [curve], noZoom);
  assert.ok(y.min > 95 && y.min <= 100 && y.max >= 104 && y.max < 110, JSON.stringify(y));
});

test('zoomed in x, the vertical axis fits what is seen; zoomed in y, it stays', () => {
  const curve = curveOf([90, 5, 4, 3, 80]);
  const x = { min: 2, max: 4 };
  assert.ok(viewOf(chartOf([curve]), [curve], { x, y: null }).y.max < 6);
  assert.deepEqual(viewOf(chartOf([curve]), [curve], { x, y: { min: 0, max: 50 } }).y, { min: 0, max: 50 });
});

test('ends that are asked for hold, each by itself', () => {
  const curve = curveOf([1, 40, 2]);
  const model = chartOf([curve], { y: { kind: 'linear', label: '', unit: '', limits: { max: 5 } } });
  assert.deepEqual(viewOf(model, [curve], noZoom).y, { min: 0, max: 5 });
});

test('a logarithmic axis begins at the least value above zero', () => {
  const curve = curveOf([0, -3, 1e-4, 1]);
  const { y } = viewOf(chartOf([curve], { y: log }), [curve], noZoom);
  assert.ok(y.min > 1e-5 && y.min <= 1e-4 && y.max >= 1, JSON.stringify(y));
  const none = curveOf([0, -3]);
  const empty = viewOf(chartOf([none], { y: log }), [none], noZoom).y;
  assert.ok(empty.min > 0 && empty.max > empty.min);
});

test('one point, or none, still gives limits with a distance', () => {
  for (const values of [[3], [0], [-2], []]) {
    const curve = curveOf(values);
    const { x, y } = viewOf(chartOf([curve]), [curve], noZoom);
    assert.ok(x.max > x.min && y.max > y.min, JSON.stringify({ values, x, y }));
  }
});
