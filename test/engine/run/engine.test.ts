// The engine program as a process: what it leaves in a run folder, for good and for bad input.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { resolveExperiment } from '../../../src/config/resolve.ts';
import type { PartialExperiment } from '../../../src/config/fields.ts';
import { loadWeights, saveWeights } from '../../../src/engine/checkpoint/safetensors.ts';
import { evaluateModelFolder } from '../../../src/engine/evaluate.ts';
import type { JournalEvent } from '../../../src/shared/journal/event.ts';
import { decodeLine } from '../../../src/shared/journal/line.ts';

const root = join(import.meta.dirname, '../../..');
const samples = join(root, 'samples');
let folder: string;
before(async () => void (folder = await mkdtemp(join(tmpdir(), 'ipu-engine-'))));
after(() => rm(folder, { recursive: true }));

/** A model of a few thousand weights beside its embeddings, trained for a few updates on a few questions. */
const tiny: PartialExperiment = {
  model: {
    vocab_file: join(samples, 'vocab.txt'),
    hidden_size: 8,
    num_hidden_layers: 2,
    num_attention_heads: 2,
    intermediate_size: 16,
    max_position_embeddings: 256,
    hidden_dropout_prob: 0.1,
    attention_probs_dropout_prob: 0.1,
  },
  data: {
    train_file: join(samples, 'squad/train-sample.json'),
    validation_file: join(samples, 'squad/dev-sample.json'),
    max_seq_length: 256,
    doc_stride: 64,
    max_train_samples: 12,
    max_eval_samples: 6,
  },
  training: { num_train_epochs: 2, per_device_train_batch_size: 2, per_device_eval_batch_size: 4, learning_rate: 1e-3 },
  ipu_config: { layers_per_ipu: [1, 1], replication_factor: 2, gradient_accumulation_steps: 1 },
};

const changed = (change: PartialExperiment): PartialExperiment =>
  ({
    ...tiny,
    model: { ...tiny.model, ...change.model },
    data: { ...tiny.data, ...change.data },
    training: { ...tiny.training, ...change.training },
  }) as PartialExperiment;

interface Finished {
  readonly run: string;
  readonly code: number;
  readonly output: string;
  readonly events: readonly JournalEvent[];
}

async function train(
  name: string,
  values: PartialExperiment,
  prepare?: (run: string) => Promise<void>,
): Promise<Finished> {
  const run = join(folder, name);
  await mkdir(run);
  await prepare?.(run);
  const experiment = join(run, 'experiment.json');
  await writeFile(experiment, JSON.stringify(resolveExperiment(values, join(folder, 'tiny.ipu.json'))));
  const args = [join(root, 'src/engine/main.ts'), 'train', experiment, '--run', run];
  const { code, output } = await new Promise<{ code: number; output: string }>((resolve) => {
    const child = execFile(process.execPath, args, (_, stdout, stderr) =>
      resolve({ code: child.exitCode!, output: stdout + stderr }),
    );
  });
  const journal = await readFile(join(run, 'journal.log'));
  const events = journal
    .toString('latin1')
    .split('\n')
    .slice(0, -1)
    .map((line) => {
      const parsed = decodeLine(Buffer.from(line, 'latin1'));
      assert.ok('event' in parsed, line);
      return parsed.event;
    });
  return { run, code, output, events };
}

const only = <K extends JournalEvent['kind']>(events: readonly JournalEvent[], kind: K) =>
  events.filter((event): event is Extract<JournalEvent, { kind: K }> => event.kind === kind);

test('a run leaves metrics, modelled utilisation, results and a model; the same seed gives the same numbers', async () => {
  const [first, second] = [await train('first', tiny), await train('second', tiny)];
  assert.equal(first.code, 0, first.output);
  const losses = ({ events }: Finished) =>
    only(events, 'metrics').map(({ values }) => [values['loss'], values['grad_norm']]);
  assert.equal(losses(first).length, 6, '12 features in updates of 4, twice');
  assert.deepEqual(losses(first), losses(second));
  const ipu = only(first.events, 'ipu')[0]!;
  assert.equal(ipu.source, 'model');
  assert.deepEqual(
    ipu.devices.map((device) => device.index),
    [0, 1, 2, 3],
  );
  assert.ok(ipu.devices.every(({ utilisation }) => utilisation > 0 && utilisation <= 1));
  assert.equal(first.events.at(-1)?.kind, 'end');
  assert.deepEqual(only(first.events, 'end')[0]?.state, 'completed');

  // What ipuw evaluate finds in the checkpoint is what the run reported.
  const results = Object.assign({}, ...only(first.events, 'result').map((event) => event.values)) as Record<
    string,
    number
  >;
  const { path } = only(first.events, 'checkpoint').at(-1)!;
  const dataset = join(folder, 'six.json');
  const { data } = JSON.parse(await readFile(join(samples, 'squad/dev-sample.json'), 'utf8'));
  const rows = data.flatMap((article: never) =>
    (article as { paragraphs: { context: string; qas: object[] }[] }).paragraphs.flatMap(({ context, qas }) =>
      qas.map((qa) => ({ context, qas: [qa] })),
    ),
  );
  await writeFile(dataset, JSON.stringify({ version: '1.1', data: [{ title: 'six', paragraphs: rows.slice(0, 6) }] }));
  const { metrics } = await evaluateModelFolder({
    modelFolder: join(first.run, path),
    datasetFile: dataset,
    maxSeqLength: 256,
    docStride: 64,
    padToMaxLength: false,
    batchSize: 3,
    version2: false,
    nullScoreDiffThreshold: 0,
    nBestSize: 20,
    maxAnswerLength: 30,
    onProgress: () => undefined,
  });
  assert.equal(metrics['eval_f1'], results['eval_f1']);
  assert.equal(metrics['eval_exact_match'], results['eval_exact_match']);
  assert.deepEqual(
    JSON.parse(await readFile(join(first.run, 'results/eval_results.json'), 'utf8')).eval_f1,
    results['eval_f1'],
  );
});

test('a request to stop saves a checkpoint after the current update', async () => {
  const { code, events, run } = await train('stopped', tiny, async (path) => {
    await mkdir(join(path, 'control'));
    await writeFile(join(path, 'control/stop'), '');
  });
  assert.equal(code, 0);
  assert.equal(only(events, 'end')[0]?.state, 'stopped');
  assert.deepEqual(
    only(events, 'checkpoint').map(({ step }) => step),
    [1],
  );
  assert.ok(existsSync(join(run, 'checkpoints/checkpoint-1/model.safetensors')));
});

async function modelWithWrongShape(): Promise<string> {
  const model = join(folder, 'wrong-shape');
  await cp(join(folder, 'first/checkpoints/checkpoint-6'), model, { recursive: true });
  const file = join(model, 'model.safetensors');
  const tensors = await loadWeights(file);
  tensors.set('qa_outputs.bias', { shape: [3], data: new Float32Array(3) });
  await rm(file);
  await saveWeights(file, tensors);
  return model;
}

const bad: Record<string, () => Promise<{ values: PartialExperiment; says: RegExp }>> = {
  'a missing dataset': async () => ({
    values: changed({ data: { train_file: join(folder, 'none.json') } }),
    says: /none\.json: it does not exist/,
  }),
  'a dataset that is not SQuAD': async () => {
    const file = join(folder, 'not-squad.json');
    await writeFile(file, '{"rows": []}');
    return { values: changed({ data: { train_file: file } }), says: /not-squad\.json/ };
  },
  'a missing vocabulary': async () => ({
    values: changed({ model: { vocab_file: join(folder, 'v.txt') } }),
    says: /vocabulary .*v\.txt: it does not exist/,
  }),
  'a missing model folder': async () => ({
    values: changed({ model: { model_name_or_path: join(folder, 'nowhere') } }),
    says: /config\.json does not exist/,
  }),
  'a checkpoint with a wrong shape': async () => ({
    values: changed({ model: { model_name_or_path: await modelWithWrongShape() } }),
    says: /qa_outputs\.bias has shape \[3\].*asks for \[2\]/,
  }),
  'a cased model': async () => ({
    values: changed({ model: { do_lower_case: false } }),
    says: /do_lower_case is false/,
  }),
};

for (const [name, make] of Object.entries(bad)) {
  test(`${name}: the run fails with the reason and a remedy, without a stack trace`, async () => {
    const { values, says } = await make();
    const { code, events, output } = await train(name.replaceAll(' ', '-'), values);
    assert.equal(code, 1);
    const error = only(events, 'end')[0]?.error;
    assert.match(error?.message ?? '', says);
    assert.notEqual(error?.hint, '');
    assert.doesNotMatch(output, /^\s+at /m);
  });
}
