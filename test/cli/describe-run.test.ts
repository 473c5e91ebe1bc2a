// One run as text.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderFigures } from '../../src/cli/describe-run.ts';

test('figures are called what they are and rounded for people', () => {
  const figures = {
    eval_f1: 88.86123,
    eval_runtime: 0.34646415099999994,
    train_steps_per_second: 4.22312,
    other: 1 / 3,
  };
  const lines = renderFigures(figures).split('\n').map((line) => line.trim().split(/ {2,}/)); // prettier-ignore
  assert.deepEqual(lines, [
    ['F1', '88.9 %'],
    ['Evaluation time', '0.3 s'],
    ['Weight updates a second', '4.223'],
    ['other', '0.3333'],
  ]);
});
