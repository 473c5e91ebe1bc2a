// The order of labels, and which are figures.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { areFigures, collectLabels } from '../../../src/engine/data/labels.ts';

test('labels are sorted as Python does: numbers by value, texts by code points', () => {
  assert.deepEqual(collectLabels(['10', '2', '2', 1], 'f', null).names, ['1', '2', '10']);
  assert.deepEqual(collectLabels(['b', 'B', 'ä', 'a', '\u{1f600}', '\uff21'], 'f', null).names, [
    'B',
    'a',
    'b',
    'ä',
    '\uff21',
    '\u{1f600}',
  ]);
});

test('a model that knows the same labels keeps its order', () => {
  assert.deepEqual(collectLabels(['a', 'b', 'c'], 'f', ['c', 'a', 'b']).names, ['c', 'a', 'b']);
  assert.deepEqual(collectLabels(['a', 'b'], 'f', ['c', 'a', 'b']).names, ['a', 'b']);
});

test('numbers are figures if one of them is not whole', () => {
  assert.equal(areFigures([1, 2.5]), true);
  assert.equal(areFigures(['1.0', '2']), true);
  assert.equal(areFigures(['1', 0]), false);
  assert.equal(areFigures(['1.5', 'good']), false);
});

test('unknown labels and single ones are refused with their place', () => {
  const labels = collectLabels(['yes', 'no'], 'train.csv', null);
  assert.equal(labels.idOf(' no ', 'dev.csv', 'line 3: label'), 0);
  assert.throws(
    () => labels.idOf('maybe', 'dev.csv', 'line 3: label'),
    /dev\.csv: line 3: label is "maybe".*2 labels: no, yes/,
  );
  assert.throws(() => collectLabels(['yes', 'yes'], 'train.csv', null), /train\.csv holds only the label "yes"/);
});
