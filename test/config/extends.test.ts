// Files that extend others: what is inherited and from where, and what is said of parents that cannot be.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, sep } from 'node:path';
import { after, before, test } from 'node:test';
import { examineExperiment, loadExperiment } from '../../src/config/load.ts';
import { AppError } from '../../src/shared/errors.ts';

let folder: string;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'extends-'));
  for (const name of ['vocab.txt', 'train.json', 'dev.json', 'shared/vocab.txt', 'shared/train.json'])
    await write(name, '[PAD]\n');
});
after(() => rm(folder, { recursive: true, force: true }));

async function write(name: string, content: string | Uint8Array | object): Promise<string> {
  const file = join(folder, name);
  await mkdir(dirname(file), { recursive: true });
  const isText = typeof content === 'string' || content instanceof Uint8Array;
  await writeFile(file, isText ? content : JSON.stringify(content, null, 2));
  return file;
}

/** A file that is complete but for what it extends. */
const complete = {
  model: { vocab_file: 'vocab.txt' },
  data: { train_file: 'train.json', validation_file: 'dev.json' },
};

const examine = (text: string | object) =>
  examineExperiment(typeof text === 'string' ? text : JSON.stringify(text, null, 2), join(folder, 'child.ipu.json'));

test('what a file leaves out is its parent’s, and of its parent what that leaves out is the grandparent’s', async () => {
  await write('grand.ipu.json', { ...complete, training: { learning_rate: 1e-3, seed: 1, weight_decay: 0.1 } });
  await write('parent.ipu.json', {
    extends: './grand.ipu.json',
    name: 'parent',
    description: 'theirs',
    group: 'family',
    training: { seed: 2, weight_decay: 0.2 },
  });
  const { experiment, problems, setIn, origins, parents } = await examine(
    '{\n  "extends": "parent.ipu.json",\n  "training": { "weight_decay": 0.3 }\n}',
  );
  assert.deepEqual(problems, []);
  const { learning_rate: rate, seed, weight_decay: decay } = experiment.training;
  assert.deepEqual([rate, seed, decay], [1e-3, 2, 0.3]);
  assert.deepEqual([experiment.name, experiment.description, experiment.group], ['child', '', 'family']);
  assert.deepEqual(experiment.extends, []);
  assert.deepEqual(setIn('training.learning_rate'), { file: join(folder, 'grand.ipu.json'), line: 10, column: 22 });
  assert.deepEqual(setIn('training.weight_decay'), { file: join(folder, 'child.ipu.json'), line: 3, column: 33 });
  assert.deepEqual(setIn('training.adam_beta1'), { default: true });
  assert.equal(origins.has('name'), false);
  assert.deepEqual(parents, [join(folder, 'parent.ipu.json'), join(folder, 'grand.ipu.json')]);
});

test('a published configuration is extended by its name; of several parents the last one wins', async () => {
  await write('pod.ipu.json', { ipu_config: { n_ipu: 16, matmul_proportion: 0.3 } });
  const { experiment, problems, setIn } = await examine({
    extends: ['Graphcore/bert-base-ipu', 'pod.ipu.json'],
    ...complete,
  });
  assert.deepEqual(problems, []);
  const { layers_per_ipu: layers, matmul_proportion: share, replication_factor: replicas } = experiment.ipu_config;
  assert.deepEqual([layers, share, replicas], [[0, 4, 4, 4], 0.3, 4]);
  assert.equal(experiment.ipu_config.ipu_config_name, 'Graphcore/bert-base-ipu');
  assert.deepEqual(setIn('ipu_config.layers_per_ipu'), { published: 'Graphcore/bert-base-ipu' });
  const reversed = await examine({ extends: ['pod.ipu.json', 'Graphcore/bert-base-ipu'], ...complete });
  assert.equal(reversed.experiment.ipu_config.matmul_proportion, 0.25);
});

test('paths of a parent count from the parent’s folder, names on the Hub stay names', async () => {
  await write('shared/base.ipu.json', {
    model: { vocab_file: 'vocab.txt', model_name_or_path: 'owner/some-model' },
    data: { train_file: './train.json', validation_file: '../dev.json' },
  });
  const { experiment } = await examine({ extends: 'shared/base.ipu.json' });
  assert.equal(experiment.model.vocab_file, join(folder, 'shared/vocab.txt'));
  assert.equal(experiment.data.train_file, join(folder, 'shared/train.json'));
  assert.equal(experiment.data.validation_file, join(folder, 'dev.json'));
  assert.equal(experiment.model.model_name_or_path, 'owner/some-model');
  await mkdir(join(folder, 'shared/owner/some-model'), { recursive: true });
  const found = await examine({ extends: 'shared/base.ipu.json' });
  assert.equal(found.experiment.model.model_name_or_path, join(folder, 'shared/owner/some-model'));
});

test('lists are taken whole, extra arguments one by one, null is a value', async () => {
  await write('lists.ipu.json', {
    ...complete,
    extra_args: { fp32: true, report_to: 'wandb' },
    ipu_config: { layers_per_ipu: [0, 4, 4, 4], gradient_accumulation_steps: 16 },
    data: { ...complete.data, max_train_samples: 10 },
  });
  const { experiment, problems } = await examine({
    extends: 'lists.ipu.json',
    extra_args: { report_to: 'none', tags: ['a'] },
    data: { max_train_samples: null },
    ipu_config: { layers_per_ipu: [6, 6] },
  });
  assert.deepEqual(problems, []);
  assert.deepEqual(experiment.extra_args, { fp32: true, report_to: 'none', tags: ['a'] });
  assert.deepEqual(experiment.ipu_config.layers_per_ipu, [6, 6]);
  assert.equal(experiment.data.max_train_samples, null);
});

test('rules are checked of all files together, and told where the file itself can mend them', async () => {
  await write('half.ipu.json', { ...complete, data: { ...complete.data, max_seq_length: 128 } });
  const own = '{ "extends": "half.ipu.json", "data": { "doc_stride": 200 } }';
  const [first, ...others] = (await examine(own)).problems;
  assert.deepEqual(others, []);
  assert.deepEqual([first?.code, own.slice(first?.offset).startsWith('200')], ['stride-not-below-length', true]);
  await write('wide.ipu.json', { ...complete, data: { ...complete.data, train_file: 'gone.json' } });
  const text = '{ "extends": ["wide.ipu.json"] }';
  const { problems } = await examine(text);
  assert.deepEqual(
    problems.map(({ code, offset, length }) => [code, text.slice(offset, offset + length)]),
    [['train-file-missing', '["wide.ipu.json"]']],
  );
  assert.ok(problems[0]?.message.endsWith(`\`data.train_file\` comes from ${join(folder, 'wide.ipu.json')}:6:19.`));
});

test('a field at fault in a parent makes no rule fire, unless a file nearer sets it right', async () => {
  await write('fault.ipu.json', { ...complete, data: { ...complete.data, doc_stride: 'far', max_seq_length: 64 } });
  const codes = async (data: object) =>
    (await examine({ extends: 'fault.ipu.json', data })).problems.map(({ code }) => code);
  assert.deepEqual(await codes({}), ['value-wrong-type']);
  assert.deepEqual(await codes({ doc_stride: 64 }), ['value-wrong-type', 'stride-not-below-length']);
});

interface Refused {
  readonly files?: Readonly<Record<string, string | Uint8Array | object>>;
  readonly extends: string | readonly string[];
  readonly at?: string;
  readonly code: string;
  readonly message: RegExp;
  readonly hint: RegExp;
}

const refused: Refused[] = [
  { extends: 'bsae.ipu.json', files: { 'base.ipu.json': {} }, code: 'extends-missing', message: /bsae.ipu.json does not exist/, hint: /Did you mean "base.ipu.json"/ }, // prettier-ignore
  {
    extends: 'no/such/file.ipu.json',
    code: 'extends-missing',
    message: /does not exist/,
    hint: /counts from the folder/,
  },
  { extends: 'Graphcore/bert-bsae-ipu', code: 'extends-missing', message: /neither an experiment file nor a published/, hint: /Did you mean "Graphcore\/bert-base-ipu"/ }, // prettier-ignore
  { extends: 'something', code: 'extends-missing', message: /"something" is neither/, hint: /one of Graphcore\/bert-base-ipu,/ }, // prettier-ignore
  { extends: 'shared', code: 'extends-unreadable', message: /it is a folder/, hint: /Name an experiment file/ },
  {
    extends: 'x'.repeat(50_000),
    code: 'extends-unreadable',
    message: /^.{0,300}its name is too long\.$/,
    hint: /Name an/,
  },
  { extends: 'latin.ipu.json', files: { 'latin.ipu.json': Uint8Array.of(0x7b, 0xff, 0x7d) }, code: 'extends-unreadable', message: /UTF-8/, hint: /UTF-8/ }, // prettier-ignore
  { extends: 'child.ipu.json', code: 'extends-circle', message: /child.ipu.json → child.ipu.json\./, hint: /Take one/ },
  { extends: ['ok.ipu.json', 'x.ipu.json'], at: '"x.ipu.json"', files: { 'ok.ipu.json': {}, 'x.ipu.json': { extends: 'y.ipu.json' }, 'y.ipu.json': { extends: ['x.ipu.json'] } }, code: 'extends-circle', message: /^In y.ipu.json:3:5: .*x.ipu.json → y.ipu.json → x.ipu.json\./, hint: /Take one/ }, // prettier-ignore
  { extends: 'syntax.ipu.json', files: { 'syntax.ipu.json': '{\n "name": \n}' }, code: 'json-syntax', message: /^In syntax.ipu.json:3:1: A value is missing/, hint: /Write/ }, // prettier-ignore
  { extends: 'shared/far.ipu.json', files: { 'shared/far.ipu.json': { extends: '../typo.ipu.json' }, 'typo.ipu.json': '{ "trainig": {}, "tsak": "x" }' }, code: 'unknown-name', message: /^In typo.ipu.json:1:3: `trainig`/, hint: /Did you mean `training`\? There is one more problem in it/ }, // prettier-ignore
  { extends: 'shared/lost.ipu.json', files: { 'shared/lost.ipu.json': '{\n "extends": "far/gone.ipu.json" }' }, code: 'extends-missing', message: /^In shared\/lost.ipu.json:2:13: The experiment file .*gone.ipu.json does not exist/, hint: /counts from/ }, // prettier-ignore
];

test('a parent that cannot be had is told at its entry, with its own file, line and column', async () => {
  for (const { files = {}, extends: parents, at, code, message, hint } of refused) {
    for (const [name, content] of Object.entries(files)) await write(name, content);
    const text = JSON.stringify({ extends: parents, ...complete });
    const { problems, experiment } = await examine(text);
    const label = JSON.stringify(problems, null, 1);
    assert.equal(problems.length, 1, label);
    const [problem] = problems;
    assert.equal(problem?.code, code, label);
    assert.match(problem.message, sep === '/' ? message : /./, label);
    assert.match(problem.hint, hint, label);
    assert.equal(problem.severity, 'error');
    const place = text.slice(problem.offset, problem.offset + problem.length);
    assert.equal(place, at ?? JSON.stringify(parents));
    assert.equal(experiment.model.vocab_file, join(folder, 'vocab.txt'));
  }
});

test('a huge file, a pipe and an endless row of files are refused without being read', async () => {
  const huge = await write('huge.ipu.json', '{}');
  await truncate(huge, 100 * 2 ** 20);
  assert.match((await examine({ ...complete, extends: 'huge.ipu.json' })).problems[0]?.message ?? '', /it has 105 MB/);
  if (process.platform !== 'win32') {
    execFileSync('mkfifo', [join(folder, 'pipe.ipu.json')]);
    const { problems } = await examine({ ...complete, extends: 'pipe.ipu.json' });
    assert.match(problems[0]?.message ?? '', /it is not a file/);
    await symlink('self.ipu.json', join(folder, 'self.ipu.json'));
    const self = await examine({ ...complete, extends: 'self.ipu.json' });
    assert.match(self.problems[0]?.message ?? '', /a link that leads to itself/);
    // A folder that leads to itself: every path is another one.
    await symlink('.', join(folder, 'loop'));
    await write('endless.ipu.json', { extends: 'loop/endless.ipu.json' });
    const endless = await examine({ ...complete, extends: 'endless.ipu.json' });
    assert.deepEqual(endless.problems.map(({ code }) => code), ['extends-too-deep']); // prettier-ignore
  }
  for (let level = 1; level <= 17; level++) {
    const parent = level === 17 ? complete : { extends: `level-${level + 1}.ipu.json` };
    await write(`level-${level}.ipu.json`, parent);
  }
  assert.deepEqual((await examine({ extends: 'level-2.ipu.json' })).problems, []);
  const deep = (await examine({ ...complete, extends: 'level-1.ipu.json' })).problems;
  assert.deepEqual(deep.map(({ code }) => code), ['extends-too-deep']); // prettier-ignore
  assert.match(deep[0]?.message ?? '', /^In level-16.ipu.json:2:14: More than 16/);
});

test('a parent that two others share is read once, and told of once', async () => {
  await write('top.ipu.json', '{ "training": { "sed": 1 } }');
  for (const side of ['left', 'right']) await write(`${side}.ipu.json`, { extends: 'top.ipu.json' });
  const { problems, parents } = await examine({ ...complete, extends: ['left.ipu.json', 'right.ipu.json'] });
  assert.deepEqual(problems.map(({ code }) => code), ['unknown-name']); // prettier-ignore
  assert.equal(parents.length, 3);
});

test('a parent that is changed while the file is open is read anew', async () => {
  await write('moving.ipu.json', { training: { seed: 1 } });
  const seed = async () => (await examine({ ...complete, extends: 'moving.ipu.json' })).experiment.training.seed;
  assert.equal(await seed(), 1);
  await write('moving.ipu.json', { training: { seed: 1000 } });
  assert.equal(await seed(), 1000);
});

test('what is loaded stands by itself: its resolved form extends nothing', async () => {
  await write('base.ipu.json', { ...complete, training: { seed: 9 } });
  const file = await write('launched.ipu.json', { extends: 'base.ipu.json', training: { learning_rate: 1e-4 } });
  const experiment = await loadExperiment(file);
  assert.deepEqual([experiment.training.seed, experiment.training.learning_rate], [9, 1e-4]);
  const { experiment: again, problems } = await examineExperiment(JSON.stringify(experiment), join(folder, 'sub.json'));
  // A sweep that is written out and empty may be warned of.
  assert.deepEqual(problems.filter(({ severity }) => severity === 'error'), []); // prettier-ignore
  assert.deepEqual(again, experiment);
  await write('broken.ipu.json', { extends: 'nowhere.ipu.json' });
  await assert.rejects(
    loadExperiment(join(folder, 'broken.ipu.json')),
    (thrown) => thrown instanceof AppError && thrown.message.includes('nowhere.ipu.json does not exist'),
  );
});

test('the sample that extends another differs from it in what it says, and in nothing else', async () => {
  const samples = join(import.meta.dirname, '../../samples');
  const read = async (name: string) => {
    const file = join(samples, name);
    return (await examineExperiment(await readFile(file, 'utf8'), file)).experiment;
  };
  const [base, list] = [await read('bert-base-squad.ipu.json'), await read('bert-base-squad-list.ipu.json')];
  assert.deepEqual([base.training.learning_rate, base.training.warmup_ratio], [9e-5, 0.2]);
  const { name, description, training } = list;
  assert.deepEqual(training, { ...base.training, learning_rate: 6e-5, warmup_ratio: 0.1 });
  assert.deepEqual(list, { ...base, name, description, training });
});
