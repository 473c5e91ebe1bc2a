// Whether a run fits into memory is known before it begins: what it says, when it refuses, and that its remedies hold.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { resolveExperiment } from '../../../src/config/resolve.ts';
import type { Experiment, PartialExperiment } from '../../../src/config/fields.ts';
import { checkMemory } from '../../../src/engine/run/memory.ts';
import { readModelConfig, readVocabulary } from '../../../src/engine/run/model.ts';
import { openTask } from '../../../src/engine/tasks/open.ts';
import { AppError } from '../../../src/shared/errors.ts';

const samples = join(import.meta.dirname, '../../../samples');

/** BERT of 12 layers of the width of MiniLM, on long sequences. */
function experiment(change: PartialExperiment = {}): Experiment {
  const values: PartialExperiment = {
    model: {
      vocab_file: join(samples, 'vocab.txt'),
      hidden_size: 384,
      num_hidden_layers: 12,
      num_attention_heads: 12,
      intermediate_size: 1536,
    },
    data: {
      train_file: join(samples, 'squad/train-sample.json'),
      validation_file: join(samples, 'squad/dev-sample.json'),
      max_seq_length: 384,
      pad_to_max_length: true,
      ...change.data,
    },
    training: { per_device_train_batch_size: 8, per_device_eval_batch_size: 2, ...change.training },
    ipu_config: { layers_per_ipu: [6, 6], replication_factor: 1, gradient_accumulation_steps: 1, ...change.ipu_config },
  };
  return resolveExperiment(values, join(samples, 'memory.ipu.json'));
}

/** The log line of a run with so much memory, or the error. */
async function check(freeBytes: number, change: PartialExperiment = {}): Promise<string | AppError> {
  const run = experiment(change);
  const vocabulary = await readVocabulary(run);
  const task = await openTask(run, vocabulary.vocabulary);
  let said = '';
  try {
    checkMemory(run, task, await readModelConfig(run, vocabulary), freeBytes, (note) => (said += note));
    return said;
  } catch (error) {
    assert.ok(error instanceof AppError);
    return error;
  }
}

test('a run says what it needs and what there is', async () => {
  const said = await check(17e9);
  assert.match(String(said), /^The run needs about (\d\.\d) GB of memory; 17 GB are free\.$/);
  const needed = Number(/about (\S+)/.exec(String(said))![1]);
  // 30 million weights four times are 0.5 GB; 12 layers of activations and masks of 3,072 tokens about 3 GB.
  assert.ok(needed > 3 && needed < 4.5, `${needed} GB`);
});

test('a run that does not fit is refused, and each remedy makes it fit', async () => {
  const free = 1.9e9;
  const refused = await check(free);
  assert.ok(refused instanceof AppError);
  assert.equal(refused.code, 'not-enough-memory');
  assert.match(refused.message, /^Training needs about \d\.\d GB of memory, but only 1\.9 GB are free\.$/);
  const size = Number(/training\.per_device_train_batch_size to (\d+) \(1\.\d GB\)/.exec(refused.hint)![1]);
  const length = Number(/data\.max_seq_length to (\d+) \(1\.\d GB\)/.exec(refused.hint)![1]);
  assert.match(refused.hint, /ipu_config\.recompute_checkpoint_every_layer to true \(1\.\d GB\)/);
  for (const remedy of [
    { ipu_config: { recompute_checkpoint_every_layer: true } },
    { training: { per_device_train_batch_size: size } },
    { data: { max_seq_length: length } },
  ]) {
    assert.equal(typeof (await check(free, remedy as PartialExperiment)), 'string', JSON.stringify(remedy));
  }
  // As little as needed: the next larger size would not fit.
  assert.ok((await check(free, { training: { per_device_train_batch_size: size + 1 } })) instanceof AppError);
});

test('where recomputing does not suffice, it comes with a smaller batch; where nothing does, the model is too large', async () => {
  const tight = await check(1.3e9);
  const size = /every_layer to true and training\.per_device_train_batch_size to (\d)/.exec((tight as AppError).hint);
  assert.ok(size !== null, (tight as AppError).hint);
  const both: PartialExperiment = {
    training: { per_device_train_batch_size: Number(size[1]) },
    ipu_config: { recompute_checkpoint_every_layer: true },
  };
  assert.equal(typeof (await check(1.3e9, both)), 'string');
  const hopeless = await check(0.3e9);
  assert.match((hopeless as AppError).hint, /^Weights, gradients and moments alone take 0\.\d GB: use a smaller model/);
});

test('an evaluation that does not fit names its batch size', async () => {
  const training = { do_train: false, per_device_eval_batch_size: 64 };
  const refused = await check(0.2e9, { training } as PartialExperiment);
  assert.match((refused as AppError).message, /^Evaluation needs about/);
  assert.match((refused as AppError).hint, /^Lower training\.per_device_eval_batch_size/);
});
