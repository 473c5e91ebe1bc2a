// `ipuw sweep` from its source with the real engine, on data and models so small that a run takes a second or two.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';
import { readJournalEnds } from '../../src/runner/journal-file.ts';
import { kill, waitForEnd, waitForMetrics } from '../runner/bench.ts';
import { waitFor } from '../support/wait.ts';
import { ipuw, program } from './ipuw.ts';

let workspace: string;
before(async () => {
  workspace = await mkdtemp(join(tmpdir(), 'ipu-sweep-cli-'));
  await mkdir(join(workspace, '.vscode'));
  const samples = join(import.meta.dirname, '../../samples');
  for (const each of ['vocab.txt', 'sentiment'])
    await cp(join(samples, each), join(workspace, each), { recursive: true });
});
after(async () => {
  for (const kind of ['sweeps', 'runs']) {
    const folder = join(workspace, '.ipu', kind);
    for (const id of await readdir(folder).catch(() => [])) {
      const { hello, end } = await readJournalEnds(join(folder, id));
      if (hello !== null && end === null) await kill(hello.pid);
    }
  }
  await rm(workspace, { recursive: true, force: true, maxRetries: 5 });
});

async function write(name: string, sweep: object, epochs: number): Promise<string> {
  const model = { vocab_file: 'vocab.txt', hidden_size: 16, num_hidden_layers: 1, num_attention_heads: 1 };
  const experiment = {
    task: 'sequence-classification',
    model: { ...model, intermediate_size: 16, max_position_embeddings: 64 },
    data: { train_file: 'sentiment/train.csv', validation_file: 'sentiment/dev.csv', max_seq_length: 32 },
    training: { num_train_epochs: epochs, per_device_train_batch_size: 8, save_total_limit: 1 },
    ipu_config: { layers_per_ipu: [1], gradient_accumulation_steps: 1 },
    sweep,
  };
  await writeFile(join(workspace, name), JSON.stringify(experiment, null, 2));
  return name;
}

const rates = { parameters: { 'training.learning_rate': [1e-3, 0.01] }, concurrency: 2 };

describe('ipuw sweep', () => {
  it('cannot go on where there is none yet', async () => {
    const { exitCode, stderr } = await ipuw(workspace, 'sweep', '--resume', 'last');
    assert.equal(exitCode, 1);
    assert.match(stderr, /There are no sweeps yet\.\nhint: Launch one with `ipuw sweep FILE`/);
  });

  it('with --dry-run prints the runs and leaves nothing behind', async () => {
    const file = await write('rates.ipu.json', rates, 1);
    const { exitCode, stdout, stderr } = await ipuw(workspace, 'sweep', file, '--dry-run');
    assert.deepEqual([exitCode, stdout, stderr], [0, '#  RUN\n1  lr 0.001\n2  lr 0.01', '']);
    const json = JSON.parse((await ipuw(workspace, 'sweep', file, '--dry-run', '--json')).stdout) as {
      runs: { label: string; experiment: { name: string; training: { learning_rate: number } } }[];
    };
    assert.deepEqual(
      json.runs.map(({ label, experiment }) => [label, experiment.name, experiment.training.learning_rate]),
      [
        ['lr 0.001', 'rates: lr 0.001', 1e-3],
        ['lr 0.01', 'rates: lr 0.01', 0.01],
      ],
    );
    assert.ok(!(await readdir(workspace)).includes('.ipu'));
  });

  it('trains them all, says how each came out, and `ipuw runs` shows them together', async () => {
    const file = await write('rates.ipu.json', rates, 1);
    const { exitCode, stdout, stderr } = await ipuw(workspace, 'sweep', file);
    assert.equal(exitCode, 0, stderr);
    assert.match(stdout, /^#  RUN\n1 {2}lr 0\.001\n2 {2}lr 0\.01\n2 of 2 done · best Accuracy [\d.]+: lr 0\.0/);
    assert.match(stdout, /\n1 {2}lr 0\.001 +completed +\d+ +[\d.]+ +Accuracy [\d.]+ +\d+ s/);
    const sweepId = /^Sweep (\S+)/.exec(stderr)?.[1];
    const listed = (await ipuw(workspace, 'runs')).stdout;
    assert.match(listed, new RegExp(`\\n\\nSWEEP OR GROUP +EXPERIMENT +RUNS\\n${sweepId} +rates +2 of 2 done · best `));
    const runs = JSON.parse((await ipuw(workspace, 'runs', '--json')).stdout) as { sweep: { sweepId: string } }[];
    assert.deepEqual(runs.map(({ sweep }) => sweep.sweepId), [sweepId, sweepId]); // prettier-ignore
    assert.match((await ipuw(workspace, 'stop', sweepId!)).stdout, /has already ended/);
    const again = await ipuw(workspace, 'sweep', '--resume', sweepId!);
    assert.deepEqual([again.exitCode, /None of the 2 runs/.test(again.stderr)], [1, true]);
  });

  it('with --detach returns at once; the sweep goes on by itself, and can be stopped by its id', async () => {
    const file = await write('long.ipu.json', { method: 'seeds', count: 3 }, 100_000);
    const { stdout } = await ipuw(workspace, 'sweep', file, '--detach', '--json');
    const { sweepId, folder, runIds } = JSON.parse(stdout) as { sweepId: string; folder: string; runIds: string[] };
    const runs = runIds.map((runId) => join(workspace, '.ipu', 'runs', runId));
    await waitForMetrics(runs[0]!);
    assert.match((await ipuw(workspace, 'runs')).stdout, new RegExp(`${sweepId} +long +0 of 3 done · 1 running`));
    assert.match((await ipuw(workspace, 'stop', runIds[2]!)).stdout, /will not be started/);
    assert.match((await ipuw(workspace, 'stop', sweepId)).stdout, /starts no more runs/);
    await waitForEnd(folder);
    for (const run of runs) assert.equal((await readJournalEnds(run)).end?.state, 'stopped');
  });

  it('stops gracefully on Ctrl-C, and says how to go on', async () => {
    const file = await write('long.ipu.json', { method: 'seeds', count: 2 }, 100_000);
    const runs = join(workspace, '.ipu', 'runs');
    const known = new Set(await readdir(runs));
    const child = spawn(process.execPath, [program, 'sweep', file], { cwd: workspace, detached: true });
    const output = Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
    const first = await waitFor('the first run', async () => {
      const added = runsOf(known, await readdir(runs));
      const journals = added.map((each) => readFile(join(runs, each, 'journal.log')).then(() => join(runs, each), () => undefined)); // prettier-ignore
      return (await Promise.all(journals)).find((each) => each !== undefined);
    });
    await waitForMetrics(first);
    process.kill(-child.pid!, 'SIGINT');
    const [stdout, stderr] = await output;
    assert.equal(child.exitCode, 130);
    assert.match(stdout, /\n0 of 2 done · 2 stopped\n/);
    assert.match(stderr, /Stopping after this update, saving a checkpoint…; Ctrl-C again to kill/);
    assert.match(stderr, /Go on with it: ipuw sweep --resume \d{8}-\d{6}-sweep-long-/);
    assert.equal((await readJournalEnds(first)).end?.state, 'stopped');
    const resumed = await ipuw(workspace, 'resume');
    assert.equal(resumed.exitCode, 1);
    const waited = runsOf(known, await readdir(runs)).find((each) => join(runs, each) !== first)!;
    assert.match((await ipuw(workspace, 'runs')).stdout, new RegExp(`${waited} +long: seed \\d+ +stopped +0 *\\n`));
    assert.match(resumed.stderr, /is one of the sweep (\S+)\.\nhint: Go on .*ipuw sweep --resume \1`/);
  });

  it('can be stopped when its queue was killed; `last` is the run that goes on', async () => {
    const file = await write('long.ipu.json', { method: 'seeds', count: 3, concurrency: 2 }, 100_000);
    const { stdout } = await ipuw(workspace, 'sweep', file, '--detach', '--json');
    const { sweepId, folder, runIds } = JSON.parse(stdout) as { sweepId: string; folder: string; runIds: string[] };
    const runs = runIds.map((runId) => join(workspace, '.ipu', 'runs', runId));
    for (const run of runs.slice(0, 2)) await waitForMetrics(run);
    await kill((await readJournalEnds(folder)).hello!.pid);
    const last = await ipuw(workspace, 'stop', 'last');
    assert.deepEqual([last.exitCode, /^Run \S+ will stop/.test(last.stdout)], [0, true]);
    assert.match(last.stderr, new RegExp(`ipuw stop ${sweepId}`));
    const all = await ipuw(workspace, 'stop', sweepId);
    assert.deepEqual([all.exitCode, /has lost its queue/.test(all.stdout)], [0, true]);
    for (const run of runs.slice(0, 2)) await waitForEnd(run);
    for (const run of runs.slice(0, 2)) assert.equal((await readJournalEnds(run)).end?.state, 'stopped');
  });

  it('is not what `ipuw train` does with the same file, which says so', async () => {
    const file = await write('rates.ipu.json', rates, 1);
    const { exitCode, stdout, stderr } = await ipuw(workspace, 'train', file);
    assert.equal(exitCode, 0);
    assert.match(
      stderr,
      /rates\.ipu\.json describes a sweep; this trains its base alone\. .*ipuw sweep rates\.ipu\.json/,
    );
    assert.match(stdout, /^Completed after/);
  });

  it('refuses a call that means nothing, and a sweep of which one run cannot be launched', async () => {
    assert.equal((await ipuw(workspace, 'sweep')).exitCode, 2);
    assert.equal((await ipuw(workspace, 'sweep', 'a.ipu.json', '--resume', 'last')).exitCode, 2);
    assert.match((await ipuw(workspace, 'sweep', '--resume', 'none')).stderr, /There is no sweep "none"/);
    const file = await write('bad.ipu.json', { parameters: { 'training.seed': [1, -1] } }, 1);
    const { exitCode, stdout, stderr } = await ipuw(workspace, 'sweep', file);
    assert.deepEqual([exitCode, stdout], [1, '']);
    assert.match(stderr, /the sweep's run “seed -1” cannot be launched/);
  });
});

function runsOf(known: ReadonlySet<string>, all: readonly string[]): string[] {
  return all.filter((each) => !known.has(each));
}
