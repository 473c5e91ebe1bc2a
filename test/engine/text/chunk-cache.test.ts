// The tokenizer's memory: runs with the same hash stay apart, and a full one forgets without mixing anything up.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ChunkCache, nextHash } from '../../../src/engine/text/chunk-cache.ts';

function add(cache: ChunkCache, text: string, hash: number, id: number): number {
  return cache.add(text, hash, text.length, (tokens) => tokens.add(id, 0, text.length));
}

function idAt(cache: ChunkCache, chunk: number): number | undefined {
  assert.equal(cache.endToken(chunk) - cache.firstToken(chunk), 1);
  return cache.tokens.ids[cache.firstToken(chunk)];
}

test('runs with the same hash are told apart by their text', () => {
  const cache = new ChunkCache();
  for (const [id, text] of ['one', 'two', 'on', 'tw'].entries()) add(cache, text, 7, id);
  assert.equal(idAt(cache, cache.find('a two', 2, 5, 7)), 1);
  assert.equal(idAt(cache, cache.find('a two', 2, 4, 7)), 3);
  assert.equal(cache.find('a two', 0, 1, 7), -1);
  assert.equal(cache.find('two', 0, 3, 8), -1);
});

test('a full cache forgets everything, and what it then learns is right', () => {
  const cache = new ChunkCache();
  const hashOf = (text: string): number =>
    Array.from(text).reduce((hash, char) => nextHash(hash, char.charCodeAt(0)), 0);
  const count = 500_001;
  for (let id = 0; id < count; id += 1) add(cache, `w${id}`, hashOf(`w${id}`), id);
  assert.equal(cache.find('w7', 0, 2, hashOf('w7')), -1);
  const last = `w${count - 1}`;
  assert.equal(idAt(cache, cache.find(last, 0, last.length, hashOf(last))), count - 1);
});
