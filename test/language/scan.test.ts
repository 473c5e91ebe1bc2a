// What a scan finds around an experiment file, what it passes over, and that nobody waits for it.

import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { test, type TestContext } from 'node:test';
import type { Workspace } from '../../src/config/language/surroundings.ts';
import { createScanner, type Known, type Scanner } from '../../src/language/scan.ts';
import { createJournalWriter } from '../../src/shared/journal/writer.ts';

const config = JSON.stringify({
  model_type: 'bert',
  vocab_size: 100,
  hidden_size: 32,
  num_hidden_layers: 3,
  num_attention_heads: 2,
  intermediate_size: 64,
  max_position_embeddings: 64,
});
const vocabulary = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'good'].join('\n');
const model = { 'config.json': config, 'model.safetensors': 'weights', 'vocab.txt': vocabulary };
const limits = { depth: 4, folders: 100, entries: 1000, peeks: 100, timeMs: 60_000 };

async function createFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ipu-scan-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function writeFiles(folder: string, files: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}

const under = (folder: string, files: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(files).map(([name, content]) => [`${folder}/${name}`, content]));

/** What the scanner knows once it has been everywhere. */
async function lookAll(scanner: Scanner, folder: string): Promise<Workspace> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const known: Known = await scanner.look(join(folder, 'new.ipu.json'), folder);
    if (known.isComplete) return known.workspace;
    assert.ok(Date.now() < deadline, 'the scan comes to its end');
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const names = (folder: string, found: readonly { readonly path: string }[]): string[] =>
  found.map(({ path }) => relative(folder, path)).sort();

test('models, vocabularies, data of each task and experiments are found for what they are', async (t) => {
  const folder = await createFolder(t);
  await writeFiles(folder, {
    ...under('models/tiny', model),
    'models/half/config.json': config,
    'models/other/config.json': JSON.stringify({ model_type: 'gpt2' }),
    'squad/train.json': JSON.stringify({ data: [{ title: 'a', paragraphs: [{ context: 'b', qas: [] }] }] }),
    'rows/flat.jsonl': `${JSON.stringify({ id: 1, question: 'a', context: 'b', answers: {} })}\n`,
    'rows/labels.csv': 'sentence,label\ngood,1\n',
    'rows/endings.csv': 'sent1,sent2,ending0,ending1,label\na,b,c,d,0\n',
    'rows/odd.tsv': 'alpha\tbeta\n1\t2\n',
    'rows/tags.json': JSON.stringify([{ tokens: ['a'], ner_tags: [0] }]),
    'text/tags.txt': 'EU NNP B-ORG\nrejects VBZ O\n\nPeter NNP B-PER\n',
    'text/plain.txt': 'One sentence.\nAnother one.\n',
    'package.json': '{ "question": "", "context": "" }',
    'settings.json': '{ "editor": 1 }',
    'README.txt': 'Read me.',
    'base.ipu.json': '{ "description": "What others build on.", }',
  });
  const found = await lookAll(createScanner({ limits, hubCache: join(folder, 'no cache') }), folder);
  assert.deepEqual(names(folder, found.models), ['models/half', 'models/tiny']);
  const tiny = found.models.find(({ path }) => path.endsWith('tiny'));
  assert.equal(tiny?.geometry?.num_hidden_layers, 3);
  assert.deepEqual(tiny.missing, []);
  assert.ok(found.models.find(({ path }) => path.endsWith('half'))!.missing.length > 0);
  assert.deepEqual(
    found.vocabularies.map(({ path, tokens }) => [relative(folder, path), tokens]),
    [['models/tiny/vocab.txt', 6]],
  );
  const tasks = Object.fromEntries(found.dataFiles.map(({ path, tasks: each }) => [relative(folder, path), each]));
  assert.deepEqual(tasks, {
    'squad/train.json': ['question-answering'],
    'rows/flat.jsonl': ['question-answering'],
    'rows/labels.csv': ['sequence-classification'],
    'rows/endings.csv': ['multiple-choice'],
    'rows/odd.tsv': [],
    'rows/tags.json': ['token-classification'],
    'text/tags.txt': ['token-classification'],
    'text/plain.txt': ['pretraining'],
  });
  assert.deepEqual(found.experiments, [{ path: join(folder, 'base.ipu.json'), description: 'What others build on.' }]);
});

test('runs are known with state, score and checkpoints, from their files alone', async (t) => {
  const folder = await createFolder(t);
  const journalOf = (state: 'completed' | null): Uint8Array => {
    const lines: Uint8Array[] = [];
    const journal = createJournalWriter({ append: (bytes) => void lines.push(bytes), now: () => 1 });
    journal.write({ kind: 'state', state: 'running' });
    journal.write({ kind: 'result', values: { eval_exact_match: 80, eval_f1: 88.84 } });
    if (state) journal.write({ kind: 'end', state });
    return Buffer.concat([...lines, Buffer.from('torn')]);
  };
  const [older, newer] = ['20260101-120000-first-ab12', '20260102-120000-second-cd34'];
  await writeFiles(folder, {
    [`.ipu/runs/${older}/experiment.json`]: JSON.stringify({ name: 'first', group: 'tries' }),
    [`.ipu/runs/${older}/journal.log`]: journalOf('completed'),
    ...under(`.ipu/runs/${older}/checkpoints/checkpoint-20`, model),
    ...under(`.ipu/runs/${older}/checkpoints/checkpoint-100`, model),
    [`.ipu/runs/${older}/checkpoints/checkpoint-200/config.json`]: config,
    [`.ipu/runs/${newer}/experiment.json`]: 'not JSON',
    [`.ipu/runs/${newer}/journal.log`]: journalOf(null),
    '.ipu/runs/no run/experiment.json': '{}',
  });
  const found = await lookAll(createScanner({ limits, hubCache: join(folder, 'no cache') }), folder);
  assert.deepEqual(found.runs, [
    { id: newer, name: newer, group: '', state: 'running', score: 'F1 88.8 %' },
    { id: older, name: 'first', group: 'tries', state: 'completed', score: 'F1 88.8 %' },
  ]);
  assert.deepEqual(
    found.checkpoints.map(({ step, runId }) => [runId, step]),
    [
      [older, 100],
      [older, 20],
    ],
    'newest first, and none that is not complete',
  );
  assert.deepEqual(found.models, [], 'checkpoints are no folders of the workspace');
});

test('models and datasets of the Hub’s cache are known by their names', async (t) => {
  const folder = await createFolder(t);
  const commit = 'a'.repeat(40);
  await writeFiles(folder, {
    'hub/models--owner--name/refs/main': commit,
    ...under(`hub/models--owner--name/snapshots/${commit}`, model),
    'hub/models--owner--unfinished/refs/main': commit,
    'hub/datasets--owner--rows/refs/main': commit,
  });
  const { cachedModels, cachedDatasets } = await lookAll(
    createScanner({ limits, hubCache: join(folder, 'hub') }),
    join(folder, 'elsewhere'),
  );
  assert.deepEqual(
    cachedModels.map(({ name }) => name),
    ['owner/name'],
  );
  assert.deepEqual(cachedDatasets, ['owner/rows']);
});

test('circles of links, closed folders, what is too deep and what others keep are passed over', async (t) => {
  const folder = await createFolder(t);
  await writeFiles(folder, {
    'a/b/near.csv': 'text,label\na,1\n',
    'a/b/c/d/e/f/far.csv': 'text,label\na,1\n',
    'node_modules/x/rows.csv': 'text,label\na,1\n',
    '.git/rows.csv': 'text,label\na,1\n',
    'closed/rows.csv': 'text,label\na,1\n',
  });
  await symlink(folder, join(folder, 'a', 'circle'));
  await symlink(join(folder, 'nowhere'), join(folder, 'dead.csv'));
  await chmod(join(folder, 'closed'), 0o000);
  const { dataFiles } = await lookAll(createScanner({ limits, hubCache: join(folder, 'no cache') }), folder);
  await chmod(join(folder, 'closed'), 0o700);
  const found = names(folder, dataFiles).filter((name) => !name.startsWith('closed'));
  assert.deepEqual(found, ['a/b/near.csv']);
});

test('a scan ends at its limits', async (t) => {
  const folder = await createFolder(t);
  const files = Array.from({ length: 30 }, (_, index) => [`f${index}/rows.csv`, 'text,label\na,1\n'] as const);
  await writeFiles(folder, Object.fromEntries(files));
  const look = (changed: Partial<typeof limits>): Promise<Workspace> =>
    lookAll(createScanner({ limits: { ...limits, ...changed }, hubCache: join(folder, 'no cache') }), folder);
  assert.equal((await look({})).dataFiles.length, 30);
  assert.equal((await look({ peeks: 7 })).dataFiles.length, 7);
  assert.equal((await look({ folders: 11 })).dataFiles.length, 10);
  assert.equal((await look({ depth: 0 })).dataFiles.length, 0);
  assert.equal((await look({ timeMs: -1 })).dataFiles.length, 0);
});

test('what is known is given at once, and looked at again in the background', async (t) => {
  const folder = await createFolder(t);
  await writeFiles(folder, { 'one.csv': 'text,label\na,1\n' });
  let now = 0;
  const scanner = createScanner({
    limits: { ...limits, timeMs: Infinity },
    now: () => now,
    hubCache: join(folder, 'no'),
  });
  const file = join(folder, 'new.ipu.json');
  assert.deepEqual(names(folder, (await lookAll(scanner, folder)).dataFiles), ['one.csv']);
  await writeFiles(folder, { 'two.csv': 'text,label\na,1\n' });
  assert.equal((await scanner.look(file, folder)).workspace.dataFiles.length, 1, 'it is fresh');
  now = 60_000;
  assert.equal((await scanner.look(file, folder)).workspace.dataFiles.length, 1, 'nobody waits');
  const deadline = Date.now() + 20_000;
  while ((await scanner.look(file, folder)).workspace.dataFiles.length < 2) {
    assert.ok(Date.now() < deadline, 'the new file is found');
    await new Promise((resolve) => setImmediate(resolve));
  }
});
