// Reading prediction files, and what is said about other files.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parsePredictions } from '../../../src/engine/eval/predictions.ts';
import { AppError } from '../../../src/shared/errors.ts';
import { readFixture } from '../read.ts';

test('reads a prediction file in its order', () => {
  assert.deepEqual(
    [...parsePredictions('{"b": "x", "a": ""}', 'p.json')],
    [
      ['b', 'x'],
      ['a', ''],
    ],
  );
});

const refused: readonly [string, string, string, RegExp][] = [
  ['broken JSON', '{"a": "x",\n}', 'dataset-json-broken', /^p\.json:2:1 /],
  ['a list', '[]', 'predictions-invalid', /it holds a list/],
  ['null', 'null', 'predictions-invalid', /it holds null/],
  ['nothing', '{}', 'predictions-invalid', /no predictions/],
  ['a number as answer', '{"q1": 5}', 'predictions-invalid', /question "q1" is number, not text/],
  [
    'an n-best file',
    readFixture('eval_nbest_predictions.json'),
    'predictions-invalid',
    /is a list \(is this an n-best file\?\)/,
  ],
];

for (const [what, text, code, message] of refused) {
  test(`refuses ${what}`, () => {
    assert.throws(
      () => parsePredictions(text, 'p.json'),
      (error) => error instanceof AppError && error.code === code && message.test(error.message) && error.hint !== '',
    );
  });
}
