import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ChartCurve } from '../../../src/shared/chart/model.ts';
import { createCrosshair, type Place } from '../../../webview/common/chart/crosshair.ts';
import { cursorAfter, zoomedAround } from '../../../webview/common/chart/cursor.ts';
import { tableModel } from '../../../webview/common/chart/table-model.ts';
import { chartOf, curveOf } from '../../shared/chart/fixtures.ts';

const curves: readonly ChartCurve[] = [
  curveOf([1, 1, 1], { x: [10, 20, 30] }),
  curveOf([1, 1], { key: 'b', x: [25, 90] }),
];
const all = { min: 0, max: 100 };

test('the cursor goes from point to point of all curves that are seen, and no farther', () => {
  assert.equal(cursorAfter('ArrowRight', false, null, curves, all), 10);
  assert.equal(cursorAfter('ArrowLeft', false, null, curves, all), 90);
  assert.equal(cursorAfter('ArrowRight', false, 20, curves, all), 25);
  assert.equal(cursorAfter('ArrowLeft', false, 20, curves, all), 10);
  assert.equal(cursorAfter('ArrowLeft', false, 22, curves, all), 20, 'between two points the nearest one before');
  assert.equal(cursorAfter('ArrowRight', false, 22, curves, all), 25);
  assert.equal(cursorAfter('ArrowRight', true, 10, curves, all), 90);
  assert.equal(cursorAfter('End', false, 10, curves, { min: 0, max: 50 }), 30);
  assert.equal(cursorAfter('Home', false, 90, curves, { min: 15, max: 50 }), 20);
  assert.equal(cursorAfter('ArrowRight', false, 90, curves, all), 90);
});

test('other keys, and charts without points, are left alone', () => {
  assert.equal(cursorAfter('a', false, 10, curves, all), undefined);
  assert.equal(cursorAfter('ArrowRight', false, null, [], all), undefined);
});

test('zooming keeps its centre where it is', () => {
  assert.deepEqual(zoomedAround({ min: 0, max: 100 }, false, 20, 0.5), { min: 10, max: 60 });
  const { min, max } = zoomedAround({ min: 1, max: 10_000 }, true, 100, 0.5);
  assert.ok(Math.abs(min - 10) < 1e-9 && Math.abs(max - 1000) < 1e-6, `${min} to ${max}`);
});

test('a crosshair tells all charts but the one that moves it', () => {
  const crosshair = createCrosshair();
  const heard: [string, Place | null][] = [];
  const [a, b] = [{}, {}];
  crosshair.listen(a, (place) => heard.push(['a', place]));
  const stop = crosshair.listen(b, (place) => heard.push(['b', place]));
  const place = { axis: 'step', x: 3 };
  crosshair.move(a, place);
  stop();
  crosshair.move(a, null);
  crosshair.move({}, null);
  assert.deepEqual(heard, [
    ['b', place],
    ['a', null],
  ]);
});

test('the table has a row for each place, and says when it leaves some out', () => {
  const model = chartOf([curveOf([1, 2], { x: [1, 3] }), curveOf([5, NaN], { key: 'b', label: 'Other', x: [3, 4] })]);
  assert.deepEqual(tableModel(model), {
    head: ['step', 'Loss', 'Other'],
    rows: [
      ['1', '1', ''],
      ['3', '2', '5'],
      ['4', '', 'NaN'],
    ],
    note: '',
  });
  const many = tableModel(chartOf([curveOf(Array.from({ length: 1000 }, () => 1))]));
  assert.deepEqual([many.rows.length, many.rows[0]?.[0], many.rows.at(-1)?.[0]], [200, '1', '1000']);
  assert.match(many.note, /200 of 1000 rows/);
});
