// Curves of a few IPUs and of the machine as charts, and what is said where there are none.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planConfiguration } from '../../../src/engine/ipu/plan.ts';
import { hostModels, hostSeries, ipuChart } from '../../../webview/dashboard/ipu/curves.ts';
import { noIpusText, scopeNote } from '../../../webview/dashboard/ipu/words.ts';
import { heatMapOf, hostSeriesOf } from '../../../webview/components/fixtures/ipu.ts';
import { baseCard } from '../plan/fixtures.ts';

const input = { source: 'model', isFitted: false, capacityBytes: null, emptyText: 'nothing' } as const;

test('a curve for each IPU, in per cent of its time or in megabytes', () => {
  const map = heatMapOf(4, 375, { quantity: 'utilisation', columns: 1000 });
  const chart = ipuChart({ ...input, map, quantity: 'utilisation' });
  assert.deepEqual(
    chart.curves.map(({ label }) => label),
    ['IPU 0', 'IPU 1', 'IPU 2', 'IPU 3'],
  );
  assert.deepEqual(chart.y.limits, { min: 0, max: 100 });
  assert.ok(Math.abs(chart.curves[2]!.y[7]! - 100 * map.values[2]![7]!) < 1e-9);
  assert.deepEqual(chart.remarks, []);
  const memory = heatMapOf(4, 375, { quantity: 'memoryBytes', columns: 1000 });
  const inMegabytes = ipuChart({ ...input, map: memory, quantity: 'memoryBytes' });
  assert.deepEqual([inMegabytes.curves[1]!.y[0], inMegabytes.y.unit, inMegabytes.y.limits], [675, 'MB', { min: 0 }]);
});

test('memory is seen against what an IPU holds, unless it holds more', () => {
  const map = heatMapOf(4, 9, { quantity: 'memoryBytes', columns: 10 });
  const chartAt = (capacityBytes: number) => ipuChart({ ...input, map, quantity: 'memoryBytes', capacityBytes });
  assert.deepEqual(chartAt(9e8).y.limits, { min: 0, max: 900 });
  assert.deepEqual(chartAt(9e8).remarks, ['an IPU holds 900 MB']);
  assert.deepEqual(chartAt(7e8).y.limits, { min: 0 });
});

test('fitted, the axis follows the values; means are called means', () => {
  const map = heatMapOf(2, 5000, { quantity: 'utilisation', columns: 1000 });
  const chart = ipuChart({ ...input, map, quantity: 'utilisation', isFitted: true });
  assert.equal(chart.y.limits, undefined);
  assert.match(chart.remarks?.join() ?? '', /mean/);
  assert.equal(chart.curves[0]!.totalPoints, 5000);
});

test('the machine has a chart each for processors, memory and waiting, with what was noted', () => {
  const charts = hostModels(hostSeriesOf(90, hostSeries), 'nothing');
  assert.deepEqual(
    charts.map(({ id, model }) => [id, model.y.unit, model.curves.length]),
    [
      ['host-cpu', '%', 2],
      ['host-memory', 'GB', 2],
      ['host-wait', '%', 1],
    ],
  );
  const old = hostModels(hostSeriesOf(90, ['host/cpu', 'host/memoryBytes', 'host/loaderWait']), 'nothing');
  assert.deepEqual(
    old.map(({ model }) => model.curves.length),
    [1, 1, 1],
  );
  for (const { model } of hostModels([], 'nothing')) assert.deepEqual([model.curves, model.emptyText], [[], 'nothing']);
});

test('lows and highs of buckets are in the units of the axis', () => {
  const [series] = hostSeriesOf(2, ['host/memoryBytes']);
  const bucketed = { ...series!, values: [2e9, 3e9], low: [1e9, 2e9], high: [3e9, 4e9] };
  const [, memory] = hostModels([bucketed], '');
  const [curve] = memory!.model.curves;
  assert.deepEqual([curve?.y, curve?.low, curve?.high], [[2, 3], [1, 2], [3, 4]]); // prettier-ignore
});

test('power that was not recorded is not guessed for an IPU; the machines’ is said to be modelled', () => {
  const plan = planConfiguration(baseCard);
  const text = noIpusText('powerWatts', true, plan);
  assert.match(
    text,
    /^Power was not recorded\. .* whole machines only: about 4,144 W for the 16 IPUs in use, modelled\.$/,
  );
  assert.equal(noIpusText('powerWatts', false, null), 'Power was not recorded.');
  assert.match(noIpusText('utilisation', true, plan), /yet/);
  assert.match(noIpusText('memoryBytes', false, plan), /was not recorded/);
});

test('the modelled utilisation says that it leaves the host out; nothing else does', () => {
  assert.match(scopeNote('utilisation', 'model'), /without waiting for the host/);
  assert.equal(scopeNote('utilisation', 'device'), '');
  assert.equal(scopeNote('memoryBytes', 'model'), '');
});
