// How texts that are too long together are cut, against tokenizers 0.22.2 (`truncation=True`).

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { joinTexts } from '../../../src/engine/data/join-texts.ts';

const special = { cls: 1, sep: 2 };
const text = (first: number, length: number): Int32Array => Int32Array.from({ length }, (_, i) => first + i);

/** Lengths of both texts, the longest sequence, and how many tokens tokenizers keeps of each. */
const cases: readonly (readonly [first: number, second: number, maxLength: number, kept: readonly [number, number]])[] =
  [
    [8, 3, 10, [4, 3]],
    [3, 7, 10, [3, 4]],
    [7, 6, 10, [4, 3]],
    [5, 5, 11, [4, 4]],
    [7, 7, 10, [3, 4]],
    [3, 4, 10, [3, 4]],
  ];

test('the longer text is cut, until both are equal', () => {
  for (const [first, second, maxLength, [left, right]] of cases) {
    const { ids, secondStart } = joinTexts(text(100, first), text(200, second), special, maxLength);
    assert.deepEqual([...ids], [1, ...text(100, left), 2, ...text(200, right), 2], `${first} and ${second}`);
    assert.equal(secondStart, left + 2);
  }
});

test('a single text has no second part', () => {
  const { ids, secondStart } = joinTexts(text(100, 8), null, special, 6);
  assert.deepEqual([...ids], [1, 100, 101, 102, 103, 2]);
  assert.equal(secondStart, ids.length);
});
