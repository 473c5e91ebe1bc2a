// A vocabulary's tokens are counted once, and again when the file changes.

import assert from 'node:assert/strict';
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { countVocabulary } from '../../src/config/vocabulary-size.ts';

test('tokens are the lines of the file, as it is now', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'ipu-vocabulary-'));
  t.after(() => rm(folder, { recursive: true }));
  const file = join(folder, 'vocab.txt');
  assert.equal(await countVocabulary(file), null);
  assert.equal(await countVocabulary(folder), null);
  await writeFile(file, '');
  assert.equal(await countVocabulary(file), null);
  await writeFile(file, '[PAD]\n[UNK]\n');
  assert.equal(await countVocabulary(file), 2);
  assert.equal(await countVocabulary(file), 2);
  await writeFile(file, 'a\nb\nc\nd\ne\n12');
  assert.equal(await countVocabulary(file), 6);
  // Of the same size, and only its time tells it from before.
  await writeFile(file, 'a\nb\nc\nd\ne\n\n\n');
  await utimes(file, 1_700_000_000, 1_700_000_000);
  assert.equal(await countVocabulary(file), 7);
});
