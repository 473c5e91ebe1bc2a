import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ticksOf } from '../../../src/shared/chart/ticks.ts';

const labels = (...given: Parameters<typeof ticksOf>) => ticksOf(...given).map(({ label }) => label);

test('ticks of a linear axis are round numbers within its limits, with as many digits as tell them apart', () => {
  assert.deepEqual(labels({ kind: 'linear' }, { min: 0, max: 1 }, 5), ['0', '0.2', '0.4', '0.6', '0.8', '1.0']);
  assert.deepEqual(labels({ kind: 'linear' }, { min: 119.7, max: 162.2 }, 5), ['120', '130', '140', '150', '160']);
  assert.deepEqual(labels({ kind: 'linear' }, { min: 100, max: 101 }, 4), [
    '100.00',
    '100.25',
    '100.50',
    '100.75',
    '101.00',
  ]);
  assert.deepEqual(labels({ kind: 'linear' }, { min: 0, max: 1e-3 }, 4), ['0', '2.5e-4', '5e-4', '7.5e-4', '1e-3']);
  assert.deepEqual(labels({ kind: 'linear' }, { min: -2, max: 2 }, 4), ['-2', '-1', '0', '1', '2']);
});

test('an axis of steps has no ticks between them', () => {
  assert.deepEqual(labels({ kind: 'linear', whole: true }, { min: 3, max: 5 }, 8), ['3', '4', '5']);
  assert.deepEqual(labels({ kind: 'linear', whole: true }, { min: 0, max: 1_000_000 }, 4), [
    '0',
    '250000',
    '500000',
    '750000',
    '1000000',
  ]);
});

test('ticks of a logarithmic axis are powers of ten, with steps between where there are few, and round numbers within one', () => {
  assert.deepEqual(labels({ kind: 'log' }, { min: 1e-6, max: 1 }, 4), ['1e-6', '1e-4', '0.01', '1']);
  assert.deepEqual(labels({ kind: 'log' }, { min: 0.1, max: 10 }, 6), ['0.1', '0.2', '0.5', '1', '2', '5', '10']);
  assert.deepEqual(labels({ kind: 'log' }, { min: 2.1, max: 2.9 }, 4), ['2.2', '2.4', '2.6', '2.8']);
});

test('durations and times of day are cut at round ones', () => {
  assert.deepEqual(labels({ kind: 'duration' }, { min: 0, max: 5_400_000 }, 4), ['0 s', '30 min', '1 h', '1 h 30 min']);
  assert.deepEqual(labels({ kind: 'duration' }, { min: 0, max: 1000 }, 4), [
    '0 s',
    '0.25 s',
    '0.50 s',
    '0.75 s',
    '1.00 s',
  ]);
  const noon = new Date(2026, 2, 2, 12, 0, 0).getTime();
  assert.deepEqual(labels({ kind: 'time' }, { min: noon + 1000, max: noon + 3_600_000 }, 4), [
    '12:15',
    '12:30',
    '12:45',
    '13:00',
  ]);
  assert.deepEqual(labels({ kind: 'time' }, { min: noon, max: noon + 20_000 }, 2), [
    '12:00:00',
    '12:00:10',
    '12:00:20',
  ]);
  assert.deepEqual(labels({ kind: 'time' }, { min: noon, max: noon + 3 * 86_400_000 }, 3), ['03-03', '03-04', '03-05']);
});

test('limits without a distance have no ticks', () => {
  for (const kind of ['linear', 'log', 'time', 'duration'] as const) {
    assert.deepEqual(labels({ kind }, { min: 3, max: 3 }, 4), []);
    assert.deepEqual(labels({ kind }, { min: NaN, max: 3 }, 4), []);
  }
});
