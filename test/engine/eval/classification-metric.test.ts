// Scores of classifiers and regressions against values computed with scikit-learn and SciPy.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  accuracy,
  f1OfLabel,
  macroF1,
  matthewsCorrelation,
  meanSquaredError,
  pearson,
  spearman,
} from '../../../src/engine/eval/classification-metric.ts';

const close = (actual: number, expected: number): void =>
  assert.ok(Math.abs(actual - expected) < 1e-12, `${actual}, not ${expected}`);

test('scores of labels are those of scikit-learn', () => {
  const labels = [0, 1, 2, 2, 1, 0, 2, 1];
  const found = [0, 2, 2, 2, 1, 1, 0, 1];
  close(accuracy(labels, found), 0.625);
  close(macroF1(labels, found), 0.6111111111111112);
  close(f1OfLabel(1, labels, found), 0.6666666666666666);
});

test('a label that is only predicted counts in the mean F1, one that is never there does not', () => {
  close(macroF1([0, 0, 1], [0, 2, 1]), (2 / 3 + 1 + 0) / 3);
});

test('scores of two labels are those of scikit-learn', () => {
  const labels = [0, 1, 1, 0, 1, 1, 0, 0];
  const found = [0, 1, 0, 0, 1, 1, 1, 0];
  close(f1OfLabel(1, labels, found), 0.75);
  close(matthewsCorrelation(labels, found), 0.5);
  close(matthewsCorrelation([0, 1], [1, 1]), 0);
});

test('correlations of figures are those of SciPy, also with equal values', () => {
  const targets = [1, 2, 2, 3.5, 5];
  const found = [0.5, 2.5, 1, 3, 3];
  close(meanSquaredError(targets, found), 1.15);
  close(pearson(targets, found), 0.8172536479247934);
  close(spearman(targets, found), 0.9473684210526317);
  close(pearson([1, 1], [1, 2]), 0);
});
