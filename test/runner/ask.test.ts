// The process that answers questions: one model at a time, gone when it is idle, when another is asked and when its window goes.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createAskClient } from '../../src/runner/ask.ts';
import { trainRun, type TrainedRun } from '../engine/ask/trained.ts';
import { waitFor } from '../support/wait.ts';

const engineScript = fileURLToPath(new URL('../../src/engine/main.ts', import.meta.url));
const program = { node: process.execPath, engineScript };
let folder: string;
let run: TrainedRun;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ipu-ask-'));
  run = await trainRun(folder, 'run', false);
});
after(() => rm(folder, { recursive: true }));

test('questions are answered by one process, another model by another one', async () => {
  const client = createAskClient(program);
  const [first, second] = run.examples as [TrainedRun['examples'][0], TrainedRun['examples'][0]];
  const answers = await Promise.all(
    [first, second].map(({ question, context }) => client.ask(run.model, question, context)),
  );
  assert.deepEqual(
    answers.map(({ answer }) => answer),
    [first, second].map(({ id }) => run.predictions[id]),
  );
  const copy = join(folder, 'copy');
  await cp(run.model.folder, copy, { recursive: true });
  const other = await client.ask({ ...run.model, folder: copy }, first.question, first.context);
  assert.equal(other.answer, run.predictions[first.id]);
  await client.close();
});

test('what is wrong with a model reaches the caller, and the next question starts anew', async () => {
  const client = createAskClient(program);
  const missing = { ...run.model, folder: join(folder, 'nothere') };
  await assert.rejects(client.ask(missing, 'who ?', 'the cat .'), { code: 'file-unreadable' });
  const { question, context } = run.examples[0]!;
  assert.equal((await client.ask(run.model, question, context)).answer, run.predictions['q0']);
  await client.close();
  const absent = createAskClient({ ...program, engineScript: join(folder, 'nothere.js') });
  await assert.rejects(absent.ask(run.model, question, context), { code: 'program-missing' });
});

test('a question under way is rejected when the client is closed', async () => {
  const client = createAskClient(program);
  const { question, context } = run.examples[0]!;
  const asked = client.ask(run.model, question, context);
  const rejected = assert.rejects(asked, { code: 'answerer-ended' });
  // The process is there as soon as the program was found.
  await waitFor('the process', () => process.getActiveResourcesInfo().includes('ProcessWrap'));
  await client.close();
  await rejected;
});

test('without questions the process goes, and comes back for the next one', async () => {
  const client = createAskClient(program, 1);
  const { question, context } = run.examples[0]!;
  await client.ask(run.model, question, context);
  await waitFor('the end of the process', () => !process.getActiveResourcesInfo().includes('ProcessWrap'));
  assert.equal((await client.ask(run.model, question, context)).answer, run.predictions['q0']);
  await client.close();
});

test('it ends when whoever started it is gone, and is nothing to start by hand', async () => {
  const byHand = spawn(process.execPath, [engineScript, 'ask'], { stdio: ['ignore', 'ignore', 'pipe'] });
  const said = await text(byHand.stderr);
  assert.match(said, /ipuw ask/);
  const child = spawn(process.execPath, [engineScript, 'ask'], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  await once(child, 'spawn');
  child.disconnect();
  const [code] = (await once(child, 'exit')) as [number];
  assert.equal(code, 0);
});
