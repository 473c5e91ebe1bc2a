import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findFlips, pairScores } from '../../../src/shared/statistics/pair-scores.ts';

const score = (id: string, exactMatch: number, gold = 'x') => ({ id, exactMatch, f1: exactMatch, gold });

test('questions are paired by id, and only if they are the same', () => {
  const before = [score('a', 1), score('b', 0), score('c', 1, 'old'), score('only before', 1)];
  const after = [score('only after', 1), score('c', 0, 'new'), score('b', 1), score('a', 0)];
  const pairs = pairScores(before, after, (one, other) => one.gold === other.gold);
  assert.deepEqual(
    pairs.map((pair) => pair.after.id),
    ['b', 'a'],
  );
  assert.equal(pairScores(before, after).length, 3);
  const { gained, lost } = findFlips(pairs);
  assert.deepEqual([gained, lost], [[pairs[0]], [pairs[1]]]);
});

test('answers that stay right or wrong are no flips', () => {
  const pairs = pairScores([score('a', 1), score('b', 0)], [score('a', 1), score('b', 0)]);
  assert.deepEqual(findFlips(pairs), { gained: [], lost: [] });
});
