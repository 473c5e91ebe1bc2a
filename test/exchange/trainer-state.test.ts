// Folders of transformers' Trainer imported as runs.

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { importRuns } from '../../src/exchange/import/import-runs.ts';
import { parsePythonJson } from '../../src/exchange/import/json-file.ts';
import { readEvents } from './journal.ts';

let folder: string;
let runs: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ipu-state-'));
  runs = join(folder, 'runs');
  await mkdir(runs);
});
after(() => rm(folder, { recursive: true }));

async function write(name: string, files: Readonly<Record<string, string>>): Promise<string> {
  const place = join(folder, name);
  for (const [file, text] of Object.entries(files)) {
    await mkdir(join(place, file, '..'), { recursive: true });
    await writeFile(join(place, file), text);
  }
  return place;
}

const state = `{
  "best_metric": 88.5, "best_model_checkpoint": "out/checkpoint-10", "epoch": 2.0, "global_step": 20, "max_steps": 20,
  "num_train_epochs": 2, "logging_steps": 10, "save_steps": 10, "train_batch_size": 8,
  "log_history": [
    {"epoch": 1.0, "grad_norm": Infinity, "learning_rate": 5e-05, "loss": NaN, "step": 10},
    {"epoch": 1.0, "eval_f1": 88.5, "eval_loss": 1.25, "eval_note": "NaN in a \\"text\\"", "step": 10},
    {"epoch": 2.0, "learning_rate": 0.0, "loss": 0.5, "step": 20},
    {"epoch": 2.0, "step": 20, "total_flos": 1e15, "train_loss": 0.75, "train_runtime": 61.5}
  ]
}`;

it('log, results, recipe and state are those of the files', async () => {
  const place = await write('squad out', {
    'trainer_state.json': state,
    'all_results.json': '{"epoch": 2.0, "eval_f1": 89.0, "eval_samples": 100}',
    'training_args.json': '{"learning_rate": 5e-05, "per_device_train_batch_size": 4, "_n_gpu": 1, "local_rank": -1, "past_index": -1}', // prettier-ignore
    'config.json':
      '{"model_type": "bert", "hidden_size": 128, "num_hidden_layers": "odd", "_name_or_path": "org/tiny"}',
    'checkpoint-10/trainer_state.json': state,
    'runs/Nov23/events.out.tfevents.1': 'belongs to the same run',
  });
  const imported = await importRuns(place, runs);
  assert.deepEqual(imported.map(({ name, source, isNew }) => [name, source, isNew]), [['squad out', 'trainer-state', true]]); // prettier-ignore
  const [{ folder: runFolder, notices }] = imported as [(typeof imported)[number]];
  const events = await readEvents(runFolder);
  const bodies = events.filter(({ kind }) => kind !== 'log').map(({ n: _, time: __, ...body }) => body);
  assert.deepEqual(bodies, [
    { kind: 'metrics', step: 10, values: { epoch: 1, grad_norm: Infinity, learning_rate: 5e-5, loss: NaN } },
    { kind: 'metrics', step: 10, values: { epoch: 1, eval_f1: 88.5, eval_loss: 1.25 } },
    { kind: 'result', values: { eval_f1: 88.5, eval_loss: 1.25 } },
    { kind: 'metrics', step: 20, values: { epoch: 2, learning_rate: 0, loss: 0.5 } },
    { kind: 'result', values: { train_loss: 0.75, train_runtime: 61.5 } },
    { kind: 'result', values: { epoch: 2, eval_f1: 89, eval_samples: 100 } },
    { kind: 'end', state: 'completed' },
  ]);
  const { mtimeMs } = await stat(join(place, 'trainer_state.json'));
  assert.ok(events.every(({ time }) => time === mtimeMs));
  const { training, model } = JSON.parse(await readFile(join(runFolder, 'experiment.json'), 'utf8')) as Record<string, Record<string, unknown>>; // prettier-ignore
  assert.deepEqual([training!['learning_rate'], training!['per_device_train_batch_size'], training!['num_train_epochs']], [5e-5, 4, 2]); // prettier-ignore
  assert.deepEqual([model!['hidden_size'], model!['model_name_or_path']], [128, 'org/tiny']);
  const record = JSON.parse(await readFile(join(runFolder, 'imported.json'), 'utf8')) as Record<string, unknown>;
  assert.deepEqual([record['bestMetric'], record['bestCheckpoint'], record['checkpoints']], [88.5, 'out/checkpoint-10', ['checkpoint-10']]); // prettier-ignore
  assert.match(notices.map(({ message }) => message).join('\n'), /says no times/);
  assert.equal((await importRuns(join(place, 'trainer_state.json'), runs))[0]!.isNew, false);
});

it('a training that was interrupted is its newest checkpoint, and stopped', async () => {
  const at = (step: number): string => `{"global_step": ${step}, "max_steps": 90, "log_history": [{"loss": 1, "step": ${step}}]}`; // prettier-ignore
  const place = await write('cut', { 'checkpoint-9/trainer_state.json': at(9), 'checkpoint-20/trainer_state.json': at(20) }); // prettier-ignore
  const imported = await importRuns(place, runs);
  assert.equal(imported.length, 1);
  const events = await readEvents(imported[0]!.folder);
  assert.deepEqual([imported[0]!.name, events[0]?.kind === 'metrics' && events[0].step], ['cut', 20]);
  assert.ok(events.some((event) => event.kind === 'end' && event.state === 'stopped'));
});

it('entries without a step, steps that go back and files that are none are told', async () => {
  const place = await write('odd', {
    'trainer_state.json': '{"log_history": [{"loss": 1}, 7, null, {"loss": 2, "step": 5}, {"loss": 3, "step": 4}, {"loss": 4, "step": -1}, {"__proto__": 5, "step": 6}]}', // prettier-ignore
    'eval_results.json': '[',
  });
  const [run] = await importRuns(place, runs);
  const told = run!.notices.map(({ message }) => message).join('\n');
  assert.match(told, /without a step: 4\./);
  assert.match(told, /Steps go back 1 times/);
  assert.match(told, /eval_results\.json is no JSON object/);
});

it('a file that is no such state is refused', async () => {
  const bad: readonly (readonly [string, RegExp])[] = [
    ['{', /no JSON object/],
    ['[]', /no JSON object/],
    ['{"log_history": {}}', /no list/],
    [`${'['.repeat(5_000_000)}`, /no JSON object/],
  ];
  for (const [index, [text, reason]] of bad.entries()) {
    const place = await write(`bad-${index}`, { 'trainer_state.json': text });
    await assert.rejects(importRuns(place, runs), { code: 'trainer-state-broken', message: reason });
  }
});

it('Python’s words for numbers are read outside of texts only', () => {
  assert.deepEqual(parsePythonJson('{"a": NaN, "b": [-Infinity, Infinity], "NaN": "-Infinity \\" NaN"}'), { a: 'NaN', b: ['-Infinity', 'Infinity'], NaN: '-Infinity " NaN' }); // prettier-ignore
  assert.equal(parsePythonJson(`{"a": "${'x'.repeat(3_000_000)}", "b": NaN`), undefined);
});
