// Which tokens carry a word's tag: the first piece of each word that has one and fits.

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { openTokenClassification } from '../../../src/engine/tasks/token-classification.ts';
import { parseVocabulary } from '../../../src/engine/text/vocabulary.ts';

const vocabulary = parseVocabulary('[PAD]\n[UNK]\n[CLS]\n[SEP]\nred\n##dish\nfox\nruns', 'vocab.txt');
let folder = '';

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ipu-tags-'));
});

after(() => rm(folder, { recursive: true }));

async function open(maxSeqLength: number) {
  const path = join(folder, 'train.jsonl');
  // The zero-width space has no token.
  const row = { tokens: ['reddish', '\u200b', 'fox', 'runs'], ner_tags: ['B-X', 'O', 'B-Y', 'O'] };
  await writeFile(path, `${JSON.stringify(row)}\n`);
  const files = { train: { path, maxSamples: null }, evaluation: null };
  const task = await openTokenClassification(files, vocabulary, { maxSeqLength, modelLabels: null });
  return { task, dataset: task.train!, item: task.train!.items[0]! };
}

test('the first piece of a word carries its tag; a word without tokens carries none', async () => {
  const { task, item } = await open(16);
  assert.deepEqual([...item.sequence.ids], [2, 4, 5, 6, 7, 3]);
  assert.deepEqual([...item.positions], [1, 3, 4]);
  assert.deepEqual([...item.labels], [0, 1, 2]);
  const { inputs } = task.trainingBatch({ items: [item], length: 6, weights: [0.6], itemShare: 1, epoch: 0 });
  const targets = inputs['targets'] as Float32Array;
  const expected = new Float32Array(6 * 3);
  for (const index of [1 * 3, 3 * 3 + 1, 4 * 3 + 2]) expected[index] = 0.6 / 3;
  assert.deepEqual(targets, expected);
});

test('words that do not fit take no part, and that is said', async () => {
  const { dataset, item } = await open(5);
  assert.deepEqual([...item.sequence.ids], [2, 4, 5, 6, 3]);
  assert.deepEqual([...item.positions], [1, 3]);
  assert.match(dataset.notes.join(), /of 1 sentence not every word is labelled: they are longer than 5 tokens/);
});
