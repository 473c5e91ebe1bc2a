// The window's runs over real store processes: following folders, changes, and a store that dies.

import assert from 'node:assert/strict';
import { appendFileSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { AppError } from '../../src/shared/errors.ts';
import { createJournalWriter } from '../../src/shared/journal/writer.ts';
import { runFiles } from '../../src/shared/run-folder.ts';
import { makeRunId } from '../../src/shared/run-id.ts';
import { startStore, type StoreClient } from '../../src/store/client.ts';
import { createRunIndex } from '../../src/views/run-index.ts';
import { locateStore } from '../../src/views/store-place.ts';
import { waitFor } from '../support/wait.ts';

const script = fileURLToPath(new URL('../../src/store/server.ts', import.meta.url));
/** Loaded into each store first: says which process it is, so that the test can kill it. */
const sayPid = `data:text/javascript,import{writeFileSync}from'node:fs';writeFileSync(process.env.PID_FILE,String(process.pid))`;
let made = 0;

/** A workspace folder; `start` begins a run in it, whose journal can then be written. */
async function createWorkspace(t: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), 'ipu-index-'));
  t.after(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  const start = async (name: string) => {
    const runId = makeRunId(name, new Date(Date.UTC(2026, 0, 1, 0, 0, made++)), () => 0);
    const runFolder = join(folder, '.ipu/runs', runId);
    await mkdir(runFolder, { recursive: true });
    const journal = createJournalWriter({
      append: (bytes) => appendFileSync(join(runFolder, runFiles.journal), bytes),
      now: () => Date.UTC(2026, 0, 1) + made++ * 1000,
    });
    const identity = { pid: process.pid, bootId: '', processStart: '', host: hostname() };
    journal.write({ kind: 'hello', protocol: 1, runId, ...identity });
    journal.write({ kind: 'state', state: 'running' });
    return { runId, journal };
  };
  return { folder, start };
}

function createIndex(t: TestContext) {
  const failures: AppError[] = [];
  const started: { folder: string; client: StoreClient; pid: number }[] = [];
  const index = createRunIndex({
    startStore: async (folder) => {
      const pidFile = join(folder, `store-${started.length}.pid`);
      const env = { ...process.env, PID_FILE: pidFile, NODE_OPTIONS: `--import "${sayPid}"` };
      const client = await startStore({ node: process.execPath, script, env, ...locateStore(folder, '') });
      started.push({ folder, client, pid: Number(readFileSync(pidFile, 'utf8')) });
      return client;
    },
    onProblem: (error) => failures.push(error),
    onFailure: (error) => failures.push(error),
  });
  t.after(() => index.close());
  return { index, failures, started };
}

test('folders without runs get no process; runs of several folders are one list, newest first', async (t) => {
  const [empty, one, other] = [await createWorkspace(t), await createWorkspace(t), await createWorkspace(t)];
  const first = await one.start('first');
  const second = await other.start('second');
  const { index, started } = createIndex(t);
  void index.follow([empty.folder, one.folder, other.folder]);
  await index.settled();
  assert.deepEqual(started.map(({ folder }) => folder).sort(), [one.folder, other.folder].sort());
  assert.deepEqual(
    index.runs().map((run) => run.runId),
    [second.runId, first.runId],
  );
  assert.equal((await index.detail(first.runId)).folder, join(one.folder, '.ipu/runs', first.runId));

  await empty.start('third');
  await index.refresh();
  await waitFor('the third run', () => index.runs().length === 3);
});

test('listeners hear what changes, and a folder that is left is forgotten', async (t) => {
  const { folder, start } = await createWorkspace(t);
  const { runId, journal } = await start('growing');
  const { index } = createIndex(t);
  await index.follow([folder]);
  let steps: number[] = [];
  const stop = index.onChanged((runs) => (steps = [...steps, ...runs.map((run) => run.step)]));
  journal.write({ kind: 'metrics', step: 7, values: { loss: 2.5 } });
  await waitFor('step 7', () => steps.includes(7));
  assert.equal(index.run(runId)?.latest['loss'], 2.5);
  stop();
  await index.follow([]);
  assert.deepEqual(index.runs(), []);
  await assert.rejects(index.detail(runId), { code: 'run-unknown' });
});

test('a store that dies is restarted once, then reported, and comes back on request', async (t) => {
  const { folder, start } = await createWorkspace(t);
  const { runId } = await start('tough');
  const { index, failures, started } = createIndex(t);
  await index.follow([folder]);
  const kill = async ({ client, pid }: { client: StoreClient; pid: number }) => {
    const gone = new Promise((resolve) => client.onExit(resolve));
    process.kill(pid, 'SIGKILL');
    await gone;
  };
  await kill(started[0]!);
  await waitFor('a second store', () => started.length === 2);
  await waitFor('its list', () => index.detail(runId).then(() => true));
  assert.equal(failures.length, 0);
  await kill(started[1]!);
  await waitFor('the report', () => failures.length === 1);
  assert.ok(failures.every((error) => error.hint !== ''));
  await index.refresh();
  assert.equal(started.length, 3);
  assert.equal((await index.detail(runId)).runId, runId);
  await kill(started[2]!);
  await waitFor('a restart, which it may have again', () => started.length === 4);
});

test('a run whose folder is deleted, or whose workspace is left, is gone and said to be', async (t) => {
  const [one, other] = [await createWorkspace(t), await createWorkspace(t)];
  const [deleted, kept, left] = [await one.start('deleted'), await one.start('kept'), await other.start('left')];
  const { index } = createIndex(t);
  const gone: string[] = [];
  index.onRemoved((runIds) => gone.push(...runIds));
  await index.follow([one.folder, other.folder]);
  const listed: string[][] = [];
  index.onChanged(() => listed.push(index.runs().map(({ runId }) => runId)));
  await rm(join(one.folder, '.ipu/runs', deleted.runId), { recursive: true });
  await waitFor('the run to be gone', () => gone.includes(deleted.runId));
  assert.equal(index.run(deleted.runId), undefined);
  // Whoever shows the list is told, too.
  await waitFor('a list without it', () => listed.some((runIds) => !runIds.includes(deleted.runId)));
  await index.follow([one.folder]);
  assert.deepEqual(gone, [deleted.runId, left.runId]);
  assert.deepEqual(index.runs().map(({ runId }) => runId), [kept.runId]); // prettier-ignore
});
