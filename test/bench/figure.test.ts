// Medians, ratios and the lines that the benchmarks print.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeFigure, figureLine, makeFigure, median } from '../../scripts/bench/figure.ts';

test('the median is the middle one, or the mean of the middle two', () => {
  assert.equal(median([5]), 5);
  assert.equal(median([9, 1, 10]), 9);
  assert.equal(median([4, 1, 100, 2]), 3);
  assert.throws(() => median([]), /nothing/);
});

const name = { bench: 'step', case: 'minilm, against fp32', unit: 's' } as const;

test('a ratio above 1 means that ours took less', () => {
  const figure = makeFigure(name, [2, 1, 3], [4, 4, 4]);
  assert.deepEqual(figure, { ...name, ours: 2, peer: 4, ratio: 2, rounds: 3 });
});

test('a JSON line has the documented keys, in order, and no more digits than were measured', () => {
  assert.equal(
    figureLine(makeFigure(name, [1 / 3], [2 / 3])),
    '{"bench":"step","case":"minilm, against fp32","ours":0.33333,"peer":0.66667,"unit":"s","ratio":2,"rounds":1}',
  );
});

test('alone, peer and ratio are null, and the line for people says nothing of them', () => {
  const figure = makeFigure(name, [0.5], null);
  assert.deepEqual([figure.peer, figure.ratio], [null, null]);
  assert.match(figureLine(figure), /"peer":null,"unit":"s","ratio":null/);
  assert.equal(describeFigure(figure, 0.85), 'step: minilm, against fp32: ours 0.500 s (median of 1)');
});

test('the line for people judges by the exact ratio, not by the printed one', () => {
  const reached = makeFigure(name, [1], [0.85]);
  const missed = makeFigure(name, [1], [0.8499]);
  assert.match(describeFigure(reached, 0.85), /ratio 0\.85 .*mark 0\.85: passed$/);
  assert.match(describeFigure(missed, 0.85), /ratio 0\.85 .*mark 0\.85: NOT REACHED$/);
  assert.match(describeFigure(missed, null), /\(medians of 1\)$/);
});
