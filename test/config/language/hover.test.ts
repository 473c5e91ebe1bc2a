// What is told about a place of an experiment's text: the value in effect, where it comes from, and what follows from it.

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { dataKeyOf } from '../../../src/language/data-key.ts';
import { hoverText } from '../../../src/language/hover.ts';
import { examineExperiment } from '../../../src/config/load.ts';

const token = `hf_${'abcdefghijklmnopqrstuvwxyz'.repeat(2)}`.slice(0, 37);

const card = `{
  // 2 × 16 × 4 = 128
  "model": { "model_name_or_path": "Graphcore/bert-base-uncased" },
  "data": { "train_file": "train.json", "validation_file": "dev.json", "max_seq_length": 384 },
  "training": {
    "per_device_train_batch_size": 2, "gradient_accumulation_steps": 16, /* of 9e-5 */ "learning_rate": 9e-5,
    "warmup_ratio": 0.2, "num_train_epochs": 3, "save_steps": 1000, "save_total_limit": 1
  },
  "ipu_config": {
    "layers_per_ipu": [0, 4, 4, 4], "replication_factor": 4, "device_iterations": 2, "matmul_proportion": 0.25,
    "embedding_serialization_factor": 2, "optimizer_state_offchip": true
  }
}`;

async function makeFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ipu-hover-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

interface Told {
  readonly file?: string;
  readonly counted?: boolean;
}

/** What is told at the first `mark` of the text, behind its first quotation mark if it has one. */
async function tell(text: string, mark: string, { file = '/nowhere/card.ipu.json', counted = true }: Told = {}) {
  const offset = text.indexOf(mark) + (mark.startsWith('"') ? 1 : 0);
  const { experiment } = await examineExperiment(text, file);
  const counts = { key: await dataKeyOf(experiment), train: 88_524, eval: 10_784, note: '' };
  return (await hoverText({ file, text, offset, counts: counted ? counts : null }))?.markdown ?? null;
}

test('a batch size says what an update, a step and an epoch have', async () => {
  const told = await tell(card, '"per_device_train_batch_size"');
  assert.equal(
    told,
    '**In effect:** `2`, from this file · default `1` · at least 1 · in sequences\n\n' +
      '2 × 16 × 4 replicas = **128 sequences** per update, × 2 device iterations = 256 a step, 345 steps an epoch on IPUs.',
  );
  assert.match((await tell(card, '"device_iterations"', { counted: false }))!, /256 a step\.$/);
});

test('the fields that depend on the length of the training say what they lead to', async () => {
  assert.match(
    (await tell(card, '"num_train_epochs"'))!,
    /3 × 690 = \*\*2,070 weight updates\*\*, about .* on 16 IPUs\. \*Modelled/,
  );
  assert.match(
    (await tell(card, '"learning_rate"'))!,
    /Warm-up of 414 updates: \*\*peak `9e-5` at update 415\*\* of 2,070 on IPUs, then down to 0 in a line\.$/,
  );
  assert.match(
    (await tell(card, '"save_steps"'))!,
    /\*\*3 checkpoints\*\* on IPUs, the last at the end, about 1\.3 GB each; the newest is kept\.$/,
  );
  assert.doesNotMatch((await tell(card, '"learning_rate"', { counted: false }))!, /peak|Warm-up/);
  const few = card.replace('"warmup_ratio": 0.2', '"warmup_steps": 50, "max_steps": 40');
  assert.match(
    (await tell(few, '"warmup_steps"'))!,
    /Warm-up of 50 updates, and there are only 40: `9e-5` is never reached\.$/,
  );
});

test('the layout says what lies where and how busy and full the IPUs are, and that this is modelled', async () => {
  const told = (await tell(card, '"layers_per_ipu"'))!;
  assert.match(told, /- IPU 0: embeddings; \d+ % busy\n- IPU 1: layers 0–3; \d+ % busy\n/);
  assert.match(told, /Fullest: \*\*IPU \d\*\*, \d+ MB of 904 MB, \d+ MB free\. \*Modelled, not measured\.\*$/);
  assert.match(
    (await tell(card, '"matmul_proportion"'))!,
    /may take \*\*235 MB\*\* on each IPU, of 941 MB; .*Modelled/,
  );
  assert.match(
    (await tell(card, '"embedding_serialization_factor"'))!,
    /30,522 \/ 2 = \*\*15,261 rows of the vocabulary\*\* at a time, 23 MB\.$/,
  );
  assert.match(
    (await tell(card, '"optimizer_state_offchip"'))!,
    /Every update reads and writes \*\*\d+ MB\*\* of optimizer state/,
  );
});

test('an element of a list and a value are told about like the name, with their own ranges', async () => {
  const file = '/nowhere/card.ipu.json';
  const at = async (offset: number) => hoverText({ file, text: card, offset, counts: null });
  const list = card.indexOf('[0, 4');
  const element = await at(list + 4);
  assert.deepEqual(element?.range, { offset: list + 4, length: 1 });
  assert.match(element.markdown, /IPU 1: layers 0–3/);
  const value = card.indexOf('9e-5,');
  assert.deepEqual((await at(value))?.range, { offset: value, length: 4 });
});

test('comments, blanks and punctuation are not told about', async () => {
  for (const mark of ['2 × 16', 'of 9e-5', ': 9e-5', ', 4, 4', '{', '] '])
    assert.equal(await tell(card, mark), null, mark);
});

test('an inherited value is told with its file and line, and with the one that it replaces', async (t) => {
  const folder = await makeFolder(t);
  await writeFile(
    join(folder, 'base.ipu.json'),
    '{\n  "training": {\n    "learning_rate": 1e-4,\n    "seed": 7\n  }\n}\n',
  );
  const file = join(folder, 'child.ipu.json');
  const text =
    '{ "extends": ["base.ipu.json", "Graphcore/bert-large-ipu"], "training": { "learning_rate": 5e-5, "seed": "x" }, "ipu_config": {} }';
  const at = (mark: string) => tell(text, mark, { file });
  assert.match(
    (await at('"learning_rate"'))!,
    /^\*\*In effect:\*\* `5e-5`, from this file instead of `1e-4` from `base\.ipu\.json:3`/,
  );
  assert.match(
    (await at('"seed"'))!,
    /^\*\*In effect:\*\* `7`, from `base\.ipu\.json:4`; the value here cannot be used/,
  );
  assert.equal(await at('"training"'), '**Inherited here:**\n- `seed`: `7`, from `base.ipu.json:4`');
  assert.match((await at('"ipu_config"'))!, /- `layers_per_ipu`: `\[3, 7, 7, 7\]`, from `Graphcore\/bert-large-ipu`\n/);
  assert.equal(
    await at('"base.ipu.json"'),
    'Brings **2 fields**, 1 of which this file sets itself:\n- `training.learning_rate`: `1e-4` (set here)\n- `training.seed`: `7`',
  );
  assert.match(
    (await at('"Graphcore/bert-large-ipu"'))!,
    /^BERT\\-large: 24 layers on 4 IPUs\. From gradient\\-ai.*\n\nBrings \*\*12 fields\*\*:/,
  );
  assert.match((await at('"extends"'))!, /^Brings \*\*14 fields\*\*, 1 of which/);
});

test('what goes before the written value is said', async () => {
  const text =
    '{ "training": { "gradient_accumulation_steps": 8 }, "ipu_config": { "replication_factor": 2, "gradient_accumulation_steps": 4 } }';
  const offset = text.lastIndexOf('gradient_accumulation_steps');
  const told = await hoverText({ file: '/nowhere/x.ipu.json', text, offset, counts: null });
  assert.match(told!.markdown, /^\*\*In effect:\*\* `8`, from `gradient_accumulation_steps` of the section `training`/);
});

test('a sweep says how many runs it has, or why it has none', async () => {
  const text =
    '{ "sweep": { "parameters": { "training.learning_rate": [1e-5, 2e-5], "training.seed": [1, 2, 3] }, "concurrency": 2 } }';
  assert.match(
    (await tell(text, '"sweep"'))!,
    /^\*\*6 runs\*\*, 2 at a time: `lr 1e-5, seed 1` … `lr 2e-5, seed 3`\.$/,
  );
  assert.match((await tell(text, '"concurrency"'))!, /\*\*6 runs\*\*/);
  assert.doesNotMatch((await tell(text.replace('training.seed', 'training.sead'), '"sweep"'))!, /runs\*\*/);
});

test('a secret is not repeated, whoever wrote it', async (t) => {
  const folder = await makeFolder(t);
  await writeFile(
    join(folder, 'base.ipu.json'),
    JSON.stringify({ data: { dataset_name: token }, extra_args: { token } }),
  );
  const file = join(folder, 'child.ipu.json');
  const text = `{ "extends": "base.ipu.json", "group": "${token}", "data": { "dataset_name": "squad" },
    "sweep": { "parameters": { "model.model_name_or_path": ["${token}", "b"] } } }`;
  for (const mark of [
    '"extends"',
    '"base.ipu.json"',
    '"group"',
    `"${token}`,
    '"dataset_name"',
    '"sweep"',
    '"parameters"',
  ]) {
    const told = await tell(text, mark, { file });
    assert.ok(told !== null && !told.includes(token), mark);
  }
});

test('what is left of a secret when a text is cut is not shown either', async (t) => {
  const folder = await makeFolder(t);
  const secret = `hf_${'a1B2c3'.repeat(15)}`;
  const file = join(folder, 'child.ipu.json');
  await writeFile(
    join(folder, 'base.ipu.json'),
    JSON.stringify({ data: { dataset_name: `${secret} ${'y'.repeat(60)}` } }),
  );
  const text = '{ "extends": "base.ipu.json", "data": {} }';
  for (const mark of ['"extends"', '"data"']) {
    const told = (await tell(text, mark, { file }))!;
    assert.ok(told.includes('not repeated') && !told.includes(secret.slice(-20)), told);
  }
  const github = `github_pat_${'a1B2c3'.repeat(15)}`;
  const sweep = (values: string) => `{ "sweep": { "parameters": { "model.model_name_or_path": [${values}] } } }`;
  assert.equal(await tell(sweep(`"${github}", "b"`), '"sweep"'), '**2 runs**, one after the other.');
  assert.doesNotMatch((await tell(sweep(`"${github}", "${github}"`), '"sweep"'))!, /a1B2/);
});

test('texts of a file cannot become Markdown', async () => {
  const text = '{ "group": "``[x](command:y)`", "model": { "model_name_or_path": "[x](command:y)" } }';
  assert.match((await tell(text, '"group"'))!, /^\*\*In effect:\*\* ```"``\[x\]\(command:y\)`"```, from this file/);
  assert.doesNotMatch((await tell(text, '"model_name_or_path"'))!.replaceAll(/`[^`]*`/g, ''), /\[x\]\(/);
});

test('of a text that is not JSON only what is known is told', async () => {
  const text = '{ "training": { "learning_rate": 9e-5, "seed": 3,, "warmup_ratio": 0.1 } }';
  assert.match(
    (await tell(text, '"learning_rate"'))!,
    /^\*\*In effect:\*\* `9e-5`, from this file · default `5e-5` · at least 0$/,
  );
});
