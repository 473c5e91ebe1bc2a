// Without fixed padding every label has the same share in a weight update, however its items are grouped: for every task.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Experiment } from '../../../src/config/fields.ts';
import { settleExperiment } from '../../../src/config/settle.ts';
import { planUpdate } from '../../../src/engine/data/plan-update.ts';
import { bertBaseUncased } from '../../../src/engine/model/config.ts';
import { initialise } from '../../../src/engine/model/parameters.ts';
import { Mt19937 } from '../../../src/engine/random/mt19937.ts';
import { openTask } from '../../../src/engine/tasks/open.ts';
import { parseVocabulary } from '../../../src/engine/text/vocabulary.ts';
import { Trainer } from '../../../src/engine/train/trainer.ts';

const root = join(import.meta.dirname, '../../..');
const vocabularyFile = join(root, 'test/fixtures/heads/model/vocab.txt');
const vocabulary = parseVocabulary(await readFile(vocabularyFile, 'utf8'), vocabularyFile);
const config = {
  ...bertBaseUncased,
  vocab_size: vocabulary.tokens.length,
  hidden_size: 8,
  num_hidden_layers: 1,
  num_attention_heads: 2,
  intermediate_size: 16,
  max_position_embeddings: 64,
  hidden_dropout_prob: 0,
  attention_probs_dropout_prob: 0,
  initializer_range: 0.3,
};
const options = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0, maxGradNorm: 0, seed: 1 };

const cases: readonly (readonly [name: string, task: Experiment['task'], trainFile: string])[] = [
  ['sequence classification', 'sequence-classification', 'samples/sentiment/train.csv'],
  ['regression', 'sequence-classification', 'test/fixtures/heads/similarity-train.tsv'],
  ['token classification', 'token-classification', 'samples/entities/train.conll'],
  ['multiple choice', 'multiple-choice', 'samples/endings/train.jsonl'],
  ['pre-training', 'pretraining', 'samples/corpus/train.txt'],
];

for (const [name, taskName, trainFile] of cases) {
  test(`${name}: an update is the same one item at a time and in groups of any size`, async () => {
    const experiment = settleExperiment({
      task: taskName,
      data: { train_file: join(root, trainFile), max_seq_length: 48 },
      training: { do_eval: false },
    });
    const task = await openTask(experiment, vocabulary);
    const items = task.train!.items.slice(0, 7);
    const updateWith = async (microBatchSize: number, padToMaxLength = false) => {
      const parameters = task.head
        .parameters(config)
        .map((spec) => [spec.name, initialise(spec, config, new Mt19937(3))] as const);
      const trainer = await Trainer.create(config, task.head, new Map(parameters), options);
      const batches = planUpdate(items, {
        microBatchSize,
        maxLength: 48,
        padToMaxLength,
        lengthOf: (item) => task.lengthOf(item),
        labelsOf: (item) => task.labelsOf(item),
      });
      const result = await trainer.update(
        batches.map((batch) => () => task.trainingBatch({ ...batch, epoch: 2 })),
        1,
        0,
      );
      await trainer.release();
      return { ...result, batches: batches.length };
    };
    const single = await updateWith(1);
    // All in one micro-batch of equal shares: the mean over all labels, as transformers has it.
    const whole = await updateWith(items.length, true);
    assert.ok(single.batches > 1 && whole.batches === 1);
    for (const { loss, gradNorm } of [await updateWith(3), whole]) {
      assert.ok(Math.abs(loss / single.loss - 1) < 1e-5, `loss ${loss}, not ${single.loss}`);
      assert.ok(Math.abs(gradNorm / single.gradNorm - 1) < 1e-5, `gradient norm ${gradNorm}, not ${single.gradNorm}`);
    }
  });
}
