// `ipuw resume` with the real engine: a run is stopped, goes on and completes, and then there is nothing left to resume.

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { makeExperiment } from '../engine/run/run-folder.ts';
import { stopRun } from '../../src/runner/supervisor.ts';
import { waitForMetrics } from '../runner/bench.ts';
import { waitFor } from '../support/wait.ts';
import { ipuw } from './ipuw.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ipu-resume-cli-'));
  await mkdir(join(folder, '.vscode'));
});
after(() => rm(folder, { recursive: true, maxRetries: 5 }));

interface Run {
  readonly runId: string;
  readonly state: string;
  readonly step: number;
  readonly error: { readonly code: string } | null;
}

const show = async (): Promise<Run> => JSON.parse((await ipuw(folder, 'show', 'last', '--json')).stdout) as Run;

it('stops a run, goes on with it to its end, and says when nothing is left', async () => {
  const none = await ipuw(folder, 'resume');
  assert.equal(none.exitCode, 1);
  assert.match(none.stderr, /There are no runs/);

  const { training: settings, ...rest } = await makeExperiment(folder, 100);
  const experiment = { ...rest, training: { ...settings, save_steps: 1000 } };
  await writeFile(join(folder, 'e.ipu.json'), JSON.stringify(experiment));
  const training = ipuw(folder, 'train', 'e.ipu.json', '--json');
  const runs = join(folder, '.ipu', 'runs');
  const runId = await waitFor('the run', async () => (await readdir(runs).catch(() => []))[0]);
  await waitForMetrics(join(runs, runId));
  assert.equal(await stopRun(join(runs, runId)), 'requested');
  await training;
  const stopped = await show();
  assert.equal(stopped.state, 'stopped');
  assert.ok(stopped.step < 600, 'it was stopped in the middle');

  const resumed = await ipuw(folder, 'resume', '--json');
  assert.equal(resumed.exitCode, 0, resumed.stderr);
  const run = JSON.parse(resumed.stdout) as Run;
  assert.deepEqual([run.runId, run.state, run.step, run.error], [runId, 'completed', 600, null]);

  const over = await ipuw(folder, 'resume', 'last');
  assert.equal(over.exitCode, 1);
  assert.match(over.stderr, /has completed; there is nothing left to resume\.\nhint: /);
  const nothing = await ipuw(folder, 'resume');
  assert.equal(nothing.exitCode, 1);
  assert.match(nothing.stderr, /The only run here did not end early, so there is nothing to resume/);
});

it('refuses more than one run', async () => {
  const { exitCode, stderr } = await ipuw(folder, 'resume', 'a', 'b');
  assert.equal(exitCode, 2);
  assert.match(stderr, /"b"/);
});
