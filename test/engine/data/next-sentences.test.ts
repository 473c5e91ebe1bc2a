// Pairs for next-sentence prediction: what is said to follow does, and what is said not to comes from elsewhere.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makePairs, parseDocuments } from '../../../src/engine/data/next-sentences.ts';
import { Mt19937 } from '../../../src/engine/random/mt19937.ts';

/** Documents of sentences of 2 to 6 tokens; token 1000·d + i is number i of document d. */
const documents = Array.from({ length: 12 }, (_, d) => {
  let next = 1000 * d;
  return Array.from({ length: 15 }, (__, s) => Int32Array.from({ length: 2 + ((d + s) % 5) }, () => next++));
});
const pairs = makePairs(documents, 32, new Mt19937(3), 'corpus.txt');

test('documents are separated by blank lines, whatever the line ends', () => {
  const expected = [['a', 'b'], ['c']];
  for (const end of ['\n', '\r\n', '\r']) {
    assert.deepEqual(parseDocuments(['', 'a', 'b', '', ' ', 'c', ''].join(end)), expected);
  }
});

test('every pair fits, has two texts, and its label is true', () => {
  for (const { first, second, isRandomNext } of pairs) {
    assert.ok(first.length > 0 && second.length > 0 && first.length + second.length <= 29);
    const documentOf = (token: number | undefined): number => Math.floor(token! / 1000);
    if (isRandomNext) assert.notEqual(documentOf(first.at(-1)), documentOf(second[0]));
    else assert.ok(documentOf(first.at(-1)) === documentOf(second[0]) && second[0]! > first.at(-1)!);
  }
  const random = pairs.filter(({ isRandomNext }) => isRandomNext).length / pairs.length;
  assert.ok(random > 0.4 && random < 0.75, `${random}`);
});

test('the same seed gives the same pairs, another one others', () => {
  assert.deepEqual(makePairs(documents, 32, new Mt19937(3), 'corpus.txt'), pairs);
  assert.notDeepEqual(makePairs(documents, 32, new Mt19937(4), 'corpus.txt'), pairs);
});

test('one document is refused: a random next sentence comes from another', () => {
  assert.throws(
    () => makePairs([documents[0]!, []], 32, new Mt19937(3), 'corpus.txt'),
    /corpus\.txt holds a single document/,
  );
});
