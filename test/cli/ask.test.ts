// `ipuw ask`: a run or a checkpoint answers a question as its evaluation did.

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import type { AskedAnswer } from '../../src/shared/messages/ask.ts';
import { trainRun, type TrainedRun } from '../engine/ask/trained.ts';
import { ipuw } from './ipuw.ts';

const runId = '20260302-115700-quick-start-ab12';
let workspace: string;
let run: TrainedRun;
before(async () => {
  workspace = await mkdtemp(join(tmpdir(), 'ipu-ask-cli-'));
  await mkdir(join(workspace, '.ipu', 'runs'), { recursive: true });
  run = await trainRun(workspace, join('.ipu', 'runs', runId), false);
});
after(() => rm(workspace, { recursive: true, maxRetries: 5 }));

test('a run is asked by its id, a checkpoint by its folder, with the run’s own settings', async () => {
  const { id, question, context } = run.examples[5]!;
  const file = join(workspace, 'paragraph.txt');
  await writeFile(file, context);
  const byRun = await ipuw(workspace, 'ask', 'last', '--question', question, '--context-file', file, '--json');
  assert.equal(byRun.exitCode, 0, byRun.stderr);
  const answer = JSON.parse(byRun.stdout) as AskedAnswer & { readonly model: string };
  assert.equal(answer.answer, run.predictions[id]);
  assert.equal(basename(dirname(answer.model)), 'checkpoints');
  assert.deepEqual(answer.candidates.map(({ text }) => text), run.nBest[id]!.map(({ text }) => text)); // prettier-ignore
  const text = await ipuw(workspace, 'ask', run.model.folder, '--question', question, '--context', context);
  assert.equal(text.exitCode, 0, text.stderr);
  assert.equal(text.stdout.split('\n')[0], run.predictions[id]);
  assert.match(text.stdout, /probability +place +candidate/);
});

test('what is missing is said with the remedy', async () => {
  const asked = ['--question', 'who ?'];
  const bare = await ipuw(workspace, 'ask', 'last', ...asked);
  assert.equal(bare.exitCode, 2);
  assert.match(bare.stderr, /needs a paragraph\.\nhint: Give it with --context/);
  const both = await ipuw(workspace, 'ask', 'last', ...asked, '--context', 'a', '--context-file', 'b');
  assert.match(both.stderr, /--context and --context-file say the opposite/);
  const step = await ipuw(workspace, 'ask', 'last', ...asked, '--context', 'the cat .', '--step', '999');
  assert.equal(step.exitCode, 1);
  assert.match(step.stderr, /has no checkpoint of step 999 on disk/);
});
