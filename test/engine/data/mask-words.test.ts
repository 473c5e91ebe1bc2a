// Masked words: how many, which, and that they depend on their place only.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countMasked, maskWords } from '../../../src/engine/data/mask-words.ts';

const options = { share: 0.15, limit: 20, maskId: 4, vocabularySize: 1000 };
const ids = Int32Array.from({ length: 128 }, (_, i) => 100 + i);
const special = [0, 60, 127];

test('15 % of the tokens, at least one, at most the limit, and never more than there are', () => {
  assert.equal(countMasked(128, 3, options), 19);
  assert.equal(countMasked(384, 3, options), 20);
  assert.equal(countMasked(384, 3, { ...options, limit: null }), 58);
  assert.equal(countMasked(5, 3, options), 1);
  assert.equal(countMasked(4, 3, { ...options, share: 1 }), 1);
});

test('the same place gives the same masks, another one others, and special tokens are never masked', () => {
  const first = maskWords(ids, special, [42, 0, 7], options);
  assert.deepEqual(maskWords(ids, special, [42, 0, 7], options), first);
  assert.notDeepEqual(maskWords(ids, special, [42, 1, 7], options).positions, first.positions);
  assert.notDeepEqual(maskWords(ids, special, [42, 0, 8], options).positions, first.positions);
  assert.equal(first.positions.length, 19);
  for (let epoch = 0; epoch < 200; epoch++) {
    const { positions, words, ids: masked } = maskWords(ids, special, [42, epoch, 7], options);
    assert.ok(positions.every((position) => !special.includes(position)));
    assert.deepEqual(
      [...new Set(positions)].sort((a, b) => a - b),
      [...positions],
    );
    assert.deepEqual(
      words,
      positions.map((position) => ids[position]!),
    );
    masked.forEach((id, i) => assert.ok(id === ids[i] || positions.includes(i)));
  }
});

test('of the chosen tokens 80 % are masked, 10 % replaced and 10 % kept, and all positions are chosen alike', () => {
  const counts = { masked: 0, kept: 0, replaced: 0 };
  const chosen = new Float64Array(ids.length);
  const rounds = 4000;
  for (let index = 0; index < rounds; index++) {
    const { positions, ids: masked } = maskWords(ids, special, [1, 0, index], options);
    for (const position of positions) {
      chosen[position]! += 1;
      const id = masked[position]!;
      counts[id === options.maskId ? 'masked' : id === ids[position] ? 'kept' : 'replaced'] += 1;
    }
  }
  const total = 19 * rounds;
  assert.ok(Math.abs(counts.masked / total - 0.8) < 0.01, `${counts.masked / total}`);
  assert.ok(Math.abs(counts.kept / total - 0.1) < 0.01, `${counts.kept / total}`);
  assert.ok(Math.abs(counts.replaced / total - 0.1) < 0.01, `${counts.replaced / total}`);
  const expected = total / 125;
  chosen.forEach((count, i) => {
    if (!special.includes(i)) assert.ok(Math.abs(count - expected) < 6 * Math.sqrt(expected), `${i}: ${count}`);
  });
});
