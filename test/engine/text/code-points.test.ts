// Counting in code points, with and without surrogate pairs.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codePointLength, sliceCodePoints } from '../../../src/engine/text/code-points.ts';

test('lengths count code points', () => {
  assert.equal(codePointLength('naïve'), 5);
  assert.equal(codePointLength('a😀b'), 3);
  assert.equal(codePointLength('\ud800a'), 2);
});

test('slices never cut a surrogate pair', () => {
  assert.equal(sliceCodePoints('a😀bc', 1, 2), '😀');
  assert.equal(sliceCodePoints('a😀bc', 2, 4), 'bc');
  assert.equal(sliceCodePoints('abc', 1, 9), 'bc');
  assert.equal(sliceCodePoints('a😀', 5, 9), '');
});

test('a negative start is the beginning, in both kinds of text', () => {
  assert.equal(sliceCodePoints('abc', -2, 1), 'a');
  assert.equal(sliceCodePoints('😀bc', -2, 1), '😀');
});
