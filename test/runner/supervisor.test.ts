import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { findProcess, stopRun } from '../../src/runner/supervisor.ts';
import { createJournalWriter } from '../../src/shared/journal/writer.ts';
import type { EventBody } from '../../src/shared/journal/event.ts';
import type { ProcessIdentity } from '../../src/shared/messages/runs.ts';
import { readProcessIdentity } from '../../src/system/process-identity.ts';
import { waitFor } from '../support/wait.ts';
import { Bench, kill, waitForEnd, waitForMetrics } from './bench.ts';

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
