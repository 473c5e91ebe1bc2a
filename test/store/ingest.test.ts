import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, renameSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { EventBody } from '../../src/shared/journal/event.ts';
import { encodeLine } from '../../src/shared/journal/line.ts';
import type { RunDetail } from '../../src/shared/messages/runs.ts';
import type { Driver } from '../../src/store/driver.ts';
import { ingestRun, markLost, maxBadLines } from '../../src/store/ingest.ts';
import { readSeries } from '../../src/store/series.ts';
import { readDetail } from '../../src/store/queries.ts';
import { listRuns } from '../../src/store/run-rows.ts';
import {
  everything,
  hello,
  ingestAll,
  makeRun,
  makeWorkspace,
  openFor,
  runIdOf,
  running,
  trainingEvents,
  until,
  type Workspace,
} from './fixture.ts';

const runId = runIdOf(0);
const ingestProgram = join(import.meta.dirname, 'ingest-program.ts');

function detail(db: Driver, { runsFolder }: Workspace): RunDetail {
  const found = readDetail(db, runsFolder, runId);
  assert.ok(found);
  return found;
}

test('a run folder without a journal is a queued run named by its experiment', async (t) => {
  const workspace = await makeWorkspace(t);
  makeRun(workspace, runId, { name: 'bert-large', seed: 42 });
  const db = await openFor(t, workspace.databaseFile);
  await ingestRun(db, workspace.runsFolder, runId);
  const run = detail(db, workspace);
  assert.deepEqual([run.state, run.name, run.points, run.step], ['queued', 'bert-large', 0, 0]);
  assert.equal(run.startedAt, Date.UTC(2026, 0, 2, 3, 0, 0));
  assert.deepEqual(run.experiment, { name: 'bert-large', seed: 42 });
  assert.equal(run.folder, join(workspace.runsFolder, runId));
});

test('a run knows its group and its place in a sweep; a broken description of it is passed over', async (t) => {
  const workspace = await makeWorkspace(t);
  const sweepId = '20260102-030000-sweep-quick-ab12';
  const place = { sweepId, name: 'quick', index: 3, label: 'lr 3e-5' };
  const contents = [place, { ...place, sweepId: '../..' }, { ...place, index: 'first' }, 'no object', null];
  for (const [n, content] of contents.entries()) {
    const { folder } = makeRun(workspace, runIdOf(n), { name: 'quick: lr 3e-5', group: n === 0 ? 'tries' : '' });
    if (content !== null) writeFileSync(join(folder, 'sweep.json'), JSON.stringify(content));
  }
  const db = await openFor(t, workspace.databaseFile);
  await ingestAll(db, workspace.runsFolder);
  const runs = listRuns(db).reverse();
  assert.deepEqual([runs[0]?.group, runs[0]?.sweep], ['tries', place]);
  assert.deepEqual(runs.slice(1).map(({ group, sweep }) => [group, sweep]), contents.slice(1).map(() => [undefined, undefined])); // prettier-ignore
  await markLost(db, workspace.runsFolder, runIdOf(0));
  const lost = listRuns(db).find(({ runId: id }) => id === runIdOf(0));
  assert.equal(lost?.state, 'lost');
  assert.match(lost?.error?.hint ?? '', new RegExp(`ipuw sweep --resume ${sweepId}`));
});

test('a run knows the file it was launched from, if its environment says so in a plain word', async (t) => {
  const workspace = await makeWorkspace(t);
  const contents = ['{"source":"samples/quick.ipu.json"}', '{"source":null}', '{"source":3}', 'broken', '[]'];
  for (const [n, content] of contents.entries()) {
    writeFileSync(join(makeRun(workspace, runIdOf(n)).folder, 'environment.json'), content);
  }
  const db = await openFor(t, workspace.databaseFile);
  await ingestAll(db, workspace.runsFolder);
  const sources = listRuns(db).reverse().map(({ source }) => source); // prettier-ignore
  assert.deepEqual(sources, ['samples/quick.ipu.json', undefined, undefined, undefined, undefined]);
});

test('a run knows what it was imported from, if its folder says so in a known word', async (t) => {
  const workspace = await makeWorkspace(t);
  const contents = [`{\n  "source": "tensorboard", "text": "${'x'.repeat(2 ** 21)}"}`, '{"source":"model-card"}', '{"source":"rumour"}', '[]', 'broken']; // prettier-ignore
  for (const [n, content] of contents.entries()) {
    writeFileSync(join(makeRun(workspace, runIdOf(n)).folder, 'imported.json'), content);
  }
  const db = await openFor(t, workspace.databaseFile);
  await ingestAll(db, workspace.runsFolder);
  const sources = listRuns(db).reverse().map(({ imported }) => imported); // prettier-ignore
  assert.deepEqual(sources, ['tensorboard', 'model-card', undefined, undefined, undefined]);
});

test('an experiment that is unfinished, not JSON or too large leaves the id as the name, until it can be read', async (t) => {
  const workspace = await makeWorkspace(t);
  const run = makeRun(workspace, runId, null);
  const db = await openFor(t, workspace.databaseFile);
  const path = join(run.folder, 'experiment.json');
  for (const text of ['{"name": "qu', '', `{"name":"x","pad":"${'x'.repeat(1024 * 1024)}"}`]) {
    writeFileSync(path, text);
    await ingestRun(db, workspace.runsFolder, runId);
    assert.deepEqual([detail(db, workspace).name, detail(db, workspace).experiment], ['run', null]);
  }
  writeFileSync(path, '{"name":"quick"}');
  await ingestRun(db, workspace.runsFolder, runId);
  assert.equal(detail(db, workspace).name, 'quick');
});

test('all kinds of events arrive where the views look for them', async (t) => {
  const workspace = await makeWorkspace(t);
  const run = makeRun(workspace, runId);
  const events = run.write(
    hello,
    running,
    { kind: 'metrics', step: 1, values: { loss: 3, ['__proto__']: 1 } },
    { kind: 'progress', phase: 'train', done: 2, total: 8, perSecond: Infinity },
    { kind: 'metrics', step: 2, values: { loss: NaN } },
    { kind: 'ipu', step: 2, source: 'model', devices: [{ index: 0, utilisation: 0.5, powerWatts: 90 }] },
    { kind: 'checkpoint', step: 2, path: 'checkpoints/checkpoint-2' },
    { kind: 'result', values: { eval_f1: 1 } },
    { kind: 'result', values: { eval_f1: 88.85, eval_exact_match: -Infinity } },
    { kind: 'log', level: 'warning', message: 'careful' },
    { kind: 'end', state: 'failed', error: { code: 'c', message: 'm', hint: 'h' } },
  );
  const db = await openFor(t, workspace.databaseFile);
  await ingestRun(db, workspace.runsFolder, runId);
  const { folder, ...found } = detail(db, workspace);
  assert.deepEqual(found, {
    runId,
    name: 'quick',
    state: 'failed',
    error: { code: 'c', message: 'm', hint: 'h' },
    startedAt: events[0]?.time,
    lastEventAt: events.at(-1)?.time,
    workedMs: 100,
    step: 2,
    progress: { phase: 'train', done: 2, total: 8, perSecond: Infinity },
    latest: { loss: NaN, ['__proto__']: 1 },
    ranges: { loss: { min: 3, max: 3 }, ['__proto__']: { min: 1, max: 1 } },
    results: { eval_f1: 88.85, eval_exact_match: -Infinity },
    points: 2,
    experiment: { name: 'quick' },
    process: { pid: 41, bootId: 'boot', processStart: '77', host: 'here' },
    checkpoints: [{ step: 2, path: 'checkpoints/checkpoint-2' }],
    log: [{ time: events[9]?.time, level: 'warning', message: 'careful' }],
    badLines: [],
    ipuSource: 'model',
  });
  assert.equal(folder, run.folder);
  const names = readSeries(db, { runId, maxPoints: 10 }).map((series) => series.name);
  assert.deepEqual(names, ['__proto__', 'ipu/0/powerWatts', 'ipu/0/utilisation', 'loss']);
});

test('ingesting again, or in pieces of any size, changes nothing', async (t) => {
  const workspace = await makeWorkspace(t);
  const run = makeRun(workspace, runId);
  run.write(hello, running, ...trainingEvents(60), { kind: 'end', state: 'completed' });
  const db = await openFor(t, workspace.databaseFile);
  await ingestRun(db, workspace.runsFolder, runId);
  const once = everything(db, workspace.runsFolder);
  assert.equal(await ingestRun(db, workspace.runsFolder, runId), false);
  assert.deepEqual(everything(db, workspace.runsFolder), once);

  const bytes = readFileSync(run.journal);
  const other = await openFor(t, join(workspace.folder, 'pieces.db'));
  for (let size = 0; size < bytes.length; size += 211) {
    writeFileSync(run.journal, bytes.subarray(0, size));
    await ingestRun(other, workspace.runsFolder, runId);
  }
  writeFileSync(run.journal, bytes);
  await ingestRun(other, workspace.runsFolder, runId);
  assert.deepEqual(everything(other, workspace.runsFolder), once);
});

test('two processes that ingest the same runs at the same time give the same as one', async (t) => {
  const workspace = await makeWorkspace(t);
  for (let n = 0; n < 3; n++) makeRun(workspace, runIdOf(n)).write(hello, running, ...trainingEvents(3000));
  const arguments_ = [workspace.databaseFile, workspace.runsFolder];
  const children = [0, 1].map(() => fork(ingestProgram, arguments_, { execArgv: [] }));
  const codes = await Promise.all(children.map(async (child) => (await once(child, 'exit'))[0] as unknown));
  assert.deepEqual(codes, [0, 0]);
  const db = await openFor(t, workspace.databaseFile);
  const alone = await openFor(t, join(workspace.folder, 'alone.db'));
  await ingestAll(alone, workspace.runsFolder);
  assert.deepEqual(everything(db, workspace.runsFolder), everything(alone, workspace.runsFolder));
  assert.equal(detail(db, workspace).points, 3000);
});

test('a process killed while it ingests leaves a database that the next one completes', async (t) => {
  const workspace = await makeWorkspace(t);
  makeRun(workspace, runId).write(hello, running, ...trainingEvents(20_000));
  const db = await openFor(t, workspace.databaseFile);
  for (const share of [0, 0.2]) {
    const child = fork(ingestProgram, [workspace.databaseFile, workspace.runsFolder], { execArgv: [] });
    const exited = once(child, 'exit');
    await until('some of the journal is ingested', () => (listRuns(db)[0]?.points ?? 0) > share * 20_000);
    child.kill('SIGKILL');
    assert.equal((await exited)[1], 'SIGKILL');
  }
  await ingestAll(db, workspace.runsFolder);
  assert.equal(detail(db, workspace).points, 20_000);
  const fresh = await openFor(t, join(workspace.folder, 'fresh.db'));
  await ingestAll(fresh, workspace.runsFolder);
  assert.deepEqual(everything(db, workspace.runsFolder), everything(fresh, workspace.runsFolder));
});

test('bad lines are listed with line and reason, and everything around them is there', async (t) => {
  const workspace = await makeWorkspace(t);
  const run = makeRun(workspace, runId);
  run.write(hello);
  run.append('rubbish\n');
  run.write({ kind: 'metrics', step: 1, values: { loss: 1 } });
  run.append(encodeLine({ n: 0, time: 1, kind: 'heartbeat' }));
  run.write({ kind: 'metrics', step: 2, values: { loss: 2 } });
  run.append('0123abcd {"torn"');
  const db = await openFor(t, workspace.databaseFile);
  await ingestRun(db, workspace.runsFolder, runId);
  const { badLines, points } = detail(db, workspace);
  assert.equal(points, 2);
  assert.deepEqual(badLines, [
    { line: 2, reason: 'it does not begin with a checksum' },
    { line: 4, reason: 'it repeats number 0; 2 is next' },
  ]);
});

test('a journal of rubbish lists a limited number of bad lines and says that there are more', async (t) => {
  const workspace = await makeWorkspace(t);
  const run = makeRun(workspace, runId);
  const db = await openFor(t, workspace.databaseFile);
  run.append('x\n'.repeat(maxBadLines));
  await ingestRun(db, workspace.runsFolder, runId);
  assert.doesNotMatch(detail(db, workspace).badLines.at(-1)?.reason ?? '', /more lines/);
  for (let i = 0; i < 2; i++) {
    run.append('x\n'.repeat(10));
    await ingestRun(db, workspace.runsFolder, runId);
  }
  const { badLines } = detail(db, workspace);
  assert.equal(badLines.length, maxBadLines);
  assert.equal(badLines.at(-1)?.reason.match(/more lines/g)?.length, 1);
});

test('a journal that was cut short or replaced is read anew', async (t) => {
  const workspace = await makeWorkspace(t);
  const run = makeRun(workspace, runId);
  run.write(hello, running, ...trainingEvents(50));
  const db = await openFor(t, workspace.databaseFile);
  await ingestRun(db, workspace.runsFolder, runId);
  truncateSync(run.journal, 3000);
  await ingestRun(db, workspace.runsFolder, runId);
  const shorter = detail(db, workspace).points;
  assert.ok(shorter > 0 && shorter < 50);

  renameSync(run.folder, `${run.folder}-old`);
  makeRun(workspace, runId).write(hello, ...trainingEvents(200));
  await ingestRun(db, workspace.runsFolder, runId);
  const fresh = await openFor(t, join(workspace.folder, 'fresh.db'));
  await ingestAll(fresh, workspace.runsFolder);
  assert.deepEqual(everything(db, workspace.runsFolder), everything(fresh, workspace.runsFolder));
  assert.equal(detail(db, workspace).points, 200);
});

test('measured device samples replace modelled ones and are never mixed with them', async (t) => {
  const workspace = await makeWorkspace(t);
  const sample = (step: number, source: 'model' | 'device', utilisation: number) =>
    ({ kind: 'ipu', step, source, devices: [{ index: 0, utilisation }] }) as const;
  const run = makeRun(workspace, runId);
  run.write(
    hello,
    sample(1, 'model', 0.1),
    sample(2, 'device', 0.2),
    sample(3, 'model', 0.3),
    sample(4, 'device', 0.4),
  );
  const db = await openFor(t, workspace.databaseFile);
  await ingestRun(db, workspace.runsFolder, runId);
  const [series] = readSeries(db, { runId, names: ['ipu/0/utilisation'], maxPoints: 10 });
  assert.deepEqual([series?.steps, series?.values], [[2, 4], [0.2, 0.4]]); // prettier-ignore
  assert.equal(detail(db, workspace).ipuSource, 'device');
});

test('a run is lost only while its journal does not grow, and ends at its last event', async (t) => {
  const workspace = await makeWorkspace(t);
  const run = makeRun(workspace, runId);
  const [, last] = run.write(hello, running);
  const db = await openFor(t, workspace.databaseFile);
  await markLost(db, workspace.runsFolder, runId);
  assert.equal(detail(db, workspace).state, 'running', 'its journal has grown since it was last read');
  await markLost(db, workspace.runsFolder, runId);
  assert.equal(detail(db, workspace).state, 'lost');
  assert.equal(detail(db, workspace).lastEventAt, last?.time);
  run.write({ kind: 'heartbeat' });
  await ingestRun(db, workspace.runsFolder, runId);
  assert.equal(detail(db, workspace).state, 'running', 'an event undoes it');
  run.write({ kind: 'end', state: 'completed' });
  await ingestRun(db, workspace.runsFolder, runId);
  await markLost(db, workspace.runsFolder, runId);
  assert.equal(detail(db, workspace).state, 'completed');
});

test('a resumed run is under way again, keeps its start and replaces the steps it does again', async (t) => {
  const workspace = await makeWorkspace(t);
  const run = makeRun(workspace, runId);
  const [first] = run.write(hello, { kind: 'metrics', step: 1, values: { loss: 1 } });
  run.write({ kind: 'metrics', step: 2, values: { loss: 2 } }, { kind: 'end', state: 'stopped' });
  run.write({ ...hello, pid: 42 }, running, { kind: 'metrics', step: 2, values: { loss: 2.5 } });
  const db = await openFor(t, workspace.databaseFile);
  await ingestRun(db, workspace.runsFolder, runId);
  const { state, startedAt, process } = detail(db, workspace);
  assert.deepEqual([state, startedAt, process?.pid], ['running', first?.time, 42]);
  assert.deepEqual(readSeries(db, { runId, maxPoints: 9 })[0]?.values, [1, 2.5]);
});

test('links and broken names are not followed', async (t) => {
  const workspace = await makeWorkspace(t);
  const outside = await makeWorkspace(t);
  const target = makeRun(outside, runId);
  target.write(hello);
  symlinkSync(target.folder, join(workspace.runsFolder, runId));
  const inner = makeRun(workspace, runIdOf(1));
  symlinkSync(target.journal, inner.journal);
  const db = await openFor(t, workspace.databaseFile);
  for (const id of [runId, runIdOf(1), '..', '../x', '']) await ingestRun(db, workspace.runsFolder, id);
  assert.deepEqual(
    listRuns(db).map((run) => [run.runId, run.state]),
    [[runIdOf(1), 'queued']],
  );
});

test('only the time in which a process worked counts: not between a stop or a loss and what follows, nor in a queue', async (t) => {
  const workspace = await makeWorkspace(t);
  const run = makeRun(workspace, runId);
  const db = await openFor(t, workspace.databaseFile);
  // Each event comes 10 ms after the one before.
  const stopped = { kind: 'end', state: 'stopped' } as const;
  const queued = { kind: 'state', state: 'queued' } as const;
  const worked = async (...events: readonly EventBody[]) => {
    run.write(...events);
    await ingestRun(db, workspace.runsFolder, runId);
    return detail(db, workspace).workedMs;
  };
  assert.equal(await worked(stopped), undefined);
  assert.equal(await worked(queued), undefined);
  assert.equal(await worked(hello, running, stopped), 20);
  assert.equal(await worked(hello, running), 30, 'after a stop');
  assert.equal(await worked(queued), 30, 'after a loss, in the queue again');
  assert.equal(await worked(hello, running, running), 50);
  assert.equal(await worked(hello, stopped), 60, 'after a loss');
});
