// Trainings on the samples against transformers' Trainer (test/reference/make_training.py): plain, with accumulation and a short last group,
// with incomplete batches left out. Starts from random weights, which both draw from the same generator.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { PartialExperiment } from '../../../src/config/fields.ts';
import {
  assertNear,
  compareUpdates,
  readFinalWeights,
  readTrainLoss,
  sumByUpdate,
  weightBound,
  type GoldenEntry,
} from './golden.ts';
import { makeRun, startEngine } from './run-folder.ts';

interface Golden {
  readonly examples: number;
  readonly log: readonly (GoldenEntry & { readonly train_loss?: number })[];
  readonly micro_loss: readonly number[];
  readonly weights: Readonly<
    Record<string, { readonly norm: number; readonly elements: Readonly<Record<string, number>> }>
  >;
}

const root = join(import.meta.dirname, '../../..');
let folder: string;
before(async () => void (folder = await mkdtemp(join(tmpdir(), 'ipu-golden-'))));
after(() => rm(folder, { recursive: true }));

const runs: readonly {
  readonly name: string;
  readonly batch: number;
  readonly accumulation: number;
  readonly microBatches: number;
  readonly training: NonNullable<PartialExperiment['training']>;
}[] = [
  { name: 'plain', batch: 4, accumulation: 1, microBatches: 15, training: {} },
  {
    name: 'accumulation',
    batch: 3,
    accumulation: 4,
    microBatches: 21,
    training: { weight_decay: 0.01, warmup_ratio: 0.1, lr_scheduler_type: 'cosine' },
  },
  {
    name: 'drop-last',
    batch: 4,
    accumulation: 4,
    microBatches: 15,
    training: { dataloader_drop_last: true, warmup_steps: 2, lr_scheduler_type: 'constant_with_warmup' },
  },
];

for (const { name, batch, accumulation, microBatches, training } of runs) {
  test(`${name}: trained as by transformers`, async () => {
    const golden = JSON.parse(readFileSync(join(root, `test/fixtures/training/${name}.json`), 'utf8')) as Golden;
    const run = await makeRun(folder, name, {
      model: {
        vocab_file: join(root, 'samples/vocab.txt'),
        hidden_size: 32,
        num_hidden_layers: 2,
        num_attention_heads: 2,
        intermediate_size: 64,
        max_position_embeddings: 128,
        hidden_dropout_prob: 0,
        attention_probs_dropout_prob: 0,
      },
      data: {
        train_file: join(root, 'samples/squad/train-sample.json'),
        max_seq_length: 128,
        doc_stride: 32,
        pad_to_max_length: true,
        max_train_samples: golden.examples,
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
    const losses = sumByUpdate(golden.micro_loss, microBatches, accumulation);
    await compareUpdates(run, golden.log, losses, training.lr_scheduler_type === 'cosine' ? 8 * Number.EPSILON : 0);
    assertNear(await readTrainLoss(run), golden.log.at(-1)!.train_loss!, 2e-5, 'train_loss');

    const actual = await readFinalWeights(run);
    assert.deepEqual([...actual.keys()].sort(), Object.keys(golden.weights).sort());
    for (const [tensor, { norm, elements }] of Object.entries(golden.weights)) {
      const mine = actual.get(tensor)!.data;
      const bound = weightBound(tensor, golden.log);
      for (const [place, value] of Object.entries(elements)) {
        const difference = Math.abs(mine[Number(place)]! - value);
        assert.ok(difference <= bound, `${tensor}[${place}] differs by ${difference}`);
      }
      const squares = mine.reduce((sum, value) => sum + value * value, 0);
      assert.ok(Math.abs(Math.sqrt(squares) - norm) <= bound * Math.sqrt(mine.length), `norm of ${tensor}`);
    }
  });
}
