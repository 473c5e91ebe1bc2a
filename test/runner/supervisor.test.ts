import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { findProcess, reconcile, stopRun } from '../../src/runner/supervisor.ts';
import { createJournalWriter } from '../../src/shared/journal/writer.ts';
import type { EventBody } from '../../src/shared/journal/event.ts';
import type { ProcessIdentity } from '../../src/shared/messages/runs.ts';
import { makeRunId } from '../../src/shared/run-id.ts';
import { startStore, type StoreClient } from '../../src/store/client.ts';
import { readProcessIdentity } from '../../src/system/process-identity.ts';
import { waitFor } from '../support/wait.ts';
import { Bench, kill, readEvents, waitForEnd, waitForMetrics } from './bench.ts';

let bench: Bench;
before(async () => {
  bench = await Bench.create();
});
after(() => bench.dispose());

/** A run folder whose journal says these things. */
async function writeRun(runId: string, events: readonly EventBody[]): Promise<string> {
  const folder = join(bench.workspace, '.ipu', 'runs', runId);
  await mkdir(join(folder, 'control'), { recursive: true });
  const append = (bytes: Uint8Array) => appendFileSync(join(folder, 'journal.log'), bytes);
  const journal = createJournalWriter({ append, now: () => Date.now() });
  for (const event of events) journal.write(event);
  return folder;
}

const hello = (runId: string, identity: ProcessIdentity): EventBody => ({
  kind: 'hello',
  protocol: 1,
  runId,
  ...identity,
});

/** A living process that is nobody's run. */
async function startBystander() {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true, stdio: 'ignore' });
  const identity = await waitFor('the bystander', () => readProcessIdentity(child.pid!));
  bench.endAfterwards({ pid: identity.pid });
  return identity;
}

describe('stopRun', () => {
  it('asks for a graceful stop', async () => {
    const run = await bench.launch('steady');
    await waitForMetrics(run.folder);
    assert.equal(await stopRun(run.folder), 'requested');
    assert.deepEqual(await run.exited, { exitCode: 0, signal: null });
    assert.equal((await waitForEnd(run.folder)).state, 'stopped');
    assert.equal(await stopRun(run.folder, { force: true }), 'over');
  });

  it('reaches a run that has not begun yet', async () => {
    const run = await bench.launch('steady');
    assert.equal(await stopRun(run.folder), 'requested');
    assert.equal((await waitForEnd(run.folder)).state, 'stopped');
  });

  it('with force lets the process end by itself in the grace time', async () => {
    const run = await bench.launch('steady');
    await waitForMetrics(run.folder);
    assert.equal(await stopRun(run.folder, { force: true, graceMs: 60_000 }), 'ended');
    assert.equal((await waitForEnd(run.folder)).state, 'stopped');
  });

  it('with force kills a process that does not listen', async () => {
    const run = await bench.launch('stubborn');
    await waitForMetrics(run.folder);
    assert.equal(await stopRun(run.folder, { force: true, graceMs: 200 }), 'ended');
    assert.equal((await run.exited).signal, 'SIGKILL');
    assert.equal(await stopRun(run.folder, { force: true }), 'gone');
    assert.equal(await stopRun(run.folder), 'gone');
  });

  it('ends nothing when the pid belongs to another program by now', async () => {
    const bystander = await startBystander();
    const forms: [string, ProcessIdentity][] = [
      ['20260101-000000-reused-0001', { ...bystander, processStart: `${bystander.processStart}1` }],
      ['20260101-000000-reused-0002', { ...bystander, bootId: 'an earlier boot' }],
    ];
    for (const [runId, identity] of forms) {
      const folder = await writeRun(runId, [hello(runId, identity)]);
      assert.equal(await stopRun(folder, { force: true, graceMs: 0 }), 'gone');
    }
    assert.deepEqual(await readProcessIdentity(bystander.pid), bystander);
  });

  it('ends nothing on another host, nor without proof, nor before the process has reported', async () => {
    const bystander = await startBystander();
    const runs: [string, EventBody[], string][] = [
      ['20260101-000000-far-0001', [hello('', { ...bystander, host: 'elsewhere' })], 'run-on-other-host'],
      ['20260101-000000-far-0002', [hello('', { ...bystander, processStart: '' })], 'run-process-unknown'],
      ['20260101-000000-far-0003', [], 'run-process-not-known-yet'],
    ];
    for (const [runId, events, code] of runs) {
      const folder = await writeRun(runId, events);
      assert.equal(await stopRun(folder), 'requested');
      await assert.rejects(stopRun(folder, { force: true, graceMs: 0 }), { code });
    }
    assert.deepEqual(await readProcessIdentity(bystander.pid), bystander);
  });
});

describe('findProcess', () => {
  it('tells a dead process from one that is merely unproven', async () => {
    const bystander = await startBystander();
    assert.equal(await findProcess(bystander), 'same');
    assert.equal(await findProcess({ ...bystander, processStart: '' }), 'unproven');
    assert.equal(await findProcess({ ...bystander, host: `${hostname()}-2` }), 'elsewhere');
    await kill(bystander.pid);
    assert.equal(await findProcess(bystander), 'gone');
  });

  it('does not take a stopped process for gone', async () => {
    const bystander = await startBystander();
    process.kill(bystander.pid, 'SIGSTOP');
    assert.equal(await findProcess(bystander), 'same');
  });
});

describe('reconcile', () => {
  let store: StoreClient;
  before(async () => {
    store = await startStore({
      node: process.execPath,
      script: fileURLToPath(new URL('../../src/store/server.ts', import.meta.url)),
      databaseFile: join(bench.workspace, 'reconcile.db'),
      runsFolder: join(bench.workspace, '.ipu', 'runs'),
    });
  });
  after(() => store.close());

  const stateOf = async (runId: string) => {
    await store.request('runs/ingest', { runId });
    return (await store.request('runs/get', { runId }))?.state;
  };

  it('marks a run as lost whose process was killed, with its last event as its end', async () => {
    const run = await bench.launch('steady');
    await waitForMetrics(run.folder);
    assert.equal(await stateOf(run.runId), 'running');
    await reconcile(store);
    assert.equal(await stateOf(run.runId), 'running');
    await kill(run.pid);
    const lost = await reconcile(store);
    const last = (await readEvents(run.folder)).at(-1)!;
    const found = lost.find((each) => each.runId === run.runId);
    assert.equal(found?.state, 'lost');
    assert.equal(found?.lastEventAt, last.time);
    assert.ok(!(await reconcile(store)).some((each) => each.runId === run.runId));
  });

  it('sees through a pid that another program has by now, and an earlier boot', async () => {
    const bystander = await startBystander();
    const lost: [string, ProcessIdentity][] = [
      ['20260102-000000-reused-0001', { ...bystander, processStart: `${bystander.processStart}1` }],
      ['20260102-000000-reused-0002', { ...bystander, bootId: 'an earlier boot' }],
    ];
    for (const [runId, identity] of lost) await writeRun(runId, [hello(runId, identity)]);
    for (const [runId] of lost) await stateOf(runId);
    const marked = (await reconcile(store)).map((run) => run.runId);
    for (const [runId] of lost) assert.ok(marked.includes(runId), runId);
  });

  it('leaves alone what is alive, unproven, on another host, or has ended', async () => {
    const bystander = await startBystander();
    const runs: [string, EventBody[], string][] = [
      ['20260103-000000-kept-0001', [hello('', bystander)], 'starting'],
      ['20260103-000000-kept-0002', [hello('', { ...bystander, processStart: '' })], 'starting'],
      ['20260103-000000-kept-0003', [hello('', { ...bystander, pid: 2 ** 22 + 1, host: 'elsewhere' })], 'starting'],
      [
        '20260103-000000-kept-0004',
        [hello('', { ...bystander, pid: 2 ** 22 + 1 }), { kind: 'end', state: 'completed' }],
        'completed',
      ],
    ];
    for (const [runId, events] of runs) {
      await writeRun(
        runId,
        events.map((event) => (event.kind === 'hello' ? { ...event, runId } : event)),
      );
      await stateOf(runId);
    }
    await reconcile(store);
    for (const [runId, , state] of runs) assert.equal(await stateOf(runId), state, runId);
  });

  it('waits for a run that has not begun, but not for ever', async () => {
    const runId = makeRunId('silent', new Date(), () => 0);
    await writeRun(runId, []);
    assert.equal(await stateOf(runId), 'queued');
    await reconcile(store, 3_600_000);
    assert.equal(await stateOf(runId), 'queued');
    await reconcile(store, -1);
    assert.equal(await stateOf(runId), 'lost');
  });
});
