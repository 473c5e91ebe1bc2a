import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, before, describe, it } from 'node:test';
import { parseResolvedExperiment } from '../../src/config/resolved.ts';
import { launchRun } from '../../src/runner/launch.ts';
import { stopRun } from '../../src/runner/supervisor.ts';
import type { AppError } from '../../src/shared/errors.ts';
import { isRunId } from '../../src/shared/run-id.ts';
import { Bench, fixtureEngine, kill, makeExperiment, readEvents, waitForEnd, waitForMetrics } from './bench.ts';
import { waitFor } from '../support/wait.ts';

const launcherProgram = fileURLToPath(new URL('../fixtures/launcher.ts', import.meta.url));

let bench: Bench;
before(async () => {
  bench = await Bench.create();
});
after(() => bench.dispose());

async function readJson(...path: string[]): Promise<Record<string, unknown>> {
  return JSON.parse(await readFile(join(...path), 'utf8')) as Record<string, unknown>;
}

describe('launchRun', () => {
  it('creates a run folder that says what is run, with what, and is invisible to git', async () => {
    const run = await bench.launch('three steps', 'My Exp: "1"');
    assert.deepEqual(await run.exited, { exitCode: 0, signal: null });
    assert.ok(isRunId(run.runId));
    assert.equal(run.folder, join(bench.workspace, '.ipu', 'runs', run.runId));
    assert.equal(await readFile(join(bench.workspace, '.ipu', '.gitignore'), 'utf8'), '*\n');
    const experiment = await readJson(run.folder, 'experiment.json');
    assert.deepEqual(parseResolvedExperiment(experiment), makeExperiment('three steps', 'My Exp: "1"'));
    const environment = (await readJson(run.folder, 'environment.json')) as Record<string, Record<string, unknown>>;
    const workbench = await readJson(dirname(launcherProgram), '../../package.json');
    assert.equal(environment['versions']?.['workbench'], workbench['version']);
    assert.match(String(environment['versions']?.['onnxruntime']), /^\d+\.\d+\.\d+$/);
    assert.equal(environment['versions']?.['node'], process.versions.node);
    assert.equal(environment['git'], null);
    assert.ok(!JSON.stringify(environment).includes(process.env['PATH']!), 'environment variables are recorded');
  });

  it('records the experiment file: within the workspace by its path there, and in full elsewhere', async () => {
    const program = { node: process.execPath, engineScript: fixtureEngine };
    const place = { experiment: makeExperiment('three steps'), workspaceFolder: bench.workspace, program };
    const outside = join(bench.workspace, '..', 'quick.ipu.json');
    const recorded: [source: string | undefined, expected: string | null][] = [
      [join(bench.workspace, 'samples', '..quick.ipu.json'), 'samples/..quick.ipu.json'],
      [outside, outside],
      [undefined, null],
    ];
    for (const [source, expected] of recorded) {
      const run = bench.endAfterwards(await launchRun({ ...place, ...(source === undefined ? {} : { source }) }));
      await run.exited;
      assert.equal((await readJson(run.folder, 'environment.json'))['source'], expected);
    }
  });

  it('hands the engine its files as whole arguments, and a token of its own for each run', async () => {
    const workspace = join(bench.workspace, '--run $(touch x); "a" `b` %PATH%\n𝒳 \'');
    await mkdir(workspace);
    const program = { node: process.execPath, engineScript: fixtureEngine };
    const tokens = new Set<unknown>();
    for (const name of ['; rm -rf ~', '--output=x']) {
      const experiment = makeExperiment('three steps', name);
      const run = bench.endAfterwards(await launchRun({ experiment, workspaceFolder: workspace, program }));
      await run.exited;
      const seen = await readJson(run.folder, 'seen.json');
      assert.deepEqual(seen['argv'], ['train', join(run.folder, 'experiment.json'), '--run', run.folder]);
      assert.equal((await readJson(run.folder, 'experiment.json'))['name'], name);
      assert.match(String(seen['token']), /^[0-9a-f]{32}$/);
      tokens.add(seen['token']);
    }
    assert.equal(tokens.size, 2);
    assert.deepEqual(await readdir(workspace), ['.ipu']);
  });

  it('gives each of many simultaneous launches a run of its own', async () => {
    const runs = await Promise.all(Array.from({ length: 6 }, () => bench.launch('three steps')));
    assert.equal(new Set(runs.map((run) => run.folder)).size, 6);
    for (const run of runs) {
      await run.exited;
      assert.deepEqual(
        (await readEvents(run.folder)).map((event) => event.n),
        [0, 1, 2, 3, 4, 5, 6],
      );
    }
  });

  it('keeps a .gitignore that is already there', async () => {
    const workspace = join(bench.workspace, 'own-ignore');
    await mkdir(join(workspace, '.ipu'), { recursive: true });
    await writeFile(join(workspace, '.ipu', '.gitignore'), 'mine\n');
    const program = { node: process.execPath, engineScript: fixtureEngine };
    const run = await launchRun({ experiment: makeExperiment('three steps'), workspaceFolder: workspace, program });
    await run.exited;
    assert.equal(await readFile(join(workspace, '.ipu', '.gitignore'), 'utf8'), 'mine\n');
  });

  it('records commit, branch and uncommitted changes of a repository', async () => {
    const workspace = join(bench.workspace, 'repository');
    await mkdir(workspace);
    const git = (...args: string[]) => execFileSync('git', ['-C', workspace, ...args], { encoding: 'utf8' });
    git('init', '--quiet', '--initial-branch=topic');
    await writeFile(join(workspace, 'tracked.txt'), 'before\n');
    git('add', '.');
    git('-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '--quiet', '-m', 'first');
    await writeFile(join(workspace, 'tracked.txt'), `${'after\n'.repeat(100_000)}`);
    const program = { node: process.execPath, engineScript: fixtureEngine };
    const run = await launchRun({ experiment: makeExperiment('three steps'), workspaceFolder: workspace, program });
    await run.exited;
    const state = (await readJson(run.folder, 'environment.json'))['git'] as Record<string, unknown>;
    assert.equal(state['commit'], git('rev-parse', 'HEAD').trim());
    assert.equal(state['branch'], 'topic');
    assert.equal(state['dirty'], true);
    assert.match(String(state['diff']), /^-before\n\+after$/m);
    assert.equal(state['diffTruncated'], true);
    assert.equal(git('status', '--porcelain').trim(), 'M tracked.txt');
  });
});

describe('a run after its launcher', () => {
  it('goes on when the launcher and its whole process group are killed, and can still be stopped', async () => {
    const args = [launcherProgram, fixtureEngine, bench.workspace, 'steady'];
    const launcher = spawn(process.execPath, args, { detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(launcher.stdout, 'data')) as [Buffer];
    const run = bench.endAfterwards(JSON.parse(line.toString()) as { folder: string; pid: number });
    await waitForMetrics(run.folder);
    process.kill(-launcher.pid!, 'SIGKILL');
    await once(launcher, 'exit');
    const known = (await readEvents(run.folder)).length;
    await waitFor('events after the launcher died', async () => (await readEvents(run.folder)).length > known + 5);
    assert.equal(await stopRun(run.folder), 'requested');
    assert.equal((await waitForEnd(run.folder)).state, 'stopped');
    const events = await readEvents(run.folder);
    assert.ok(events.every((event, index) => event.n === index));
  });
});

describe('a run that cannot begin', () => {
  it('is marked failed with the exit code and the last output, as plain text', async () => {
    const run = await bench.launch('ends at once');
    const exit = await run.exited;
    assert.equal(exit.exitCode, 7);
    const events = await readEvents(run.folder);
    assert.equal(events.length, 1);
    const [end] = events;
    assert.ok(end?.kind === 'end' && end.state === 'failed');
    assert.deepEqual(end.error, exit.error);
    assert.equal(
      end.error?.message,
      'The training program ended with exit code 7 before it began to train. Its last output was:\nloading 100 %\nno such module',
    );
  });

  it('is marked failed when its program is no program', async () => {
    const engineScript = join(bench.workspace, 'not-a-program.mjs');
    await writeFile(engineScript, 'this is not JavaScript');
    const program = { node: process.execPath, engineScript };
    const run = await launchRun({ experiment: makeExperiment(''), workspaceFolder: bench.workspace, program });
    await run.exited;
    const [end] = await readEvents(run.folder);
    assert.ok(end?.kind === 'end' && end.error);
    assert.match(end.error.message, /exit code 1 .*SyntaxError/s);
  });

  it('is readable although the process left a torn first line', async () => {
    const run = await bench.launch('torn first line');
    await run.exited;
    assert.equal((await waitForEnd(run.folder)).state, 'failed');
  });

  it('is marked failed by a signal that killed it before its first event', async () => {
    const run = await bench.launch('silent');
    await waitFor('the start of the program', () => readJson(run.folder, 'seen.json').catch(() => null));
    await kill(run.pid);
    const exit = await run.exited;
    assert.equal(exit.signal, 'SIGKILL');
    assert.match(exit.error!.message, /ended by SIGKILL before it began to train\. It printed nothing\./);
    assert.equal((await waitForEnd(run.folder)).state, 'failed');
  });

  it('is marked failed, and the launch rejects, when the system refuses to start the program', async () => {
    const workspace = join(bench.workspace, 'refused');
    await mkdir(workspace);
    const node = join(workspace, 'no-such-node');
    const request = {
      experiment: makeExperiment(''),
      workspaceFolder: workspace,
      program: { node, engineScript: fixtureEngine },
    };
    await assert.rejects(launchRun(request), {
      code: 'spawn-failed',
      message: `Cannot start ${node}: it does not exist.`,
    });
    const [runId] = await readdir(join(workspace, '.ipu', 'runs'));
    const end = await waitForEnd(join(workspace, '.ipu', 'runs', runId!));
    assert.equal(end.error?.code, 'spawn-failed');
  });
});

describe('a launch that is refused', () => {
  const refuse = async (workspaceFolder: string, engineScript = fixtureEngine, experiment = makeExperiment('')) => {
    const program = { node: process.execPath, engineScript };
    return launchRun({ experiment, workspaceFolder, program }).then(
      () => assert.fail('launched'),
      (error: unknown) => error as AppError,
    );
  };

  it('names the missing workspace or program', async () => {
    const missing = join(bench.workspace, 'missing');
    assert.equal((await refuse(missing)).code, 'workspace-missing');
    assert.equal((await refuse(fixtureEngine)).code, 'workspace-missing');
    const error = await refuse(bench.workspace, missing);
    assert.equal(error.code, 'program-missing');
    assert.ok(error.message.includes(missing) && error.hint !== '');
  });

  it('says that the workspace cannot be written', async (t) => {
    const workspace = join(bench.workspace, 'locked');
    await mkdir(workspace);
    const release = await makeReadOnly(workspace);
    if (release === null) return t.skip('root, without the right to mount a read-only disk');
    try {
      const error = await refuse(workspace);
      assert.equal(error.code, 'not-writable');
      assert.ok(error.message.includes(workspace));
    } finally {
      await release();
    }
  });

  it('says that a file is where its folder should be', async () => {
    const workspace = join(bench.workspace, 'occupied');
    await mkdir(workspace);
    await writeFile(join(workspace, '.ipu'), '');
    const error = await refuse(workspace);
    assert.equal(error.code, 'not-a-folder');
    assert.ok(error.message.includes(join(workspace, '.ipu')));
  });

  it('says how much disk space is missing, and leaves no run behind', async () => {
    const huge = { ...makeExperiment(''), model: { ...makeExperiment('').model, hidden_size: 1e7 } };
    const runs = await readdir(join(bench.workspace, '.ipu', 'runs'));
    const error = await refuse(bench.workspace, fixtureEngine, huge);
    assert.equal(error.code, 'disk-too-full');
    assert.match(error.message, /[\d,]+ MB free, about [\d,]+ MB needed/);
    assert.deepEqual(await readdir(join(bench.workspace, '.ipu', 'runs')), runs);
  });
});

/** Makes a folder read-only, even for root where that may mount; gives how to undo it, or null. */
async function makeReadOnly(folder: string): Promise<(() => Promise<void>) | null> {
  if (process.getuid?.() !== 0) {
    await chmod(folder, 0o500);
    return () => chmod(folder, 0o700);
  }
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'ro,size=64k', 'tmpfs', folder], { stdio: 'ignore' });
    return async () => void execFileSync('umount', [folder]);
  } catch {
    return null;
  }
}
