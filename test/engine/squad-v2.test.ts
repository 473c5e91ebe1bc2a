// SQuAD v2.0 with null odds, end to end: what `ipuw evaluate` and a run write equals what run_qa.py's code makes of PyTorch's logits
// (test/reference/make_squad_v2.py). The model's weights are drawn as that script draws them.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { resolveExperiment } from '../../src/config/resolve.ts';
import { renderBertConfig } from '../../src/engine/checkpoint/config-json.ts';
import { saveWeights } from '../../src/engine/checkpoint/safetensors.ts';
import { bertBaseUncased } from '../../src/engine/model/config.ts';
import { questionAnswering } from '../../src/engine/model/heads/question-answering.ts';
import { Mt19937 } from '../../src/engine/random/mt19937.ts';
import { evaluateModelFolder } from '../../src/engine/evaluate.ts';

const root = join(import.meta.dirname, '../..');
const fixtures = join(root, 'test/fixtures/squad-v2');
const dataset = join(fixtures, 'dev-v2-60.json');
const expected = (file: string): Promise<string> => readFile(join(fixtures, file), 'utf8');
const { null_score_diff_threshold: threshold } = JSON.parse(await expected('settings.json')) as {
  null_score_diff_threshold: number;
};

let folder: string;
let model: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ipu-squad-v2-'));
  model = join(folder, 'model');
  await writeModel();
});
after(() => rm(folder, { recursive: true }));

async function writeModel(): Promise<void> {
  const sizes = { hidden_size: 32, num_hidden_layers: 2, num_attention_heads: 2, intermediate_size: 64 };
  const config = { ...bertBaseUncased, ...sizes };
  const random = new Mt19937(11);
  const tensors = new Map<string, { shape: readonly number[]; data: Float32Array }>();
  const byName = questionAnswering.parameters(config).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const { name, shape } of byName) {
    const scale = name.startsWith('qa_outputs') ? 4 : 0.5;
    const middle = name.endsWith('LayerNorm.weight') ? 1 : 0;
    const length = shape.reduce((product, size) => product * size, 1);
    const data = Float32Array.from({ length }, () => Math.fround(random.nextFloat() - 0.5) * scale + middle);
    tensors.set(name, { shape, data });
  }
  await mkdir(model);
  await saveWeights(join(model, 'model.safetensors'), tensors);
  await writeFile(join(model, 'config.json'), renderBertConfig(config, 'BertForQuestionAnswering'));
  await copyFile(join(root, 'samples/vocab.txt'), join(model, 'vocab.txt'));
}

/** Fails unless two files are the same text, but for the last digits of numbers with a point. */
function assertSame(actual: string, wanted: string, file: string): void {
  const fraction = /(?<=: )-?\d+\.\d+(?:e-?\d+)?/g;
  assert.equal(actual.replace(fraction, '#'), wanted.replace(fraction, '#'), file);
  const numbers = (text: string): number[] => (text.match(fraction) ?? []).map(Number);
  const found = numbers(actual);
  numbers(wanted).forEach((value, i) => {
    const difference = Math.abs(found[i]! - value);
    assert.ok(difference < 2e-4, `${file}, number ${i}: ${found[i]} instead of ${value}`);
  });
}

async function assertFiles(results: string): Promise<void> {
  for (const file of ['eval_predictions.json', 'eval_nbest_predictions.json', 'eval_null_odds.json']) {
    assertSame(await readFile(join(results, file), 'utf8'), await expected(file), file);
  }
}

async function expectedMetrics(): Promise<[string, number][]> {
  return Object.entries(JSON.parse(await expected('eval_results.json')) as Record<string, number>);
}

test('evaluating a model folder on SQuAD v2.0 writes run_qa.py’s files and figures', async () => {
  const outputFolder = join(folder, 'evaluated');
  const { metrics, notes } = await evaluateModelFolder({
    modelFolder: model,
    datasetFile: dataset,
    maxSeqLength: 128,
    docStride: 32,
    padToMaxLength: true,
    batchSize: 7,
    version2: true,
    nullScoreDiffThreshold: threshold,
    nBestSize: 5,
    maxAnswerLength: 30,
    outputFolder,
    onProgress: () => undefined,
  });
  assert.deepEqual(notes, []);
  await assertFiles(outputFolder);
  for (const [name, value] of await expectedMetrics()) assert.equal(metrics[name], value, name);
  const predictions = Object.values(JSON.parse(await expected('eval_predictions.json')) as Record<string, string>);
  const unanswered = predictions.filter((text) => text === '').length;
  assert.ok(unanswered > 10 && unanswered < 50, `${unanswered} of 60 without an answer`);
});

test('a run with version_2_with_negative writes the same', async () => {
  const run = join(folder, 'run');
  await mkdir(run);
  const experiment = resolveExperiment(
    {
      model: { model_name_or_path: model, vocab_file: join(model, 'vocab.txt') },
      data: {
        validation_file: dataset,
        max_seq_length: 128,
        doc_stride: 32,
        pad_to_max_length: true,
        version_2_with_negative: true,
        null_score_diff_threshold: threshold,
        n_best_size: 5,
      },
      training: { do_train: false, do_eval: true, per_device_eval_batch_size: 8 },
    },
    join(folder, 'v2.ipu.json'),
  );
  await writeFile(join(run, 'experiment.json'), JSON.stringify(experiment));
  const args = [join(root, 'src/engine/main.ts'), 'train', join(run, 'experiment.json'), '--run', run];
  await promisify(execFile)(process.execPath, args);
  await assertFiles(join(run, 'results'));
  const results = JSON.parse(await readFile(join(run, 'results/eval_results.json'), 'utf8')) as Record<string, number>;
  for (const [name, value] of await expectedMetrics()) assert.equal(results[name], value, name);
});
