// Every head against Hugging Face's Trainer: the same tiny model and data give the same losses, gradient norms, logits and scores.
// The goldens are made by test/reference/make_heads.py.

import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { PartialExperiment } from '../../../src/config/fields.ts';
import { evaluateModelFolder } from '../../../src/engine/evaluate.ts';
import { runEngine, type EngineRun } from './run-engine.ts';

const root = join(import.meta.dirname, '../../..');
const fixtures = 'test/fixtures/heads';
let folder = '';

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ipu-heads-'));
});

after(() => rm(folder, { recursive: true }));

/** Of ipuw evaluate. */
const evaluation = {
  maxSeqLength: 48,
  docStride: 16,
  padToMaxLength: false,
  batchSize: 4,
  version2: false,
  nullScoreDiffThreshold: 0,
  nBestSize: 20,
  maxAnswerLength: 30,
  onProgress: () => undefined,
};

interface Golden {
  readonly losses: readonly number[];
  readonly gradNorms: readonly number[];
  readonly logits: readonly (readonly number[])[];
  readonly predictions: readonly (readonly string[])[];
  readonly figures: Readonly<Record<string, number>>;
}

async function readGolden(name: string): Promise<Golden> {
  return JSON.parse(await readFile(join(root, fixtures, `${name}.json`), 'utf8')) as Golden;
}

/** The settings of make_heads.py. */
function experiment(task: NonNullable<PartialExperiment['task']>, trainFile: string, validationFile: string) {
  return {
    task,
    model: {
      model_name_or_path: `./${fixtures}/model`,
      hidden_dropout_prob: 0,
      attention_probs_dropout_prob: 0,
      initializer_range: 0.1,
    },
    data: {
      train_file: trainFile,
      validation_file: validationFile,
      max_seq_length: 48,
      pad_to_max_length: true,
    },
    training: {
      seed: 42,
      max_steps: 10,
      per_device_train_batch_size: 4,
      per_device_eval_batch_size: 3,
      gradient_accumulation_steps: 2,
      learning_rate: 2e-3,
      warmup_steps: 2,
      weight_decay: 0.01,
    },
  } satisfies PartialExperiment;
}

async function train(values: PartialExperiment): Promise<EngineRun> {
  return runEngine(await mkdtemp(join(folder, 'train-')), values);
}

const isClose = (actual: number, expected: number, tolerance: number): boolean =>
  Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected));

function assertClose(actual: unknown, expected: unknown, tolerance: number, what: string): void {
  const [a, b] = [[actual].flat(3), [expected].flat(3)] as number[][];
  assert.equal(a!.length, b!.length, what);
  b!.forEach((each, i) => assert.ok(isClose(a![i]!, each, tolerance), `${what}, number ${i}: ${a![i]}, not ${each}`));
}

/** Compares losses, gradient norms and scores; gives the rows of eval_predictions.json. */
async function compare(run: EngineRun, golden: Golden): Promise<Record<string, unknown>[]> {
  compareTraining(run, golden);
  const file = join(run.run, 'results/eval_predictions.json');
  return JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>[];
}

function compareTraining(run: EngineRun, golden: Golden): void {
  assert.equal(run.code, 0, run.output);
  assert.equal(run.losses.length, golden.losses.length);
  golden.losses.forEach((loss, i) =>
    assert.ok(Math.abs(run.losses[i]! / loss - 1) < 2e-5, `loss of update ${i + 1}: ${run.losses[i]}, not ${loss}`),
  );
  assertClose(run.gradNorms, golden.gradNorms, 1e-4, 'gradient norms');
  for (const [name, figure] of Object.entries(golden.figures)) {
    // Counted scores are exact; those from logits as exact as these.
    const tolerance = /accuracy|f1|precision|recall/.test(name) ? 1e-12 : 1e-4;
    assertClose(run.results[`eval_${name}`], figure, tolerance, name);
  }
}

test('sequence classification learns as BertForSequenceClassification does', async () => {
  const golden = await readGolden('sequence-classification');
  const run = await train(
    experiment('sequence-classification', 'samples/sentiment/train.csv', 'samples/sentiment/dev.csv'),
  );
  const rows = await compare(run, golden);
  assertClose(
    rows.map(({ logits }) => logits),
    golden.logits,
    1e-4,
    'logits',
  );
});

test('labels that are figures make it a regression', async () => {
  const golden = await readGolden('regression');
  const file = (part: string) => `${fixtures}/similarity-${part}.tsv`;
  const rows = await compare(await train(experiment('sequence-classification', file('train'), file('dev'))), golden);
  assertClose(
    rows.map(({ prediction }) => [prediction]),
    golden.logits,
    1e-4,
    'predictions',
  );
});

test('token classification learns as BertForTokenClassification does, and scores as seqeval', async () => {
  const golden = await readGolden('token-classification');
  const values = experiment('token-classification', 'samples/entities/train.conll', 'samples/entities/dev.conll');
  const run = await train({ ...values, training: { ...values.training, max_steps: 25, learning_rate: 1e-2 } });
  const rows = await compare(run, golden);
  assert.deepEqual(
    rows.map(({ predictions }) => predictions),
    golden.predictions,
  );

  // What ipuw evaluate finds in the checkpoint is what the run reported: it knows the task and the tags from config.json.
  const { metrics } = await evaluateModelFolder({
    ...evaluation,
    modelFolder: join(run.run, 'checkpoints/checkpoint-25'),
    datasetFile: join(root, 'samples/entities/dev.conll'),
  });
  for (const name of ['eval_loss', 'eval_overall_f1']) assertClose(metrics[name], run.results[name], 1e-6, name);
});

test('a model with a head that no task knows is refused by its name', async () => {
  const modelFolder = await mkdtemp(join(folder, 'model-'));
  await cp(join(root, fixtures, 'model'), modelFolder, { recursive: true });
  const config = join(modelFolder, 'config.json');
  await writeFile(config, (await readFile(config, 'utf8')).replace('BertForPreTraining', 'BertLMHeadModel'));
  await assert.rejects(
    evaluateModelFolder({ ...evaluation, modelFolder, datasetFile: join(root, 'samples/corpus/dev.txt') }),
    /is a BertLMHeadModel, which cannot be evaluated/,
  );
});

test('multiple choice learns as BertForMultipleChoice does', async () => {
  const golden = await readGolden('multiple-choice');
  const rows = await compare(
    await train(experiment('multiple-choice', 'samples/endings/train.jsonl', 'samples/endings/dev.jsonl')),
    golden,
  );
  // The classifier's bias raises all choices alike, so its gradient is nothing but rounding: only differences of logits mean anything.
  const relative = (logits: readonly number[]) => logits.map((logit) => logit - logits[0]!);
  assertClose(
    rows.map(({ logits }) => relative(logits as number[])),
    golden.logits.map(relative),
    1e-4,
    'logits',
  );
});

test('pre-training learns as BertForPreTraining does on the same masked words', async () => {
  const golden = await readGolden('pretraining');
  const values = experiment('pretraining', 'samples/corpus/train.txt', 'samples/corpus/dev.txt');
  const run = await train({ ...values, data: { ...values.data, max_predictions_per_seq: 5 } });
  compareTraining(run, golden);
});
