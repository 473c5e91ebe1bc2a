// `ipuw import run` and the exports of runs as a user calls them, on a workspace with nothing but imported runs.

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { parse } from 'csv-parse/sync';
import { parseModelCard } from '../../src/card/parse.ts';
import type { RunSummary } from '../../src/shared/messages/runs.ts';
import { ipuw } from './ipuw.ts';

const fixtures = join(import.meta.dirname, '../fixtures');
const card = join(fixtures, 'cards/bert-base-uncased-squad.md');
let folder: string;
let cardRun: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ipu-exchange-'));
  await mkdir(join(folder, '.vscode'));
  const { exitCode, stdout, stderr } = await ipuw(folder, 'import', 'run', card, join(fixtures, 'tensorboard'));
  assert.equal(exitCode, 0, stderr);
  const runIds = stdout.split('\n');
  assert.equal(runIds.length, 3);
  cardRun = runIds[0]!;
  assert.match(stderr, /bert-base-uncased-squad: imported from /);
  assert.match(stderr, /contradicts itself on learning_rate/);
});
after(() => rm(folder, { recursive: true, maxRetries: 5 }));

test('imported runs are listed with their state, results and curves, and are not doubled', async () => {
  const again = await ipuw(folder, 'import', 'run', card, '--json');
  const [answer] = JSON.parse(again.stdout) as readonly { runId: string; isNew: boolean }[];
  assert.deepEqual([answer?.runId, answer?.isNew], [cardRun, false]);
  const runs = JSON.parse((await ipuw(folder, 'runs', '--json')).stdout) as readonly RunSummary[];
  const about = runs.map(({ name, state, imported }) => [name, state, imported]).sort();
  assert.deepEqual(about, [
    ['Graphcore/bert-base-uncased-squad', 'completed', 'model-card'],
    ['tensorboard/tensor/fold 1', 'completed', 'tensorboard'],
    ['tensorboard/torch', 'completed', 'tensorboard'],
  ]);
  const ofCard = runs.find(({ runId }) => runId === cardRun)!;
  assert.deepEqual(ofCard.results, { epoch: 3, eval_exact_match: 81.79754020813624, eval_f1: 88.84840994541061, eval_samples: 10784 }); // prettier-ignore
  const torch = runs.find(({ name }) => name === 'tensorboard/torch')!;
  assert.deepEqual([torch.latest['loss'], torch.startedAt], [0.5, 1_700_000_000_000]);
});

test('the list says of a card’s run when it was imported, of others when they started', async () => {
  const { stdout } = await ipuw(folder, 'runs');
  const rows = stdout.split('\n');
  assert.match(
    rows.find((row) => row.startsWith(cardRun))!,
    / imported \d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/,
  );
  assert.match(
    rows.find((row) => row.includes('tensorboard/torch'))!,
    / {2}2023-11-1\d \d\d:\d\d:\d\d$/,
  );
});

test('what is imported goes where it is read from: the one folder below with runs', async () => {
  const parent = await mkdtemp(join(tmpdir(), 'ipu-exchange-parent-'));
  await mkdir(join(parent, '.git'));
  await mkdir(join(parent, 'samples', '.ipu'), { recursive: true });
  const { exitCode, stdout, stderr } = await ipuw(parent, 'import', 'run', card);
  assert.equal(exitCode, 0, stderr);
  assert.match(stderr, /^Using the runs in .*samples\.\n/);
  assert.deepEqual((await readdir(parent)).sort(), ['.git', 'samples']);
  assert.match((await ipuw(parent, 'show', 'last')).stdout, new RegExp(stdout));
  await rm(parent, { recursive: true, maxRetries: 5 });
});

test('the card of an imported card is that card, fact by fact', async () => {
  const { exitCode, stderr } = await ipuw(folder, 'card', cardRun, '--output', 'again.md');
  assert.equal(exitCode, 0, stderr);
  const [again, original] = [await readFile(join(folder, 'again.md'), 'utf8'), await readFile(card, 'utf8')];
  assert.deepEqual(parseModelCard(again), parseModelCard(original));
  assert.match(stderr, /The command line says learning_rate 9e-5, the list of hyper-parameters 6e-05/);
});

test('tables, reports and event files are written where they should be', async () => {
  const written = async (...args: string[]): Promise<string> => {
    const { exitCode, stdout, stderr } = await ipuw(folder, 'export', ...args);
    assert.equal(exitCode, 0, stderr);
    return stdout;
  };
  assert.equal(await written('runs'), join(folder, 'runs.csv'));
  const rows = parse(await readFile(join(folder, 'runs.csv'), 'utf8'), { columns: true }) as unknown as readonly Record<string, string>[]; // prettier-ignore
  assert.equal(rows.find((row) => row['run_id'] === cardRun)?.['training.learning_rate'], '0.00009');
  assert.equal(await written('series', 'last', '--output', 'points.parquet'), join(folder, 'points.parquet'));
  assert.equal((await readFile(join(folder, 'points.parquet'))).subarray(0, 4).toString(), 'PAR1');
  assert.equal(await written('report', cardRun), join(folder, `${cardRun}.html`));
  assert.match(await readFile(join(folder, `${cardRun}.html`), 'utf8'), /88\.8/);
  assert.equal(await written('tensorboard', cardRun.slice(0, -1), cardRun, '--output', "it's logs"), join(folder, `it's logs/${cardRun}`, (await readdir(join(folder, `it's logs/${cardRun}`)))[0]!)); // prettier-ignore
  const answer = JSON.parse(await written('series', cardRun, '--format', 'json', '--json')) as { files: string[]; runs: string[] }; // prettier-ignore
  assert.deepEqual([answer.runs, (await stat(answer.files[0]!)).isFile()], [[cardRun], true]);
});

test('what cannot be meant says why and what to do', async () => {
  const says = async (pattern: RegExp, ...args: string[]): Promise<void> => {
    const { exitCode, stderr, stdout } = await ipuw(folder, ...args);
    assert.notEqual(exitCode, 0);
    assert.equal(stdout, '');
    assert.match(stderr, pattern);
  };
  await writeFile(join(folder, 'there.csv'), 'mine');
  await says(/exists already/, 'export', 'runs', '--output', 'there.csv');
  await says(/--format is "xml"/, 'export', 'runs', '--format', 'xml');
  await says(/`ipuw export report` has no option --format/, 'export', 'report', '--format', 'csv');
  await says(/`ipuw export onnx` has no option --workspace/, 'export', 'onnx', 'a.ipu.json', '--workspace', '.');
  await says(/There is no run "nothing"/, 'export', 'series', 'nothing');
  await says(/needs FILE/, 'export', 'command');
  await says(/There is no file or folder .*absent/, 'import', 'run', 'absent');
  await says(/can be imported as a run/, 'import', 'run', 'there.csv');
  await says(/has no option --output/, 'import', 'run', 'there.csv', '--output', 'x');
  await says(/does not know what to do with "b"/, 'import', 'a', 'b');
  assert.equal(await readFile(join(folder, 'there.csv'), 'utf8'), 'mine');
});

test('an imported run that was stopped is not taken up again', async () => {
  await mkdir(join(folder, 'cut'));
  await writeFile(join(folder, 'cut/trainer_state.json'), '{"log_history": [{"loss": 1, "step": 5}], "max_steps": 9}');
  const { stdout } = await ipuw(folder, 'import', 'run', 'cut');
  const named = await ipuw(folder, 'resume', stdout);
  assert.match(named.stderr, /was imported: it has no checkpoints of ours/);
  const unnamed = await ipuw(folder, 'resume');
  assert.match(unnamed.stderr, /nothing to resume/);
});
