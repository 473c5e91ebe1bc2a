// Annotations and removal as views see them: over real store processes that follow one folder.

import assert from 'node:assert/strict';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import type { AppError } from '../../src/shared/errors.ts';
import { startStore, type StoreClient } from '../../src/store/client.ts';
import { hello, makeRun, makeWorkspace, openFor, runIdOf, running, trainingEvents, until, type Workspace } from './fixture.ts'; // prettier-ignore

const script = join(import.meta.dirname, '../../src/store/server.ts');

interface Window {
  readonly client: StoreClient;
  /** Name of each run by its id, kept up to date by notifications alone. */
  readonly names: Map<string, string>;
  readonly problems: AppError[];
}

async function openWindow(t: TestContext, { databaseFile, runsFolder }: Workspace): Promise<Window> {
  const client = await startStore({ node: process.execPath, script, databaseFile, runsFolder });
  t.after(() => client.close());
  const names = new Map((await client.request('runs/list', {})).map(({ runId, name }) => [runId, name]));
  const problems: AppError[] = [];
  client.onChanged((runs) => runs.forEach(({ runId, name }) => names.set(runId, name)));
  client.onRemoved((runIds) => runIds.forEach((runId) => names.delete(runId)));
  client.onProblem((error) => problems.push(error));
  return { client, names, problems };
}

test('what is said of runs in one window is there in the other, and after all are closed', async (t) => {
  const workspace = await makeWorkspace(t);
  const runIds = Array.from({ length: 20 }, (_, n) => runIdOf(n));
  for (const runId of runIds) makeRun(workspace, runId).write(hello, { kind: 'end', state: 'completed' });
  const [one, other] = [await openWindow(t, workspace), await openWindow(t, workspace)];
  // At once: none may miss what the one before has said.
  const answers = await Promise.all([
    one.client.request('runs/annotate', { runIds, change: { addTags: ['first'] } }),
    one.client.request('runs/annotate', { runIds: runIds.slice(0, 1), change: { name: 'best', addTags: ['second'] } }),
  ]);
  assert.deepEqual(answers[1][0]?.annotations, { tags: ['first', 'second'], name: 'best' });
  await until('the other window has the name', () => other.names.get(runIdOf(0)) === 'best');
  await one.client.close();
  await other.client.close();
  const again = await openWindow(t, workspace);
  const list = await again.client.request('runs/list', {});
  assert.ok(list.every(({ annotations }) => annotations?.tags?.[0] === 'first'));
  assert.equal(again.names.get(runIdOf(0)), 'best');
});

test('a file written by hand is noticed while windows are open and while none is; a broken one is told', async (t) => {
  const workspace = await makeWorkspace(t);
  const [live, ended] = [makeRun(workspace, runIdOf(0)), makeRun(workspace, runIdOf(1))];
  live.write(hello, running);
  ended.write(hello, { kind: 'end', state: 'completed' });
  const window = await openWindow(t, workspace);
  for (const { folder } of [live, ended]) writeFileSync(join(folder, 'annotations.json'), '{"name":"by hand"}');
  await until('both are noticed', () => [live, ended].every(({ runId }) => window.names.get(runId) === 'by hand'));
  writeFileSync(join(ended.folder, 'annotations.json'), '{"name":"broken');
  await until('the broken one is told', () => window.problems.some(({ code }) => code === 'annotations-broken'));
  assert.equal((await window.client.request('runs/get', { runId: ended.runId }))?.name, 'by hand');
  await window.client.close();
  writeFileSync(join(ended.folder, 'annotations.json'), '{"name":"while away"}');
  writeFileSync(join(live.folder, 'annotations.json'), '[]');
  const again = await openWindow(t, workspace);
  assert.equal(again.names.get(ended.runId), 'while away');
  assert.deepEqual([again.names.get(live.runId), again.problems.map(({ code }) => code)], ['by hand', ['annotations-broken']]); // prettier-ignore
});

test('a run whose folder is gone leaves all windows and the database, and later changes are still told', async (t) => {
  const workspace = await makeWorkspace(t);
  const runs = [0, 1, 2].map((n) => makeRun(workspace, runIdOf(n)));
  for (const run of runs) run.write(hello, running, ...trainingEvents(30));
  const windows = [await openWindow(t, workspace), await openWindow(t, workspace)];
  // The newest, which was written to last.
  rmSync(runs[2]!.folder, { recursive: true });
  await until('both windows have heard', () => windows.every(({ names }) => !names.has(runIdOf(2))));
  assert.equal(await windows[0]!.client.request('runs/get', { runId: runIdOf(2) }), null);
  writeFileSync(join(runs[0]!.folder, 'annotations.json'), '{"name":"after"}');
  await until('a change after it is told', () => windows.every(({ names }) => names.get(runIdOf(0)) === 'after'));
  const back = makeRun(workspace, runIdOf(2), { name: 'another of that id' });
  back.write(hello);
  await until('it comes back', () => windows.every(({ names }) => names.get(runIdOf(2)) === 'another of that id'));
  assert.deepEqual(await windows[0]!.client.request('runs/series', { runId: runIdOf(2), maxPoints: 10 }), []);
  await Promise.all(windows.map(({ client }) => client.close()));
  // While nobody looks.
  renameSync(runs[1]!.folder, join(workspace.folder, 'elsewhere'));
  const { names, client } = await openWindow(t, workspace);
  assert.deepEqual([...names.keys()].sort(), [runIdOf(0), runIdOf(2)]);
  await client.close();
  const db = await openFor(t, workspace.databaseFile);
  for (const table of ['series', 'chunks', 'recent_points', 'checkpoints', 'log']) {
    const key = ['chunks', 'recent_points'].includes(table)
      ? 'series_key NOT IN (SELECT series_key FROM series)'
      : 'run_key NOT IN (SELECT run_key FROM runs)';
    assert.deepEqual(db.all(`SELECT * FROM ${table} WHERE ${key}`), [], `${table} has nothing of removed runs`);
  }
});

test('fields of the experiments and a heat map come from the process too; wrong requests are answered', async (t) => {
  const workspace = await makeWorkspace(t);
  makeRun(workspace, runIdOf(0), { name: 'a', training: { learning_rate: 3e-5, fp16: false }, ipu_config: { layers_per_ipu: [1, 2] } }); // prettier-ignore
  makeRun(workspace, runIdOf(1), { name: 'b', training: null }).write(hello, running, ...trainingEvents(20));
  makeRun(workspace, runIdOf(2), null);
  const { request } = (await openWindow(t, workspace)).client;
  const paths = [
    'training.learning_rate',
    'training.fp16',
    'ipu_config.layers_per_ipu',
    'training.__proto__.x',
    'name',
  ];
  const expected = { [runIdOf(0)]: [3e-5, false, '[1,2]', null, 'a'], [runIdOf(1)]: [null, null, null, null, 'b'], [runIdOf(2)]: [null, null, null, null, null] }; // prettier-ignore
  assert.deepEqual(await request('runs/fields', { paths }), expected);
  assert.deepEqual(await request('runs/fields', { paths: [...paths].reverse() }), Object.fromEntries(Object.entries(expected).map(([id, values]) => [id, [...values].reverse()]))); // prettier-ignore
  const map = await request('runs/heat-map', { runId: runIdOf(1), quantity: 'utilisation', columns: 4 });
  assert.deepEqual([map.devices, map.steps, map.totalPoints], [[0, 1], [1, 6, 11, 16], 20]); // prettier-ignore
  assert.deepEqual(await request('runs/heat-map', { runId: runIdOf(1), quantity: 'powerWatts', columns: 4 }), { devices: [], steps: [], values: [], totalPoints: 0 }); // prettier-ignore
  const runId = runIdOf(1);
  const wrong = (more: object) => request('runs/series', { runId, maxPoints: 9, ...more } as never);
  await assert.rejects(wrong({ x: { kind: 'colour' } }), { message: /x\.kind/ });
  await assert.rejects(wrong({ x: { kind: 'metric' } }), { message: /x\.name/ });
  await assert.rejects(wrong({ fromX: NaN }), { message: /fromX/ });
  await assert.rejects(wrong({ smoothing: { kind: 'ema', weight: 1.5 } }), { message: /weight/ });
  await assert.rejects(wrong({ smoothing: { kind: 'gaussian', points: 0 } }), { message: /points/ });
  await assert.rejects(wrong({ buckets: 1 }), { message: /buckets/ });
  await assert.rejects(request('runs/annotate', { runIds: ['../x'], change: {} }), { message: /run id/ });
  await assert.rejects(request('runs/annotate', { runIds: [runId], change: { starred: 'yes' as never } }), { message: /starred/ }); // prettier-ignore
  await assert.rejects(request('runs/heat-map', { runId, quantity: 'heat' as never, columns: 4 }), { message: /quantity/ }); // prettier-ignore
});
