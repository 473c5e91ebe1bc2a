import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Series } from '../../src/shared/messages/runs.ts';
import { chartModels } from '../../webview/dashboard/chart-models.ts';
import { collectCurves } from '../../webview/dashboard/curves.ts';
import { curvesOf } from './fixtures.ts';

const active = { state: 'running' } as const;
const find = (id: string, curves: readonly Series[], run: Parameters<typeof chartModels>[1] = active) => {
  const model = chartModels(collectCurves(curves), run).find((chart) => chart.id === id);
  assert.ok(model, `no chart ${id}`);
  return model;
};

test('the four charts are always there; others only with points', () => {
  const ids = (curves: readonly Series[]) => chartModels(collectCurves(curves), active).map((chart) => chart.id);
  assert.deepEqual(ids([]), ['loss', 'learning-rate', 'throughput', 'ipu']);
  assert.deepEqual(ids(curvesOf(3)), ['loss', 'learning-rate', 'throughput', 'gradient', 'ipu']);
});

test('a chart says how many of how many points it shows', () => {
  const loss = find('loss', [{ name: 'loss', steps: [1, 9], values: [2, 1], totalPoints: 9000 }]);
  assert.deepEqual([loss.drawn, loss.note], [2, '2 of 9000 points']);
  assert.deepEqual(loss.curves[0]?.points, [
    { x: 1, y: 2 },
    { x: 9, y: 1 },
  ]);
});

test('values that cannot be drawn are counted, not hidden', () => {
  const loss = find('loss', [{ name: 'loss', steps: [1, 2, 3], values: [2, NaN, Infinity], totalPoints: 3 }]);
  assert.deepEqual([loss.drawn, loss.note, loss.curves[0]?.latest], [1, '1 of 3 points · 2 NaN or infinite', '2']);
  const none = find('loss', [{ name: 'loss', steps: [1], values: [NaN], totalPoints: 1 }]);
  assert.equal(none.emptyText, 'Every value is NaN or infinite');
});

test('utilisation is in percent, one curve for each IPU in order, and says where it comes from', () => {
  const ipu = find('ipu', curvesOf(5, 12), { ...active, ipuSource: 'model' });
  assert.deepEqual(ipu.curves.map((curve) => curve.label).slice(0, 3), ['IPU 0', 'IPU 1', 'IPU 2']);
  assert.equal(ipu.curves[10]?.label, 'IPU 10');
  assert.equal(ipu.curves[0]?.latest, '41 %');
  assert.equal(ipu.source, 'model');
  assert.match(ipu.summary, /modelled, not measured/);
  assert.equal(find('loss', curvesOf(5), { ...active, ipuSource: 'model' }).source, null);
});

test('an empty chart tells "not yet" from "never"', () => {
  assert.equal(find('loss', []).emptyText, 'No points yet');
  assert.equal(find('loss', [], { state: 'failed' }).emptyText, 'No points were recorded');
  assert.equal(find('ipu', [], { state: 'failed', ipuSource: 'model' }).source, null);
});
