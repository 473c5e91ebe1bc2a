// Classes that a Parquet file of Hugging Face's datasets has as numbers: their names are in the file.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseClassNames } from '../../../src/engine/data/class-names.ts';
import { parseLabelledTexts } from '../../../src/engine/data/labelled-texts.ts';
import { parseTaggedRows } from '../../../src/engine/data/labelled-words.ts';
import { readRows } from '../../../src/engine/run/data-file.ts';

const fixtures = join(import.meta.dirname, '../../fixtures/heads');

test('labels and tags get the names that the file gives their numbers', async () => {
  const texts = await readRows(join(fixtures, 'sentiment.parquet'));
  assert.deepEqual(texts.classNames?.get('label'), ['negative', 'positive']);
  assert.deepEqual(
    parseLabelledTexts(texts).map(({ label }) => label),
    ['positive', 'negative', 'positive'],
  );
  const words = await readRows(join(fixtures, 'entities.parquet'));
  assert.deepEqual(
    parseTaggedRows(words, null).map(({ tags }) => tags),
    [
      ['B-PER', 'I-PER', 'O', 'O'],
      ['B-ORG', 'O', 'O'],
    ],
  );
});

test('a number without a name is refused', async () => {
  const texts = await readRows(join(fixtures, 'sentiment.parquet'));
  const classNames = new Map([['label', ['negative']]]);
  assert.throws(() => parseLabelledTexts({ ...texts, classNames }), /row 1: label must be the number of a class/);
});

test('a description that is not understood names nothing', () => {
  for (const text of ['', '[]', '{"info": {"features": {"a": 1, "b": {"_type": "ClassLabel", "names": [1]}}}}']) {
    assert.equal(parseClassNames(text).size, 0, text);
  }
});
