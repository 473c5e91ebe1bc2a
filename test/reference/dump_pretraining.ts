// Prints the micro-batches that the engine makes for pre-training on the sample corpus, with its masked words, as transformers takes them.
// make_heads.py trains on them. The settings are those of heads.test.ts.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { countUpdates, planUpdate } from '../../src/engine/data/plan-update.ts';
import { Mt19937, randomPermutation } from '../../src/engine/random/mt19937.ts';
import { openPretraining } from '../../src/engine/tasks/pretraining.ts';
import type { Batch } from '../../src/engine/tasks/task.ts';
import { parseVocabulary } from '../../src/engine/text/vocabulary.ts';

const root = join(import.meta.dirname, '../..');
const [seed, length, steps] = [42, 48, 10];
const file = join(root, 'test/fixtures/heads/model/vocab.txt');
const vocabulary = parseVocabulary(await readFile(file, 'utf8'), file);
const words = vocabulary.tokens.length;
const corpus = (name: string) => ({ path: join(root, 'samples/corpus', `${name}.txt`), maxSamples: null });
const task = await openPretraining({ train: corpus('train'), evaluation: corpus('dev') }, vocabulary, {
  maxSeqLength: length,
  maskedShare: 0.15,
  maxPredictions: 5,
  seed,
  words,
});

function table(values: ArrayLike<number>): number[][] {
  return Array.from({ length: values.length / length }, (_, row) =>
    Array.from({ length }, (__, i) => values[row * length + i]!),
  );
}

/** The arrays of a micro-batch as transformers takes them: −100 where nothing is to be found. */
function describe({ inputs }: Batch) {
  const labels = new Int32Array(inputs['input_ids']!.length).fill(-100);
  inputs['masked_positions']!.forEach((position, i) => {
    labels[position] = inputs['masked_words']![i]! % words;
  });
  const next = inputs['next_targets']!;
  return {
    input_ids: table(inputs['input_ids']!),
    token_type_ids: table(inputs['token_type_ids']!),
    attention_mask: table(inputs['attention_bias']!.map((bias) => Number(bias === 0))),
    labels: table(labels),
    next_sentence_label: Array.from({ length: next.length / 2 }, (_, row) => Number(next[2 * row + 1]! > 0)),
  };
}

const items = task.train!.items;
const perEpoch = countUpdates(items.length, 8, { epochs: 1, maxSteps: steps }).perEpoch;
const updates = Array.from({ length: steps }, (_, step) => {
  const epoch = Math.floor(step / perEpoch);
  const place = (step % perEpoch) * 8;
  const order = randomPermutation(items.length, new Mt19937(seed + epoch)).subarray(place, place + 8);
  const members = [...order].map((index) => items[index]!);
  const plan = planUpdate(members, {
    microBatchSize: 4,
    maxLength: length,
    padToMaxLength: true,
    lengthOf: (item) => task.lengthOf(item),
    labelsOf: (item) => task.labelsOf(item),
  });
  return plan.map((part) => describe(task.trainingBatch({ ...part, epoch })));
});
// For evaluation words are masked as in an epoch that training never reaches.
const content = { weights: task.evaluation!.items.map(() => 1), itemShare: 1, epoch: 0xffffffff };
const evaluation = [describe(task.trainingBatch({ ...content, items: task.evaluation!.items, length }))];
console.log(JSON.stringify({ updates, evaluation }));
