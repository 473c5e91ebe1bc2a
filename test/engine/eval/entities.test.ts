// Entities and their scores against seqeval's, on sound and unsound tag sequences.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { findEntities, scoreEntities } from '../../../src/engine/eval/entities.ts';

interface Case {
  readonly truth: readonly string[][];
  readonly found: readonly string[][];
  /** Precision, recall, F1. */
  readonly scores: readonly number[];
}

const file = join(import.meta.dirname, '../../fixtures/heads/seqeval.json');
const cases = JSON.parse(readFileSync(file, 'utf8')) as readonly Case[];

test('precision, recall and F1 are those of seqeval', () => {
  assert.ok(cases.length >= 200);
  for (const { truth, found, scores } of cases) {
    const { precision, recall, f1 } = scoreEntities(truth, found);
    [precision, recall, f1].forEach((score, i) =>
      assert.ok(
        Math.abs(score - scores[i]!) < 1e-12,
        `${JSON.stringify({ truth, found })}: ${score}, not ${scores[i]}`,
      ),
    );
  }
});

test('an entity goes on over inside tags of its type only', () => {
  assert.deepEqual(findEntities(['B-PER', 'I-PER', 'I-LOC', 'O', 'I-PER', 'B-PER']), [
    'PER 0 1',
    'LOC 2 2',
    'PER 4 4',
    'PER 5 5',
  ]);
  assert.deepEqual(findEntities([]), []);
});

test('without any entity all scores are 0', () => {
  assert.deepEqual(scoreEntities([['O']], [['O']]), { precision: 0, recall: 0, f1: 0 });
});
