// Which charts a run has and what each shows.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Series } from '../../../src/shared/messages/runs.ts';
import { chartKinds, customId, metricNames, shownCharts } from '../../../webview/dashboard/curves/charts.ts';
import { axisKey, groupOf, groupsOf, queryOf } from '../../../webview/dashboard/curves/groups.ts';
import { chartModel, outlierLimits } from '../../../webview/dashboard/curves/models.ts';
import { defaultSettings, type CurveSettings } from '../../../webview/dashboard/curves/settings.ts';

const metrics = [
  'loss',
  'learning_rate',
  'samples_per_second',
  'grad_norm',
  'epoch',
  'eval_f1',
  'eval_loss',
  'own_metric',
];
const devices = ['ipu/0/utilisation', 'ipu/1/utilisation'];
const settingsWith = (more: Partial<CurveSettings>): CurveSettings => ({ ...defaultSettings, ...more });
const ids = (names: readonly string[], settings = defaultSettings) =>
  shownCharts(chartKinds(names, devices, settings), settings).map(({ id }) => id);
const find = (id: string, settings = defaultSettings) => {
  const kind = chartKinds(metrics, devices, settings).find((one) => one.id === id);
  assert.ok(kind, `no chart ${id}`);
  return kind;
};
const modelOf = (id: string, series: readonly Series[], settings = defaultSettings, state = 'running' as const) =>
  chartModel(find(id, settings), new Map(series.map((one) => [one.name, one])), settings, {
    state,
    ipuSource: 'model',
  });
const series = (name: string, values: number[], more: Partial<Series> = {}): Series => {
  return { name, steps: values.map((_, index) => index + 1), values, totalPoints: values.length, ...more };
};

test('loss, learning rate, throughput and IPUs are always there; every other metric has its chart, only epochs are none', () => {
  assert.deepEqual(ids([]), ['loss', 'learning-rate', 'throughput', 'ipu']);
  assert.deepEqual(ids(metrics), [
    'loss',
    'learning-rate',
    'throughput',
    'gradient',
    'scores',
    'metric/own_metric',
    'ipu',
  ]);
  assert.deepEqual(find('loss').names, ['loss', 'eval_loss']);
});

test('a run’s metrics are those with a latest value or a range', () => {
  assert.deepEqual(
    metricNames({ latest: { loss: 1, b: 2 }, ranges: { a: { min: 0, max: 1 }, loss: { min: 1, max: 1 } } }),
    ['a', 'b', 'loss'],
  );
});

test('charts can be found by title or metric, and pinned ones are on top', () => {
  assert.deepEqual(ids(metrics, settingsWith({ filter: ' RATE' })), ['learning-rate']);
  assert.deepEqual(ids(metrics, settingsWith({ filter: 'eval_f1' })), ['scores']);
  assert.equal(ids(metrics, settingsWith({ pinned: ['gradient'] }))[0], 'gradient');
});

test('a chart of one’s own shows one metric over another, and is asked for by itself', () => {
  const own = { x: 'loss', y: 'grad_norm' };
  const settings = settingsWith({ custom: [own] });
  const kind = find(customId(own), settings);
  assert.deepEqual([kind.title, kind.x], ['Gradient norm over Loss', { kind: 'metric', name: 'loss' }]);
  const group = groupsOf(metrics, settings).find(({ key }) => key === groupOf(kind));
  assert.deepEqual([group?.names, group?.x], [['grad_norm'], { kind: 'metric', name: 'loss' }]);
  assert.notEqual(axisKey(kind.x), axisKey(settings.x));
});

test('the store is asked for what the settings need and no more', () => {
  const [group] = groupsOf(metrics, defaultSettings);
  assert.deepEqual(queryOf('run', group!, settingsWith({ hasBands: false })), { runId: 'run', names: metrics });
  const settings = settingsWith({ x: { kind: 'relative' }, smoothing: 'ema', strength: 90, areOutliersCut: true });
  const [other] = groupsOf(metrics, settings);
  assert.deepEqual(queryOf('run', other!, settings), {
    ...{ runId: 'run', names: metrics, x: { kind: 'relative' }, smoothing: { kind: 'ema', weight: 0.9 } },
    ...{ buckets: true, percentiles: true },
  });
});

test('many curves share the points that one answer may have', () => {
  const many = Array.from({ length: 60 }, (_, index) => `m${index}`);
  assert.equal(groupsOf(['loss'], defaultSettings)[0]?.maxPoints, 1000);
  assert.equal(groupsOf(many, defaultSettings)[0]?.maxPoints, 400);
});

test('utilisation is in percent, one curve for each IPU, from 0 to 100, and says where it comes from', () => {
  const ipu = modelOf(
    'ipu',
    devices.map((name) => series(name, [0.41, 0.5])),
  );
  assert.deepEqual(
    ipu.curves.map(({ label }) => label),
    ['IPU 0', 'IPU 1'],
  );
  assert.deepEqual(ipu.curves[0]?.y, [41, 50]);
  assert.deepEqual([ipu.source, ipu.y.limits], ['model', { min: 0, max: 100 }]);
  assert.equal(modelOf('loss', [series('loss', [1])]).source, null);
});

test('bands, smoothed values and marks come with the curve; bands can be switched off', () => {
  const loss = series('loss', [2, 1], {
    low: [1, 0],
    high: [3, 2],
    smooth: [2, 1.5],
    notFinite: { at: [7], count: 1 },
  });
  const curve = modelOf('loss', [loss]).curves[0];
  assert.deepEqual([curve?.low, curve?.smooth, curve?.notFinite?.count], [[1, 0], [2, 1.5], 1]);
  assert.equal(modelOf('loss', [loss], settingsWith({ hasBands: false })).curves[0]?.low, undefined);
});

test('axes are logarithmic where that is asked for and has a meaning', () => {
  const kinds = (more: Partial<CurveSettings>) => {
    const { x, y } = modelOf('loss', [series('loss', [1])], settingsWith(more));
    return [x.kind, y.kind];
  };
  assert.deepEqual(kinds({}), ['linear', 'linear']);
  assert.deepEqual(kinds({ isLogX: true, logY: ['loss'] }), ['log', 'log']);
  assert.deepEqual(kinds({ isLogX: true, x: { kind: 'time' } }), ['time', 'linear']);
  assert.deepEqual(kinds({ isLogX: true, x: { kind: 'relative' } }), ['duration', 'linear']);
});

test('outliers set an end only where something lies beyond it', () => {
  const percentiles = { low: 1, high: 3 };
  const cut = (values: number[], axis: 'linear' | 'log' = 'linear') =>
    outlierLimits(find('loss'), [series('loss', values, { percentiles })], axis);
  assert.deepEqual(cut([0.9, 2, 90]), { max: 5 });
  assert.deepEqual(cut([-7, 2, 90]), { min: -1, max: 5 });
  assert.deepEqual(cut([1, 2, 3]), {});
  assert.deepEqual(cut([1, 2, NaN]), {});
  assert.ok(Math.abs((cut([1, 2, 90], 'log')?.max ?? 0) - 9) < 1e-9);
  assert.equal(outlierLimits(find('loss'), [series('loss', [1])], 'linear'), undefined);
});

test('an empty chart tells "not yet" from "never" and from an axis that the run does not have', () => {
  assert.equal(modelOf('loss', []).emptyText, 'No points yet');
  const never = chartModel(find('loss'), new Map(), defaultSettings, { state: 'failed' });
  assert.equal(never.emptyText, 'No points were recorded');
  const epochs = settingsWith({ x: { kind: 'epoch' } });
  assert.equal(modelOf('loss', [series('loss', [])], epochs).emptyText, 'No values over epoch');
});
