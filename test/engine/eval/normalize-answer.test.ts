// Answer normalisation, above all where Python and JavaScript differ.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normalizeAnswer } from '../../../src/engine/eval/normalize-answer.ts';

const cases: readonly [string, string][] = [
  ['The  Quick, brown\tFOX!', 'quick brown fox'],
  ['a.', ''],
  ['U.S.A', 'usa'],
  ["the cat's an-swer", 'cats answer'],
  ['theatre an ant a', 'theatre ant'],
  ['é a à', 'é à'],
  ['éa aé the_', 'éa aé'],
  ['24–10', '24–10'],
  ['“quotes”', '“quotes”'],
  ['one\u00a0two\u3000three\u001cfour\u0085five', 'one two three four five'],
  ['\ufeffmark', '\ufeffmark'],
];

for (const [answer, expected] of cases) {
  test(`normalises ${JSON.stringify(answer)}`, () => assert.equal(normalizeAnswer(answer), expected));
}
