// Whole trainings against transformers' Trainer: batch order, the head's initial weights, every update's figures, the final weights. The
// models and goldens are not shipped; IPUW_DATA names a folder that holds them (squad/train-v1.1.json, models/tiny-bert-h32, vocab.txt,
// golden/h32_d0, golden/h32_ga). test/engine/run/golden.test.ts does the same on the samples, with what is here.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { loadWeights } from '../../src/engine/checkpoint/safetensors.ts';
import { fillNormal, Mt19937, randomPermutation } from '../../src/engine/random/mt19937.ts';
import {
  compareUpdates,
  weightBound,
  readFinalWeights,
  readTrainLoss,
  sumByUpdate,
  assertNear,
  type GoldenEntry,
} from '../engine/run/golden.ts';
import { makeRun, startEngine } from '../engine/run/run-folder.ts';

interface Golden {
  readonly order: readonly (readonly number[])[];
  readonly micro_loss: readonly number[];
  readonly qa_init: readonly number[];
  readonly log: readonly (GoldenEntry & { readonly train_loss?: number })[];
}

const data = process.env['IPUW_DATA'];
let folder: string;
before(async () => void (folder = await mkdtemp(join(tmpdir(), 'ipu-golden-'))));
after(() => rm(folder, { recursive: true }));

const runs = [
  { name: 'h32_d0', file: 'train_golden.json', examples: 60, batch: 4, accumulation: 1, training: {} },
  {
    name: 'h32_ga',
    file: 'golden.json',
    examples: 61,
    batch: 3,
    accumulation: 4,
    training: { weight_decay: 0.01, warmup_ratio: 0.1 },
  },
] as const;

for (const { name, file, examples, batch, accumulation, training } of runs) {
  const skip =
    data === undefined
      ? 'IPUW_DATA is not set: it names a folder with SQuAD, models and goldens'
      : !existsSync(join(data, 'golden', name)) && `golden/${name} is not in ${data}`;

  test(`${name}: trained as by transformers`, { skip }, async () => {
    const golden = JSON.parse(readFileSync(join(data!, 'golden', name, file), 'utf8')) as Golden;
    const perEpoch = Math.ceil(examples / batch);
    for (const epoch of [0, 1]) {
      const order = golden.order.slice(epoch * perEpoch, (epoch + 1) * perEpoch).flat();
      assert.deepEqual([...randomPermutation(examples, new Mt19937(42 + epoch))], order, `order of epoch ${epoch}`);
    }
    const head = new Float32Array(64);
    fillNormal(head, 0.02, new Mt19937(42));
    for (const [i, value] of golden.qa_init.entries()) assert.ok(Math.abs(head[i]! - value) < 1e-8);

    const run = await makeRun(folder, name, {
      model: {
        model_name_or_path: join(data!, 'models/tiny-bert-h32'),
        hidden_dropout_prob: 0,
        attention_probs_dropout_prob: 0,
      },
      data: {
        train_file: join(data!, 'squad/train-v1.1.json'),
        max_seq_length: 384,
        doc_stride: 128,
        pad_to_max_length: true,
        max_train_samples: examples,
      },
      training: {
        do_eval: false,
        num_train_epochs: 2,
        per_device_train_batch_size: batch,
        gradient_accumulation_steps: accumulation,
        learning_rate: 1e-3,
        ...training,
      },
      ipu_config: { layers_per_ipu: [2] },
    });
    const { code, output } = await startEngine(run).ended;
    assert.equal(code, 0, output);
    await compareUpdates(run, golden.log, sumByUpdate(golden.micro_loss, perEpoch, accumulation));
    assertNear(await readTrainLoss(run), golden.log.at(-1)!.train_loss!, 2e-5, 'train_loss');

    const expected = await loadWeights(join(data!, 'golden', name, 'final_model.safetensors'));
    const actual = await readFinalWeights(run);
    assert.deepEqual([...actual.keys()].sort(), [...expected.keys()].sort());
    for (const [tensor, { data: values }] of expected) {
      const mine = actual.get(tensor)!.data;
      const worst = values.reduce((most, value, i) => Math.max(most, Math.abs(mine[i]! - value)), 0);
      assert.ok(worst <= weightBound(tensor, golden.log), `${tensor} differs by ${worst}`);
    }
  });
}
