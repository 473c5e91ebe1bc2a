// Where a task's labels come from: the training file, what it says of its numbers, or the model where nothing is trained.

import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { PartialExperiment } from '../../../src/config/fields.ts';
import { settleExperiment } from '../../../src/config/settle.ts';
import { openTask } from '../../../src/engine/tasks/open.ts';
import { parseVocabulary } from '../../../src/engine/text/vocabulary.ts';

const root = join(import.meta.dirname, '../../..');
const fixtures = join(root, 'test/fixtures/heads');
const sentiment = join(root, 'samples/sentiment/dev.csv');
const vocabularyFile = join(fixtures, 'model/vocab.txt');
const vocabulary = parseVocabulary(await readFile(vocabularyFile, 'utf8'), vocabularyFile);
let folder = '';

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ipu-labels-'));
});

after(() => rm(folder, { recursive: true }));

const open = (values: PartialExperiment) => openTask(settleExperiment(values), vocabulary);

/** A model folder that says these labels. */
async function modelWith(id2label: Readonly<Record<string, string>>): Promise<string> {
  const model = await mkdtemp(join(folder, 'model-'));
  await writeFile(join(model, 'config.json'), JSON.stringify({ id2label }));
  return model;
}

test('numbers of classes keep the order that the file gives them', async () => {
  const { head } = await open({
    task: 'token-classification',
    data: { train_file: join(fixtures, 'entities.parquet') },
    training: { do_eval: false },
  });
  assert.deepEqual(head.configEntries['id2label'], { 0: 'O', 1: 'B-PER', 2: 'I-PER', 3: 'B-ORG', 4: 'I-ORG' });
});

test('where nothing is trained the labels are the model’s', async () => {
  const model = await modelWith({ 0: 'positive', 1: 'neutral', 2: 'negative' });
  const { head } = await open({
    task: 'sequence-classification',
    model: { model_name_or_path: model },
    data: { validation_file: sentiment },
    training: { do_train: false },
  });
  assert.deepEqual(head.configEntries['label2id'], { positive: 0, neutral: 1, negative: 2 });
});

test('a model without names for its labels cannot be evaluated alone, nor one that lacks a label', async () => {
  const evaluateWith = (model: string) =>
    open({
      task: 'sequence-classification',
      model: { model_name_or_path: model },
      data: { validation_file: sentiment },
      training: { do_train: false },
    });
  await assert.rejects(
    evaluateWith(await modelWith({ 0: 'LABEL_0', 1: 'LABEL_1' })),
    /labels of .*dev\.csv have no ids/,
  );
  await assert.rejects(
    evaluateWith(await modelWith({ 0: 'positive', 1: 'negative' })),
    /dev\.csv: line \d+: label is "neutral", which is not among the 2 labels/,
  );
});
