import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noZoom, type ChartModel } from '../../../src/shared/chart/model.ts';
import { viewOf } from '../../../src/shared/chart/view.ts';
import { countPoints, describePoints, formatPlace, readAt, summariseChart } from '../../../src/shared/chart/words.ts';
import { chartOf, curveOf } from './fixtures.ts';

const log = { kind: 'log', label: '', unit: '' } as const;
const noteOf = (model: ChartModel) =>
  describePoints(countPoints(model, model.curves, viewOf(model, model.curves, noZoom)), model.remarks);

test('a chart says how many of how many points it shows', () => {
  assert.equal(noteOf(chartOf([curveOf([2, 1], { totalPoints: 9000 })])), '2 of 9000 points');
  assert.equal(noteOf(chartOf([curveOf([2])])), '1 of 1 point');
});

test('values that cannot be drawn are counted, not hidden', () => {
  assert.equal(noteOf(chartOf([curveOf([2, NaN, Infinity])])), '1 of 3 points · 2 NaN or infinite');
  const told = curveOf([2, 3], { notFinite: { at: [7], count: 120 }, totalPoints: 500 });
  assert.equal(noteOf(chartOf([told])), '2 of 500 points · 120 NaN or infinite');
});

test('what has no place on a logarithmic axis is counted, on either axis', () => {
  const words = 'not above 0: no place on a logarithmic axis';
  assert.equal(noteOf(chartOf([curveOf([2, 0, -1])], { y: log })), `1 of 3 points · 2 ${words}`);
  const fromZero = curveOf([2, 3], { x: [0, 10] });
  assert.equal(noteOf(chartOf([fromZero], { x: { ...log, label: 'step' } })), `1 of 2 points · 1 ${words}`);
});

test('points above or below the ends of the axis are counted', () => {
  const y = { kind: 'linear', label: '', unit: '', limits: { max: 5 } } as const;
  assert.equal(noteOf(chartOf([curveOf([1, 40, 2])], { y })), '3 of 3 points · 1 outside the scale');
});

test('the summary names each curve with its range, and whether it was measured', () => {
  const model = chartOf([curveOf([3, 1, 2])], { source: 'model', y: { kind: 'linear', label: '', unit: '%' } });
  assert.equal(
    summariseChart(model, model.curves, '3 of 3 points'),
    'Loss (%) by step, modelled, not measured, 3 of 3 points. Loss: from 1 % to 3 %, latest 2 %.',
  );
  assert.equal(summariseChart(chartOf([]), [], ''), 'Loss by step: No points yet');
});

test('a reading tells the nearest point of each curve, and what its value is made of', () => {
  const bucket = curveOf([2, 1], { x: [10, 20], low: [1, 1], high: [3, 1], smooth: [1.9, 1.1] });
  const other = curveOf([7], { key: 'eval', label: 'Evaluation', x: [100] });
  const model = chartOf([bucket, other]);
  assert.deepEqual(
    readAt(model, model.curves, 13).map(({ label, x, text }) => [label, x, text]),
    [
      ['Loss', 10, '1.9 (raw 2) · 1 to 3'],
      ['Evaluation', 100, '7'],
    ],
  );
  assert.equal(readAt(model, [bucket], 19)[0]?.text, '1.1 (raw 1)');
  const wandering = curveOf([5, 6, 7], { x: [3, 1, 2] });
  assert.equal(readAt(model, [wandering], 1.9)[0]?.text, '7');
});

test('places are said in the words of their axis', () => {
  assert.equal(formatPlace({ kind: 'linear', label: 'step', unit: '', whole: true }, 120_000), 'step 120000');
  assert.equal(formatPlace({ kind: 'duration', label: 'after', unit: '' }, 90_000), 'after 1 min 30 s');
  const noon = new Date(2026, 2, 2, 12, 0, 0).getTime();
  assert.equal(formatPlace({ kind: 'time', label: 'time', unit: '' }, noon), '2026-03-02 12:00:00');
});
