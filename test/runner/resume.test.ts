import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { readJournalEnds } from '../../src/runner/journal-file.ts';
import { resumeRun } from '../../src/runner/resume.ts';
import { reconcile, stopRun } from '../../src/runner/supervisor.ts';
import type { AppError } from '../../src/shared/errors.ts';
import type { EventBody } from '../../src/shared/journal/event.ts';
import { createJournalWriter } from '../../src/shared/journal/writer.ts';
import { startStore } from '../../src/store/client.ts';
import { Bench, fixtureEngine, kill, readEvents, waitForEnd, waitForMetrics } from './bench.ts';

const program = { node: process.execPath, engineScript: fixtureEngine };

let bench: Bench;
before(async () => void (bench = await Bench.create()));
after(() => bench.dispose());

const resume = async (folder: string) => bench.endAfterwards(await resumeRun({ folder, program }));
const hellos = async (folder: string) => (await readEvents(folder)).filter(({ kind }) => kind === 'hello').length;
const code = (expected: string) => (error: AppError) => error.code === expected && error.hint !== '';

describe('resumeRun', () => {
  it('goes on with a stopped run in its folder, and the new session can be stopped like the first', async () => {
    const run = await bench.launch('steady');
    await waitForMetrics(run.folder);
    await stopRun(run.folder);
    await run.exited;
    const token = JSON.parse(await readFile(join(run.folder, 'seen.json'), 'utf8')).token as string;

    const resumed = await resume(run.folder);
    assert.equal(resumed.runId, run.runId);
    assert.equal(await hellos(run.folder), 2);
    const seen = JSON.parse(await readFile(join(run.folder, 'seen.json'), 'utf8'));
    assert.deepEqual(seen.argv, ['train', join(run.folder, 'experiment.json'), '--run', run.folder, '--resume']);
    assert.notEqual(seen.token, token);
    assert.equal((await readJournalEnds(run.folder)).hello?.pid, resumed.pid);
    assert.equal(await stopRun(run.folder), 'requested');
    assert.deepEqual(await resumed.exited, { exitCode: 0, signal: null });
    assert.equal((await waitForEnd(run.folder)).state, 'stopped');
    const numbers = (await readEvents(run.folder)).map(({ n }) => n);
    assert.deepEqual(numbers, [...numbers.keys()]);
  });

  it('goes on with a killed run; the store shows it lost, then running, and ends the process that it has now', async () => {
    const run = await bench.launch('stubborn');
    await waitForMetrics(run.folder);
    await kill(run.pid);
    const store = await startStore({
      node: process.execPath,
      script: join(import.meta.dirname, '../../src/store/server.ts'),
      databaseFile: join(bench.workspace, '.ipu/runs.db'),
      runsFolder: join(bench.workspace, '.ipu/runs'),
    });
    try {
      assert.deepEqual((await reconcile(store)).map(({ runId }) => runId), [run.runId]); // prettier-ignore
      const resumed = await resume(run.folder);
      const shown = await store.request('runs/ingest', { runId: run.runId });
      assert.ok(shown?.state === 'starting' || shown?.state === 'running', shown?.state);
      assert.equal(shown.error, undefined);
      assert.deepEqual(await reconcile(store), []);
      assert.equal((await store.request('runs/get', { runId: run.runId }))?.process?.pid, resumed.pid);
      assert.equal(await stopRun(run.folder, { force: true, graceMs: 100 }), 'ended');
      await resumed.exited;
      assert.deepEqual((await reconcile(store)).map(({ state }) => state), ['lost']); // prettier-ignore
    } finally {
      await store.close();
    }
  });

  it('refuses a run that is active or has completed, without starting anything', async () => {
    const active = await bench.launch('steady');
    await waitForMetrics(active.folder);
    await assert.rejects(resumeRun({ folder: active.folder, program }), code('run-still-active'));
    assert.equal(await hellos(active.folder), 1);

    const done = await bench.launch('three steps');
    await done.exited;
    await assert.rejects(resumeRun({ folder: done.folder, program }), code('run-completed'));
    const seen = JSON.parse(await readFile(join(done.folder, 'seen.json'), 'utf8'));
    assert.ok(!seen.argv.includes('--resume'));
  });

  it('tells what the program said when it refuses, and leaves the journal alone', async () => {
    const run = await bench.launch('refuses to resume');
    await waitForMetrics(run.folder);
    await kill(run.pid);
    const journal = await readFile(join(run.folder, 'journal.log'));
    await assert.rejects(resumeRun({ folder: run.folder, program }), (error: AppError) => {
      assert.equal(error.code, 'resume-failed');
      assert.match(error.message, /ended with exit code 1\. It said:\nno: the moon is full$/);
      return true;
    });
    assert.deepEqual(await readFile(join(run.folder, 'journal.log')), journal);
  });

  it('names an experiment that cannot be read', async () => {
    const run = await bench.launch('steady');
    await waitForMetrics(run.folder);
    await kill(run.pid);
    await writeFile(join(run.folder, 'experiment.json'), '{"name": 3');
    await assert.rejects(resumeRun({ folder: run.folder, program }), code('run-not-readable'));
  });
});

describe('readJournalEnds', () => {
  it('finds the newest hello wherever it is in a long journal', async () => {
    const log = (length: number): EventBody => ({ kind: 'log', level: 'info', message: 'x'.repeat(length) });
    const hello = (pid: number): EventBody => ({
      kind: 'hello',
      protocol: 1,
      runId: 'r',
      pid,
      bootId: '',
      processStart: '',
      host: 'h',
    });
    // Around chunks of 256 KiB: nothing after it, much after it, and lines longer than a chunk.
    for (const after of [0, 250_000, 262_000, 262_144, 300_000, 700_000]) {
      const folder = join(bench.workspace, `long-${after}`);
      await mkdir(folder);
      const append = (bytes: Uint8Array) => appendFileSync(join(folder, 'journal.log'), bytes);
      const journal = createJournalWriter({ append, now: () => 0 });
      journal.write(hello(1));
      for (let i = 0; i < 40; i++) journal.write(log(10_000));
      journal.write(hello(2));
      journal.write(log(after));
      for (let i = 0; i < after; i += 10_000) journal.write(log(9_900 + (i % 7)));
      append(new TextEncoder().encode('0000 torn "hello"'));
      const ends = await readJournalEnds(folder);
      assert.equal(ends.hello?.pid, 2, `${after} bytes after it`);
      assert.equal(ends.hello.n, 41);
      assert.equal(ends.first?.n, 0);
      assert.equal(ends.end, null);
    }
  });
});
