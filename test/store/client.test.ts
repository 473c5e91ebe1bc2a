import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import type { AppError } from '../../src/shared/errors.ts';
import type { RunSummary } from '../../src/shared/messages/runs.ts';
import { startStore, type StoreClient } from '../../src/store/client.ts';
import { hello, makeRun, makeWorkspace, openFor, runIdOf, running, trainingEvents, until } from './fixture.ts';

const script = join(import.meta.dirname, '../../src/store/server.ts');
const runId = runIdOf(0);

async function startFor(t: TestContext, paths: { databaseFile: string; runsFolder: string }): Promise<StoreClient> {
  const { databaseFile, runsFolder } = paths;
  const client = await startStore({ node: process.execPath, script, databaseFile, runsFolder });
  t.after(() => client.close());
  return client;
}

/** The pid of the store's process, as the system knows it: the only child of this process that runs the script. */
function storePid(databaseFile: string): number | undefined {
  const children = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim().split(' ').map(Number);
  return children.find((pid) => {
    const maps = readFileSync(`/proc/${pid}/maps`, 'utf8');
    return maps.includes(`${databaseFile}-shm`);
  });
}

test('a round trip with the real process: list, detail, curves with special numbers, changes', async (t) => {
  const workspace = await makeWorkspace(t);
  const run = makeRun(workspace, runId);
  run.write(hello, running, { kind: 'metrics', step: 1, values: { loss: NaN, gain: -Infinity } });
  makeRun(workspace, runIdOf(1), { name: 'newer' });
  const client = await startFor(t, workspace);
  assert.match(client.opened.sqliteVersion, /^3\.\d+\.\d+$/);
  assert.equal(client.opened.rebuilt, true);

  const runs = await client.request('runs/list', {});
  assert.deepEqual(
    runs.map(({ name, state }) => [name, state]),
    [
      ['newer', 'queued'],
      ['quick', 'running'],
    ],
  );
  assert.deepEqual(runs[1]?.latest, { loss: NaN, gain: -Infinity });
  const series = await client.request('runs/series', { runId, maxPoints: 100 });
  assert.deepEqual(
    series.map(({ name, steps, values }) => [name, steps, values]),
    [
      ['gain', [1], [-Infinity]],
      ['loss', [1], [NaN]],
    ],
  );
  assert.equal((await client.request('runs/get', { runId }))?.folder, run.folder);
  assert.equal(await client.request('runs/get', { runId: runIdOf(7) }), null);

  run.write({ kind: 'metrics', step: 2, values: { loss: 2 } });
  assert.equal((await client.request('runs/ingest', { runId }))?.points, 2);
  assert.equal((await client.request('runs/mark-lost', { runId }))?.state, 'lost');
});

test('new runs and new events are told by themselves, from two windows at once', async (t) => {
  const workspace = await makeWorkspace(t);
  rmSync(workspace.runsFolder, { recursive: true });
  const clients = [await startFor(t, workspace), await startFor(t, workspace)];
  const told = clients.map(() => new Map<string, RunSummary>());
  clients.forEach((client, i) => client.onChanged((runs) => runs.forEach((run) => told[i]?.set(run.runId, run))));
  const both = (what: string, holds: (run: RunSummary | undefined) => boolean): Promise<boolean> =>
    until(what, () => told.every((runs) => holds(runs.get(runId))));

  mkdirSync(workspace.runsFolder);
  const run = makeRun(workspace, runId, null);
  await both('the new run is told', (summary) => summary?.state === 'queued');
  writeFileSync(join(run.folder, 'experiment.json'), '{"name":"named later"}');
  await both('its name is told', (summary) => summary?.name === 'named later');
  run.write(hello, running, ...trainingEvents(10));
  await both('its points are told', (summary) => summary?.points === 10);
  await clients[0]?.request('runs/mark-lost', { runId });
  await both('that it is lost is told to both', (summary) => summary?.state === 'lost');
  run.write({ kind: 'heartbeat' });
  await both('that it lives is told', (summary) => summary?.state === 'running');
  run.write({ kind: 'end', state: 'completed' });
  await both('its end is told', (summary) => summary?.state === 'completed');
  run.write(hello);
  await both('that it was resumed is told', (summary) => summary?.state === 'starting');
  const lists = await Promise.all(clients.map((client) => client.request('runs/list', {})));
  assert.deepEqual(lists[0], lists[1]);
});

test('a database rebuilt from the run folders answers as the old one did', async (t) => {
  const workspace = await makeWorkspace(t);
  for (let n = 0; n < 3; n++) {
    makeRun(workspace, runIdOf(n)).write(hello, running, ...trainingEvents(100), { kind: 'end', state: 'completed' });
  }
  const answers = async (client: StoreClient): Promise<unknown> => {
    const runs = await client.request('runs/list', {});
    const rest = runs.map(async (run) => [
      await client.request('runs/get', { runId: run.runId }),
      await client.request('runs/series', { runId: run.runId, maxPoints: 50 }),
    ]);
    return [runs, await Promise.all(rest)];
  };
  const first = await startFor(t, workspace);
  const before = await answers(first);
  await first.close();

  const reopened = await startFor(t, workspace);
  assert.deepEqual([reopened.opened.rebuilt, await answers(reopened)], [false, before]);
  await reopened.close();

  for (const suffix of ['', '-wal', '-shm']) rmSync(workspace.databaseFile + suffix, { force: true });
  const rebuilt = await startFor(t, workspace);
  assert.deepEqual([rebuilt.opened.rebuilt, await answers(rebuilt)], [true, before]);
  await rebuilt.close();

  writeFileSync(workspace.databaseFile, 'rubbish '.repeat(1000));
  const repaired = await startFor(t, workspace);
  assert.equal(repaired.opened.rebuilt, true);
  assert.equal(readFileSync(repaired.opened.keptAside ?? '', 'utf8').slice(0, 7), 'rubbish');
  assert.deepEqual(await answers(repaired), before);
});

test('when the process is killed, what waits is rejected with the reason, and nothing committed is lost', async (t) => {
  const workspace = await makeWorkspace(t);
  const run = makeRun(workspace, runId);
  run.write(hello, running, ...trainingEvents(200));
  const client = await startFor(t, workspace);
  const exits: AppError[] = [];
  client.onExit((error) => exits.push(error));
  const pid = storePid(workspace.databaseFile);
  assert.ok(pid !== undefined);
  process.kill(pid, 'SIGSTOP');
  const pending = [client.request('runs/list', {}), client.request('runs/get', { runId })];
  process.kill(pid, 'SIGKILL');
  for (const answer of pending) {
    await assert.rejects(answer, { code: 'store-exited', message: /ended by SIGKILL/, hint: /nothing is lost/ });
  }
  await assert.rejects(client.request('runs/list', {}), { code: 'store-exited' });
  assert.deepEqual(exits.map((error) => error.code), ['store-exited']); // prettier-ignore
  await client.close();
  const db = await openFor(t, workspace.databaseFile);
  assert.equal(db.get('SELECT points FROM runs')?.['points'], 200);
});

test('closing ends the process and rejects later requests', async (t) => {
  const workspace = await makeWorkspace(t);
  const client = await startFor(t, workspace);
  const pid = storePid(workspace.databaseFile);
  assert.ok(pid !== undefined);
  client.onExit(() => assert.fail('closing is no unexpected exit'));
  await client.close();
  assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' });
  await assert.rejects(client.request('runs/list', {}), { code: 'store-closed' });
});

test('what keeps the store from opening is said, and no process is left', async (t) => {
  const workspace = await makeWorkspace(t);
  const paths = { databaseFile: join(workspace.folder, 'file', 'runs.db'), runsFolder: workspace.runsFolder };
  writeFileSync(join(workspace.folder, 'file'), '');
  const start = (options: object): Promise<StoreClient> =>
    startStore({ node: process.execPath, script, ...paths, ...options });
  await assert.rejects(start({}), { code: 'database-not-writable' });
  await assert.rejects(start({ node: join(workspace.folder, 'no-node') }), {
    code: 'store-not-started',
    message: /ENOENT/,
  });
  await assert.rejects(start({ script: join(workspace.folder, 'no-script.js') }), {
    code: 'store-exited',
    message: /exit code 1.*Cannot find module/s,
  });
  const relative = startStore({
    node: process.execPath,
    script,
    databaseFile: 'runs.db',
    runsFolder: paths.runsFolder,
  });
  await assert.rejects(relative, { code: 'bad-message', message: /databaseFile must be an absolute path/ });
});

test('wrong requests are answered with what is wrong', async (t) => {
  const client = await startFor(t, await makeWorkspace(t));
  const request = client.request as (name: string, params: unknown) => Promise<unknown>;
  await assert.rejects(request('runs/get', { runId: '../../etc' }), { code: 'bad-message', message: /runId/ });
  await assert.rejects(request('runs/series', { runId, maxPoints: 0 }), { message: /maxPoints/ });
  await assert.rejects(request('runs/series', { runId, maxPoints: 9, names: 'loss' }), { message: /names/ });
  await assert.rejects(request('runs/series', { runId, maxPoints: 9, fromStep: NaN }), { message: /fromStep/ });
  await assert.rejects(request('runs/drop', {}), { code: 'unknown-message' });
  await assert.rejects(request('open', { databaseFile: '/x', runsFolder: '/y' }), { code: 'store-already-open' });
});

test('a journal that may not be read is told as a problem, and read as soon as it may', async (t) => {
  const workspace = await makeWorkspace(t);
  const client = await startFor(t, workspace);
  const problem = new Promise<AppError>((resolve) => client.onProblem(resolve));
  const folder = join(workspace.runsFolder, runId);
  // A socket cannot be opened, not even by root, who may read everything.
  mkdirSync(folder);
  const socket = createServer().listen(join(folder, 'journal.log'));
  t.after(() => socket.close());
  assert.equal((await problem).code, 'run-file-not-readable');
  socket.close();
  await once(socket, 'close');
  rmSync(join(folder, 'journal.log'), { force: true });
  makeRun(workspace, runIdOf(1)).write(hello);
  await until('the next run is read all the same', async () => {
    const runs = await client.request('runs/list', {});
    return runs.some((run) => run.runId === runIdOf(1) && run.state === 'starting');
  });
});

test('the process ends when its parent does, and by hand it says what it is for', async () => {
  const program = `
    const store = require('node:child_process').fork(${JSON.stringify(script)}, { stdio: ['ignore', 'inherit', 'ignore', 'ipc'] });
    store.on('message', () => console.log('answered'));
    store.send({ type: 'request', id: 0, name: 'runs/list', params: {} });`;
  const parent = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'ignore'] });
  await once(parent.stdout, 'data');
  parent.kill('SIGKILL');
  // The store holds the pipe open as long as it lives: the pipe's end is its end.
  await once(parent.stdout, 'close');

  const alone = spawn(process.execPath, [script], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  alone.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const [code] = (await once(alone, 'close')) as [number];
  assert.deepEqual([code, /started by IPU Workbench/.test(said)], [2, true]);
});

test('signals to the whole group do not end the store before its parent', async (t) => {
  const workspace = await makeWorkspace(t);
  const client = await startFor(t, workspace);
  const pid = storePid(workspace.databaseFile);
  assert.ok(pid !== undefined);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.kill(pid, signal);
    assert.deepEqual(await client.request('runs/list', {}), []);
  }
});
