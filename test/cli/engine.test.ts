// The whole road with the real engine: train, stop with a checkpoint, evaluate that checkpoint.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { after, before, describe, it } from 'node:test';
import { waitForMetrics } from '../runner/bench.ts';
import { waitFor } from '../support/wait.ts';
import { ipuw, program } from './ipuw.ts';

const samples = fileURLToPath(new URL('../../samples/', import.meta.url));

interface Run {
  readonly state: string;
  readonly step: number;
  readonly folder: string;
  readonly error: { readonly message: string } | null;
  readonly results: Readonly<Record<string, number>>;
  readonly checkpoints: readonly { readonly step: number; readonly path: string }[];
}

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ipu-engine-'));
  await mkdir(join(folder, '.vscode'));
});
after(() => rm(folder, { recursive: true, maxRetries: 5 }));

/** Writes an experiment that computes little; `training` and `data` add to it. */
async function writeExperiment(name: string, training: object, data: object = {}): Promise<string> {
  const experiment = {
    model: {
      vocab_file: join(samples, 'vocab.txt'),
      hidden_size: 16,
      num_hidden_layers: 2,
      num_attention_heads: 2,
      intermediate_size: 32,
      max_position_embeddings: 256,
    },
    data: {
      train_file: join(samples, 'squad/train-sample.json'),
      validation_file: join(samples, 'squad/dev-sample.json'),
      max_seq_length: 256,
      doc_stride: 64,
      max_train_samples: 16,
      ...data,
    },
    training: { per_device_train_batch_size: 2, per_device_eval_batch_size: 8, ...training },
    ipu_config: { layers_per_ipu: [1, 1], gradient_accumulation_steps: 3 },
  };
  await writeFile(join(folder, `${name}.ipu.json`), JSON.stringify(experiment));
  return `${name}.ipu.json`;
}

describe('ipuw with the engine', () => {
  it('trains, and evaluates the checkpoint to the same figures', async () => {
    const file = await writeExperiment('short', { max_steps: 3 });
    const trained = await ipuw(folder, 'train', file, '--json');
    assert.equal(trained.exitCode, 0, trained.stderr);
    const run = JSON.parse(trained.stdout) as Run;
    assert.equal(run.state, 'completed');
    assert.equal(run.step, 3);
    const checkpoint = join(run.folder, run.checkpoints.at(-1)!.path);
    const dataset = [
      '--dataset',
      join(samples, 'squad/dev-sample.json'),
      '--max-seq-length',
      '256',
      '--doc-stride',
      '64',
    ];
    const evaluated = await ipuw(folder, 'evaluate', checkpoint, ...dataset, '--output', 'out', '--json');
    assert.equal(evaluated.exitCode, 0, evaluated.stderr);
    const metrics = JSON.parse(evaluated.stdout) as Record<string, number>;
    for (const name of ['eval_exact_match', 'eval_f1', 'eval_samples'])
      assert.equal(metrics[name], run.results[name], name);
    const predictions = join(folder, 'out', 'eval_predictions.json');
    const scored = await ipuw(folder, 'score', ...dataset.slice(0, 2), '--predictions', predictions, '--json');
    assert.equal((JSON.parse(scored.stdout) as Record<string, number>)['f1'], metrics['eval_f1']);
  });

  it('stops on Ctrl-C with a checkpoint that can be evaluated', async () => {
    const file = await writeExperiment('long', { max_steps: 100_000 });
    const child = spawn(process.execPath, [program, 'train', file, '--json'], {
      cwd: folder,
      detached: true,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const output = text(child.stdout);
    const ended = once(child, 'exit');
    const runs = join(folder, '.ipu', 'runs');
    const isLong = (name: string) => name.includes('-long-');
    const name = await waitFor('the run', async () => (await readdir(runs).catch(() => [])).find(isLong), 60_000);
    await waitForMetrics(join(runs, name));
    process.kill(-child.pid!, 'SIGINT');
    const [exitCode] = (await ended) as [number];
    assert.equal(exitCode, 130);
    const run = JSON.parse(await output) as Run;
    assert.equal(run.state, 'stopped');
    assert.equal(run.checkpoints.at(-1)?.step, run.step);
    const checkpoint = join(run.folder, run.checkpoints.at(-1)!.path);
    const dataset = join(samples, 'squad/dev-sample.json');
    const evaluated = await ipuw(
      folder,
      'evaluate',
      checkpoint,
      '--dataset',
      dataset,
      '--max-seq-length',
      '256',
      '--json',
    );
    assert.equal(evaluated.exitCode, 0, evaluated.stderr);
  });

  it('says why the engine failed, and records it', async () => {
    await writeFile(join(folder, 'not-squad.json'), '{"questions": []}');
    const file = await writeExperiment('broken', {}, { train_file: 'not-squad.json' });
    const failed = await ipuw(folder, 'train', file, '--json');
    assert.equal(failed.exitCode, 1);
    assert.match(failed.stderr, /ipuw: .*not-squad\.json is not a list of rows: .*\nhint: /);
    const run = JSON.parse(failed.stdout) as Run;
    assert.equal(run.state, 'failed');
    assert.match(run.error!.message, /not-squad\.json/);
  });
});

it('names what is wrong with a model folder', async () => {
  const dataset = join(samples, 'squad/dev-sample.json');
  await mkdir(join(folder, 'empty-model'));
  const { exitCode, stdout, stderr } = await ipuw(folder, 'evaluate', 'empty-model', '--dataset', dataset);
  assert.deepEqual([exitCode, stdout], [1, '']);
  assert.match(stderr, /ipuw: .*empty-model.*\nhint: /);
  assert.doesNotMatch(stderr, /^\s+at /m);
});
