import assert from 'node:assert/strict';
import { it } from 'node:test';
import {
  formatAmount,
  formatChange,
  formatMargin,
  formatRate,
  formatSeconds,
  renderBar,
  wrapText,
} from '../../../src/cli/plan/figures.ts';

it('gives times three digits, and two units from a hundred seconds on', () => {
  const cases: readonly [number, string][] = [
    [0, '0 µs'],
    [0.00000123, '1.23 µs'],
    [0.000999, '999 µs'],
    [0.0009999, '1.00 ms'],
    [0.0123, '12.3 ms'],
    [0.9996, '1.00 s'],
    [99.9, '99.9 s'],
    [99.96, '1 min 40 s'],
    [7325, '2 h 2 min'],
    [Infinity, 'unknown'],
  ];
  for (const [seconds, text] of cases) assert.equal(formatSeconds(seconds), text);
});

it('keeps the digits of small rates and amounts', () => {
  assert.deepEqual([12672.7, 99.96, 86.42, 0.0314, 0].map(formatRate), ['12,673', '100', '86.4', '0.031', '0']);
  assert.deepEqual([1250.4, 3.1, 0.0345, 0].map(formatAmount), ['1,250', '3.10', '0.035', '0']);
});

it('says how much is free, or too much', () => {
  assert.deepEqual([251.4e6, 0, -78.6e6].map(formatMargin), ['251 MB free', '0 MB free', '79 MB too much']);
  assert.deepEqual(
    [formatChange(94, 100), formatChange(100.2, 100), formatChange(120, 100)],
    ['−6 %', '±0 %', '+20 %'],
  );
});

it('draws a full bar only of what is full, and an empty one only of nothing', () => {
  assert.deepEqual(
    [0, 0.001, 0.5, 0.999, 1, 1.4].map((share) => renderBar(share, 4)),
    ['····', '█···', '██··', '███·', '████', '████'],
  );
});

it('breaks lines at spaces, and never between a figure and its unit', () => {
  assert.equal(wrapText('one two three', '  ', '    ', 10), '  one two\n    three');
  assert.equal(wrapText('it has 12 MB free', '', ' ', 9), 'it has\n 12 MB\n free');
  assert.equal(wrapText('a-word-without-end', '', '', 5), 'a-word-without-end');
});
