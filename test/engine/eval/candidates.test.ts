// The choice of the highest logits.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { topIndices } from '../../../src/engine/eval/candidates.ts';

test('gives the highest first, and no more than asked for', () => {
  assert.deepEqual(topIndices(Float32Array.of(1, 5, 3, 4), 3), [1, 3, 2]);
  assert.deepEqual(topIndices(Float32Array.of(2, 1), 20), [0, 1]);
});

test('of equal logits the later one comes first', () => {
  assert.deepEqual(topIndices(Float32Array.of(1, 7, 7, 1, 7), 4), [4, 2, 1, 3]);
  assert.deepEqual(topIndices(Float32Array.of(7, 7, 7), 2), [2, 1]);
});
