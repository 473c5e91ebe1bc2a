import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { after, before, describe, it } from 'node:test';
import { isRunId } from '../../src/shared/run-id.ts';
import { Bench, fixtureEngine, kill, readEvents, waitForMetrics } from '../runner/bench.ts';
import { waitFor } from '../support/wait.ts';
import { ipuw, type Answer } from './ipuw.ts';

const trainProgram = fileURLToPath(new URL('../fixtures/train.ts', import.meta.url));

let bench: Bench;
before(async () => {
  bench = await Bench.create();
  await mkdir(join(bench.workspace, '.vscode'));
});
after(() => bench.dispose());

interface Training {
  readonly child: ChildProcess;
  readonly answer: Promise<Answer>;
  /** The run's folder, as soon as there is one. */
  readonly folder: Promise<string>;
}

/** Starts `ipuw train` with the fixture engine; as in a terminal, Ctrl-C is a signal to the process group. */
async function train(description: string, ...args: string[]): Promise<Training> {
  const runs = join(bench.workspace, '.ipu', 'runs');
  const known: readonly string[] = await readdir(runs).catch(() => []);
  const child = spawn(process.execPath, [trainProgram, fixtureEngine, bench.workspace, description, ...args], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  const answer = output.then(([stdout, stderr]) => ({ exitCode: child.exitCode ?? undefined, stdout, stderr }));
  const folder = waitFor('the run folder', async () => {
    const found = await readdir(runs).catch(() => []);
    const name = found.find((each) => !known.includes(each));
    return name === undefined ? undefined : join(runs, name);
  });
  return { child, answer, folder };
}

async function interrupt({ child }: Training, signal: 'SIGINT' | 'SIGTERM' = 'SIGINT'): Promise<void> {
  process.kill(-child.pid!, signal);
}

async function pidOf(folder: string): Promise<number> {
  const hello = (await readEvents(folder)).find((event) => event.kind === 'hello');
  assert.ok(hello?.kind === 'hello');
  return bench.endAfterwards({ pid: hello.pid }).pid;
}

describe('ipuw train', () => {
  it('shows the progress and ends with EM, F1 and where the run is', async () => {
    const { exitCode, stdout, stderr } = await (await train('three steps')).answer;
    assert.equal(exitCode, 0);
    assert.match(stderr, /^Run \d{8}-\d{6}-fixture-/);
    assert.match(stdout, /^Completed after \d+ s, 3 weight updates\n/);
    assert.doesNotMatch(stderr, /Completed/, 'how it came out is said once');
    assert.match(stdout, /Held-out data +EM 12\.50 {2}F1 25\.00\n/);
    assert.match(stdout, /Run folder +.*\.ipu.runs.*-fixture-/);
    assert.match(stdout, /Details +(npx )?ipuw show \d{8}-\d{6}-fixture-/);
  });

  it('prints with --json what `show --json` prints, and nothing else', async () => {
    const { exitCode, stdout } = await (await train('three steps', '--json')).answer;
    assert.equal(exitCode, 0);
    const run = JSON.parse(stdout) as Record<string, unknown>;
    const shown = await ipuw(bench.workspace, 'show', String(run['runId']), '--json');
    assert.deepEqual(JSON.parse(shown.stdout), run);
    assert.equal(run['state'], 'completed');
    assert.equal(run['error'], null);
    assert.deepEqual(run['results'], { eval_exact_match: 12.5, eval_f1: 25 });
    assert.equal(run['step'], 3);
    assert.deepEqual(run['latest'], { loss: 1 / 3, grad_norm: '-Infinity', epoch: 'NaN' });
    assert.equal(run['points'], 3);
    assert.deepEqual(run['badLines'], []);
    assert.equal((run['experiment'] as Record<string, unknown>)['description'], 'three steps');
    for (const key of ['name', 'startedAt', 'lastEventAt', 'latest', 'folder', 'checkpoints'])
      assert.ok(key in run, key);
  });

  it('stops the run gracefully on Ctrl-C', async () => {
    const training = await train('steady');
    await waitForMetrics(await training.folder);
    await interrupt(training);
    const { exitCode, stdout, stderr } = await training.answer;
    assert.equal(exitCode, 130);
    assert.match(stderr, /Stopping after this update, saving a checkpoint…; Ctrl-C again to kill/);
    assert.match(stdout, /^Stopped after /);
    assert.doesNotMatch(stderr, /ipuw: /);
  });

  it('stops it as gracefully when a service manager ends the whole group', async () => {
    const training = await train('steady');
    await waitForMetrics(await training.folder);
    await interrupt(training, 'SIGTERM');
    const { exitCode, stdout, stderr } = await training.answer;
    assert.equal(exitCode, 130);
    assert.match(stdout, /^Stopped after /);
    assert.doesNotMatch(stderr, /Reload the window|ipuw: /);
  });

  it('ends a run that does not stop on the second Ctrl-C', async () => {
    const training = await train('stubborn');
    const folder = await training.folder;
    await waitForMetrics(folder);
    const pid = await pidOf(folder);
    await interrupt(training);
    await waitFor('the request to stop', async () => (await readdir(join(folder, 'control'))).includes('stop'));
    await interrupt(training);
    const { exitCode, stdout } = await training.answer;
    assert.equal(exitCode, 130);
    assert.match(stdout, /^Lost after /);
    assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' });
  });

  it('says why a run failed that could not begin', async () => {
    const { exitCode, stdout, stderr } = await (await train('ends at once')).answer;
    assert.equal(exitCode, 1);
    assert.match(stdout, /^Failed after /);
    assert.match(stderr, /ipuw: The training program ended with exit code 7 .*\n.*no such module/s);
    assert.match(stderr, /^hint: /m);
  });

  it('says that a run was killed, and that it is lost', async () => {
    const training = await train('steady');
    const folder = await training.folder;
    await waitForMetrics(folder);
    await kill(await pidOf(folder));
    const { exitCode, stdout, stderr } = await training.answer;
    assert.equal(exitCode, 1);
    assert.match(stdout, /^Lost after /);
    assert.match(stderr, /^ipuw: The training program was ended by SIGKILL .*\nhint: .+/m);
  });
});

describe('ipuw on runs', () => {
  it('goes on with a run whose terminal was killed, lists it, shows it, and stops it', async () => {
    const training = await train('steady');
    const folder = await training.folder;
    await waitForMetrics(folder);
    await pidOf(folder);
    process.kill(-training.child.pid!, 'SIGKILL');
    await training.answer;
    const list = JSON.parse((await ipuw(bench.workspace, 'runs', '--json')).stdout) as Record<string, unknown>[];
    assert.equal(list[0]?.['state'], 'running');
    const runId = String(list[0]?.['runId']);
    assert.ok(isRunId(runId) && folder.endsWith(runId));
    const table = (await ipuw(bench.workspace, 'runs')).stdout.split('\n');
    assert.match(table[0]!, /^RUN +EXPERIMENT +STATE +STEP +LOSS +RESULT +STARTED$/);
    assert.match(table[1]!, new RegExp(`^${runId} +fixture +running `));
    assert.equal(table.length, list.length + 1);
    assert.match((await ipuw(bench.workspace, 'stop', 'last')).stdout, /will stop after its current update/);
    await waitFor('the end of the run', async () => (await readEvents(folder)).at(-1)?.kind === 'end');
    assert.match((await ipuw(bench.workspace, 'show', 'last')).stdout, /State +Stopped/);
    const again = await ipuw(bench.workspace, 'stop', runId);
    assert.match(again.stdout, /has already ended/);
    assert.equal(again.exitCode, 1);
  });

  it('finds out that the process of a run is gone', async () => {
    const run = await bench.launch('steady');
    await waitForMetrics(run.folder);
    assert.match((await ipuw(bench.workspace, 'runs')).stdout, new RegExp(`^${run.runId} .* running `, 'm'));
    await kill(run.pid);
    const before = (await readEvents(run.folder)).at(-1)!;
    const shown = await ipuw(bench.workspace, 'show', run.runId, '--json');
    const detail = JSON.parse(shown.stdout) as Record<string, unknown>;
    assert.equal(detail['state'], 'lost');
    assert.equal(detail['lastEventAt'], before.time);
    assert.match((await ipuw(bench.workspace, 'stop', run.runId, '--force')).stdout, /is gone, so nothing was ended/);
  });

  it('ends a run by force', async () => {
    const run = await bench.launch('steady');
    await waitForMetrics(run.folder);
    assert.match((await ipuw(bench.workspace, 'stop', 'last', '--force')).stdout, /was ended/);
    assert.equal((await run.exited).exitCode, 0);
    const list = JSON.parse((await ipuw(bench.workspace, 'runs', '--json')).stdout) as Record<string, unknown>[];
    assert.equal(list[0]?.['state'], 'stopped');
  });

  it('finds the workspace above the current folder, or the only one below it, or takes the one that is named', async () => {
    const run = await bench.launch('three steps');
    await run.exited;
    const inside = join(run.folder, 'control');
    const beside = join(bench.workspace, 'beside');
    await mkdir(join(beside, '.vscode'), { recursive: true });
    const show = async (cwd: string, ...args: string[]) => {
      const { stdout, stderr } = await ipuw(cwd, 'show', 'last', '--json', ...args);
      assert.equal((JSON.parse(stdout) as Record<string, unknown>)['runId'], run.runId);
      return stderr;
    };
    assert.equal(await show(inside), '');
    assert.equal(await show(beside, '--workspace', bench.workspace), '');
    const parent = await Bench.create();
    try {
      await mkdir(join(parent.workspace, '.vscode'));
      await rename(bench.workspace, join(parent.workspace, 'sample'));
      assert.equal(await show(parent.workspace), `Using the runs in ${join(parent.workspace, 'sample')}.`);
    } finally {
      await rename(join(parent.workspace, 'sample'), bench.workspace);
      await parent.dispose();
    }
  });
});
