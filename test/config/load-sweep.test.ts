// Sweeps of files on disk: each run is an experiment as if its values were written in the file.

import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { examineExperiment, loadExperiment } from '../../src/config/load.ts';
import { loadSweep } from '../../src/config/load-sweep.ts';
import { settleExperiment } from '../../src/config/settle.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ipu-sweep-'));
  const samples = join(import.meta.dirname, '../../samples');
  for (const each of ['vocab.txt', 'sentiment']) await cp(join(samples, each), join(folder, each), { recursive: true });
});
after(() => rm(folder, { recursive: true, force: true }));

async function write(sweep: string, training = '"num_train_epochs": 1'): Promise<string> {
  const file = join(folder, 'texts.ipu.json');
  await writeFile(
    file,
    `// A comment that stays where it is.
{
  "group": "tries",
  "task": "sequence-classification",
  "model": { "vocab_file": "vocab.txt", "hidden_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 16 },
  "data": { "train_file": "sentiment/train.csv", "validation_file": "sentiment/dev.csv", "max_seq_length": 32 },
  "training": { ${training} },
  "ipu_config": { "layers_per_ipu": [1, 1] },
  "sweep": ${sweep}
}
`,
  );
  return file;
}

test('each run has its values, counts settled, paths absolute, its own name, the file’s group, and no sweep', async () => {
  const file = await write(
    '{ "parameters": { "training.gradient_accumulation_steps": [2, 8], "model.hidden_size": [16, 32] }, "concurrency": 2 }',
  );
  const sweep = await loadSweep(file);
  assert.deepEqual([sweep.name, sweep.file, sweep.concurrency], ['texts', file, 2]);
  assert.deepEqual(
    sweep.runs.map(({ label }) => label),
    ['GA 2, hidden_size 16', 'GA 2, hidden_size 32', 'GA 8, hidden_size 16', 'GA 8, hidden_size 32'],
  );
  const { experiment } = sweep.runs[3]!;
  assert.equal(experiment.name, 'texts: GA 8, hidden_size 32');
  assert.equal(experiment.group, 'tries');
  assert.equal(experiment.ipu_config.gradient_accumulation_steps, 8);
  assert.equal(experiment.model.hidden_size, 32);
  assert.equal(experiment.training.num_train_epochs, 1);
  assert.equal(experiment.model.vocab_file, join(folder, 'vocab.txt'));
  assert.deepEqual(experiment.sweep, settleExperiment({}).sweep);
});

test('a value that the field cannot hold, or that breaks a rule, names the run and the place of the parameters', async () => {
  const cases: readonly [string, string, RegExp][] = [
    ['{ "training.seed": [1, -1] }', 'value-out-of-range', /texts\.ipu\.json:9:\d+: the sweep's run “seed -1” cannot be launched: .*out of its range/],
    ['{ "model.num_attention_heads": [2, 3] }', 'heads-do-not-divide-width', /run “num_attention_heads 3”/],
    ['{ "data.train_file": ["sentiment/train.csv", "sentiment/none.csv"] }', 'train-file-missing', /run “train_file none\.csv”/],
    ['{ "training.lamb": [true, "yes"] }', 'value-wrong-type', /run “lamb yes”/],
  ]; // prettier-ignore
  for (const [parameters, code, message] of cases) {
    const file = await write(`{ "parameters": ${parameters} }`);
    await assert.rejects(loadSweep(file), (error: { code: string; message: string; hint: string }) => {
      assert.equal(error.code, code, error.message);
      assert.match(error.message, message);
      assert.notEqual(error.hint, '');
      return true;
    });
  }
});

test('null is a value like any other', async () => {
  const file = await write('{ "parameters": { "data.max_train_samples": [4, null] } }', '"save_steps": 5');
  const { runs } = await loadSweep(file);
  assert.deepEqual(
    runs.map(({ label, experiment }) => [label, experiment.data.max_train_samples]),
    [
      ['max_train_samples 4', 4],
      ['max_train_samples null', null],
    ],
  );
});

test('a file without a sweep, and one with faults of its own, are refused as such', async () => {
  await assert.rejects(loadSweep(await write('{ "concurrency": 3 }')), { code: 'no-sweep' });
  const faulty = await write('{ "method": "seeds" }', '"num_train_epochs": -1');
  await assert.rejects(loadSweep(faulty), { code: 'value-out-of-range', message: /texts\.ipu\.json:7:/ });
});

test('what is wrong with a sweep is a warning at its place, so that the file can still be launched as a single run', async () => {
  const cases: readonly [string, string, string][] = [
    ['{ "parameters": { "training.seed": [1, -1] } }', 'value-out-of-range', '"training.seed"'],
    ['{ "parameters": { "training.sead": [1] } }', 'sweep-field-unknown', '"training.sead"'],
    ['{ "method": "random" }', 'sweep-has-no-parameters', '"random"'],
    ['{ "method": "seeds", "parameters": { "training.seed": [1] } }', 'sweep-parameters-unused', '{ "training.seed": [1] }'],
  ]; // prettier-ignore
  for (const [sweep, code, at] of cases) {
    const file = await write(sweep);
    const text = await readFile(file, 'utf8');
    const { problems } = await examineExperiment(text, file);
    const ofSweep = problems.filter((each) => each.code !== 'pipeline-not-filled');
    const found = ofSweep.map((each) => [each.severity, each.code, text.slice(each.offset, each.offset + each.length)]);
    assert.deepEqual(found, [['warning', code, at]], sweep);
    assert.equal((await loadExperiment(file)).name, 'texts');
  }
  assert.deepEqual((await examineExperiment(await readFile(await write('{}'), 'utf8'), 'x.ipu.json')).problems.filter(({ code }) => code.startsWith('sweep')), []); // prettier-ignore
});
