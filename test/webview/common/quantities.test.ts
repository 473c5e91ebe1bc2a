import assert from 'node:assert/strict';
import { test } from 'node:test';
import { counted } from '../../../webview/common/counted.ts';
import {
  formatBytes,
  formatCount,
  formatMargin,
  formatPercent,
  formatRate,
  formatSeconds,
  formatSpeedChange,
} from '../../../webview/common/quantities.ts';

test('bytes in decimal units and three digits, whichever way they are', () => {
  const said = [0, 999, 1000, 999_499, 999_500, 612_345_678, 999_499_999, 1_240_000_000, -83e6].map(formatBytes);
  assert.deepEqual(said, ['0 B', '999 B', '1 kB', '999 kB', '1 MB', '612 MB', '999 MB', '1.24 GB', '−83 MB']);
  assert.deepEqual([83e6, 0, -349e6].map(formatMargin), ['83 MB free', '0 B free', '349 MB over']);
});

test('times from microseconds to days', () => {
  const said = [0, 84e-6, 3.21e-3, 0.9996, 59.94, 60, 3720].map(formatSeconds);
  assert.deepEqual(said, ['0 s', '84 µs', '3.21 ms', '1 s', '59.9 s', '1 min 0 s', '1 h 2 min']);
});

test('a small share is not said to be none, and a rate has no more digits than a model knows', () => {
  assert.deepEqual([0, 0.0004, 0.042, 0.714, 1].map(formatPercent), ['0 %', '< 0.1 %', '4.2 %', '71 %', '100 %']);
  assert.deepEqual([2341.2, 98.64, 0.4219].map(formatRate), ['2,340', '98.6', '0.422']);
});

test('a change of speed is relative where there is a speed to compare with', () => {
  assert.equal(formatSpeedChange(100, 112), '+12 % samples/s');
  assert.equal(formatSpeedChange(100, 79), '−21 % samples/s');
  assert.equal(formatSpeedChange(100, 100.01), 'same speed');
  assert.equal(formatSpeedChange(NaN, 197), '197 samples/s');
  assert.equal(formatSpeedChange(0, 197), '197 samples/s');
});

test('numbers that are none stay recognisable', () => {
  const formats = [formatBytes, formatCount, formatRate, formatSeconds];
  for (const format of formats) assert.deepEqual([NaN, Infinity].map(format), ['NaN', '∞']);
  assert.deepEqual([counted.replicas(1), counted.replicas(1200)], ['1 replica', '1,200 replicas']);
});
