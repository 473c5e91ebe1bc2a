// Sweeps from their launch to their end, with a program in the engine's place that journals but trains nothing.

import assert from 'node:assert/strict';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { readJournalEnds } from '../../../src/runner/journal-file.ts';
import { resumeRun } from '../../../src/runner/resume.ts';
import { reconcile, stopRun } from '../../../src/runner/supervisor.ts';
import { launchSweep, resumeSweep, type LaunchedSweep } from '../../../src/runner/sweep/launch.ts';
import { stopSweep } from '../../../src/runner/sweep/stop.ts';
import { runFiles } from '../../../src/shared/run-folder.ts';
import { startStore, type StoreClient } from '../../../src/store/client.ts';
import { Bench, fixtureEngine, kill, makeExperiment, readEvents, waitForEnd, waitForMetrics } from '../bench.ts';
import { waitFor } from '../../support/wait.ts';

const script = (path: string): string => fileURLToPath(new URL(`../../../src/${path}`, import.meta.url));
const program = { node: process.execPath, engineScript: fixtureEngine, sweepScript: script('runner/sweep/main.ts') };

let bench: Bench;
let store: StoreClient;
before(async () => {
  bench = await Bench.create();
  await mkdir(join(bench.workspace, '.ipu', 'runs'), { recursive: true });
  store = await startStore({
    node: process.execPath,
    script: script('store/server.ts'),
    databaseFile: join(bench.workspace, '.ipu', 'runs.db'),
    runsFolder: join(bench.workspace, '.ipu', 'runs'),
  });
});
after(async () => {
  await store.close();
  for (const kind of ['sweeps', 'runs']) {
    const folder = join(bench.workspace, '.ipu', kind);
    for (const id of await readdir(folder)) {
      const { hello, end } = await readJournalEnds(join(folder, id));
      if (hello !== null && end === null) await kill(hello.pid);
    }
  }
  await bench.dispose();
});

interface Launched extends LaunchedSweep {
  readonly runs: readonly string[];
}

/** Launches a sweep whose runs behave as these words say. */
async function launch(concurrency: number, ...descriptions: string[]): Promise<Launched> {
  const runs = descriptions.map((description, index) => ({
    label: `run ${index}`,
    experiment: makeExperiment(description, `tries: run ${index}`),
  }));
  const file = join(bench.workspace, 'tries.ipu.json');
  const request = { name: 'tries', file, concurrency, runs, workspaceFolder: bench.workspace, program };
  return withFolders(bench.endAfterwards(await launchSweep(request)));
}

async function goOn({ folder }: LaunchedSweep): Promise<Launched> {
  return withFolders(bench.endAfterwards(await resumeSweep(folder, program)));
}

function withFolders(sweep: LaunchedSweep): Launched {
  return { ...sweep, runs: sweep.runIds.map((runId) => join(bench.workspace, '.ipu', 'runs', runId)) };
}

const endOf = async (folder: string): Promise<string | undefined> => (await readJournalEnds(folder)).end?.state;
const endsOf = (folders: readonly string[]) => Promise.all(folders.map(endOf));

async function shownStates(sweepId: string): Promise<string[]> {
  for (const run of await store.request('runs/list', {})) await store.request('runs/ingest', { runId: run.runId });
  const runs = (await store.request('runs/list', {})).filter((run) => run.sweep?.sweepId === sweepId);
  return runs.sort((a, b) => a.sweep!.index - b.sweep!.index).map(({ state }) => state);
}

/** The run has begun anew, after what it had journalled. */
function waitForHello(folder: string, count: number) {
  const hellos = async () => (await readEvents(folder)).filter(({ kind }) => kind === 'hello').length;
  return waitFor(`session ${count} of ${folder}`, async () => (await hellos()) >= count);
}

describe('the queue of a sweep', () => {
  it('runs all, in their order, never more at a time than allowed', async () => {
    const sweep = await launch(2, ...Array.from({ length: 6 }, () => 'three steps'));
    assert.deepEqual(await sweep.exited, { exitCode: 0, signal: null });
    assert.deepEqual(
      await endsOf(sweep.runs),
      Array.from({ length: 6 }, () => 'completed'),
    );
    assert.equal(await endOf(sweep.folder), 'completed');
    const log = (await readEvents(sweep.folder)).flatMap((event) => (event.kind === 'log' ? [event.message] : []));
    const started = log.filter((message) => message.includes(' started '));
    assert.deepEqual(started.map((message) => message.split(' ')[0]).sort(), [...sweep.runIds].sort());
    const atOnce = log.map((_, i) =>
      log.slice(0, i + 1).reduce((n, each) => n + (each.includes(' started ') ? 1 : -1), 0),
    );
    assert.deepEqual([Math.max(...atOnce), atOnce.at(-1)], [2, 0]);
    // Those that run together may begin in either order.
    for (const [i, runId] of sweep.runIds.entries())
      assert.ok(Math.abs(started.findIndex((message) => message.startsWith(runId)) - i) <= 1, log.join('\n'));
    assert.ok(sweep.runIds.every((runId) => /-tries-run-\d-[a-z0-9]{4}$/.test(runId)));
    const environment = await readFile(join(sweep.runs[0]!, runFiles.environment), 'utf8');
    assert.equal((JSON.parse(environment) as { source: string }).source, 'tries.ipu.json');
  });

  it('shows runs that wait as queued, with their place, and lets none of them be resumed', async () => {
    const sweep = await launch(1, 'steady', 'three steps', 'three steps');
    await waitForMetrics(sweep.runs[0]!);
    await reconcile(store, 0);
    assert.deepEqual(await shownStates(sweep.sweepId), ['running', 'queued', 'queued']);
    const waiting = await store.request('runs/get', { runId: sweep.runIds[2]! });
    assert.deepEqual(waiting?.sweep, { sweepId: sweep.sweepId, name: 'tries', index: 2, label: 'run 2' });
    await assert.rejects(resumeRun({ folder: sweep.runs[1]!, program }), { code: 'run-waiting' });
    await assert.rejects(resumeSweep(sweep.folder, program), { code: 'sweep-still-active' });
    assert.equal(await stopRun(sweep.runs[1]!), 'withdrawn');
    await waitForEnd(sweep.runs[1]!);
    await stopRun(sweep.runs[0]!);
    await sweep.exited;
    assert.deepEqual(await endsOf(sweep.runs), ['stopped', 'stopped', 'completed']);
    assert.deepEqual((await readEvents(sweep.runs[1]!)).map(({ kind }) => kind), ['end']); // prettier-ignore
    assert.equal(await endOf(sweep.folder), 'completed');
  });

  it('goes on after a run that failed, whether it began or not', async () => {
    const sweep = await launch(1, 'ends at once', 'three steps', 'torn first line', 'three steps');
    await sweep.exited;
    assert.deepEqual(await endsOf(sweep.runs), ['failed', 'completed', 'failed', 'completed']);
    const [first] = await readEvents(sweep.runs[0]!);
    assert.ok(first?.kind === 'end' && first.error?.code === 'run-ended-before-start');
    await assert.rejects(resumeSweep(sweep.folder, program), { code: 'nothing-left-in-sweep' });
  });

  it('stops its runs gracefully and starts no more; resumed it goes on with them and repeats nothing', async () => {
    const sweep = await launch(1, 'three steps', 'steady', 'three steps');
    await waitForMetrics(sweep.runs[1]!);
    assert.equal(await stopSweep(sweep.folder), 'requested');
    assert.deepEqual(await sweep.exited, { exitCode: 0, signal: null });
    assert.deepEqual(await endsOf([...sweep.runs, sweep.folder]), ['completed', 'stopped', 'stopped', 'stopped']);
    assert.deepEqual(await shownStates(sweep.sweepId), ['completed', 'stopped', 'stopped']);
    assert.equal(await stopSweep(sweep.folder), 'over');

    const done = await readFile(join(sweep.runs[0]!, runFiles.journal));
    const resumed = await goOn(sweep);
    await waitForHello(sweep.runs[1]!, 2);
    assert.deepEqual(await shownStates(sweep.sweepId), ['completed', 'running', 'queued']);
    await stopRun(sweep.runs[1]!);
    await resumed.exited;
    assert.deepEqual(await endsOf([...sweep.runs, sweep.folder]), ['completed', 'stopped', 'completed', 'completed']);
    assert.deepEqual(await readFile(join(sweep.runs[0]!, runFiles.journal)), done);
    for (const folder of sweep.runs) {
      const numbers = (await readEvents(folder)).map(({ n }) => n);
      assert.deepEqual(numbers, numbers.map((_, i) => i)); // prettier-ignore
    }
  });

  it('ends its runs at once if that is asked for', async () => {
    const sweep = await launch(2, 'stubborn', 'stubborn', 'three steps');
    await waitForMetrics(sweep.runs[0]!);
    await waitForMetrics(sweep.runs[1]!);
    await stopSweep(sweep.folder);
    assert.equal(await stopSweep(sweep.folder, { force: true, graceMs: 50 }), 'ended');
    assert.deepEqual(await sweep.exited, { exitCode: 0, signal: null });
    await reconcile(store);
    assert.deepEqual(await shownStates(sweep.sweepId), ['lost', 'lost', 'stopped']);
  });

  it('that was killed is noticed; its runs go on, and so does it, with no more runs at a time than allowed', async () => {
    const sweep = await launch(1, 'three steps', 'steady', 'three steps');
    await waitForMetrics(sweep.runs[1]!);
    await kill(sweep.pid);
    assert.equal((await sweep.exited).signal, 'SIGKILL');
    await shownStates(sweep.sweepId);
    const lost = await reconcile(store);
    assert.deepEqual(lost.map(({ runId, error }) => [runId, error?.code]), [[sweep.runIds[2], 'queue-lost']]); // prettier-ignore
    assert.deepEqual(await shownStates(sweep.sweepId), ['completed', 'running', 'lost']);

    const resumed = await goOn(sweep);
    await waitFor('the run to wait again', async () => (await shownStates(sweep.sweepId))[2] === 'queued');
    await reconcile(store, 0);
    assert.deepEqual(await shownStates(sweep.sweepId), ['completed', 'running', 'queued']);
    await stopRun(sweep.runs[1]!);
    await resumed.exited;
    assert.deepEqual(await endsOf([...sweep.runs, sweep.folder]), ['completed', 'stopped', 'completed', 'completed']);
    assert.equal((await readEvents(sweep.runs[1]!)).filter(({ kind }) => kind === 'hello').length, 1);
  });

  it('that was killed can still be stopped: what runs is asked to end', async () => {
    const sweep = await launch(1, 'steady', 'three steps');
    await waitForMetrics(sweep.runs[0]!);
    await kill(sweep.pid);
    assert.equal(await stopSweep(sweep.folder), 'gone');
    await waitForEnd(sweep.runs[0]!);
    assert.equal(await endOf(sweep.runs[0]!), 'stopped');
  });

  it('leaves nothing behind if its folders cannot be made', async () => {
    const before = await readdir(join(bench.workspace, '.ipu', 'runs'));
    const experiment = makeExperiment('three steps', 'tries');
    const broken = { label: 'broken', experiment: { ...experiment, description: 1n as unknown as string } };
    const request = { name: 'tries', file: 'x', concurrency: 1, workspaceFolder: bench.workspace, program };
    await assert.rejects(launchSweep({ ...request, runs: [{ label: 'good', experiment }, broken] }));
    assert.deepEqual(await readdir(join(bench.workspace, '.ipu', 'runs')), before);
  });

  it('says why its program did not start', async () => {
    const missing = { ...program, sweepScript: join(bench.workspace, 'none.js') };
    const request = { name: 'tries', file: 'x', concurrency: 1, runs: [], workspaceFolder: bench.workspace };
    await assert.rejects(launchSweep({ ...request, program: missing }), { code: 'program-missing' });
    await assert.rejects(resumeSweep(join(bench.workspace, '.ipu', 'sweeps', 'none'), program), {
      code: 'sweep-unknown',
    });
  });
});
