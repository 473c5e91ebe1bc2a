// `ipuw plan` as a user calls it: the real program on files and options.

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Plan, Suggestions } from '../../src/shared/plan.ts';
import { ipuw } from './ipuw.ts';

const samples = join(import.meta.dirname, '../../samples');

let folder: string;
before(async () => (folder = await mkdtemp(join(tmpdir(), 'ipuw-plan-'))));
after(() => rm(folder, { recursive: true }));

/** Plans by options alone, as published figures are checked. */
async function planOf(line: string): Promise<Plan> {
  const { exitCode, stdout, stderr } = await ipuw(folder, 'plan', ...line.split(' '), '--json');
  assert.equal(exitCode, 0, stderr);
  return JSON.parse(stdout) as Plan;
}

const mlperf =
  '--model bert-large-uncased --task pretraining --seq-len 512 --packing-factor 2 --chip bow --n-ipu 64 --micro-batch 3 --ga 96';

describe('ipuw plan FILE', () => {
  it('shows the page of a file whose data it has counted', async () => {
    const { exitCode, stdout, stderr } = await ipuw(samples, 'plan', 'quick-start.ipu.json');
    assert.equal(exitCode, 0, stderr);
    assert.match(stdout, /^quick-start: question-answering, 256 tokens a sequence\n/);
    assert.match(stdout, /\nFITS\n/);
    assert.match(stdout, /200 \/ 16 = 12 steps/);
    assert.equal(stderr, 'Counted 200 training and 100 evaluation features.');
  });

  it('gives the model card’s batch sizes and steps', async () => {
    const { stdout } = await ipuw(samples, 'plan', 'bert-base-squad.ipu.json', '--json');
    const { batch, fits, source } = JSON.parse(stdout) as Plan;
    assert.deepEqual(
      [batch.perUpdate, batch.perStep, batch.evalPerStep, batch.stepsPerEpoch, batch.updatesPerEpoch],
      [128, 256, 32, 345, 690],
    );
    assert.deepEqual([fits, source], [true, 'model']);
  });

  it('takes options in place of the file’s values, and counts nothing where it need not', async () => {
    const { stdout, stderr } = await ipuw(
      samples,
      ...['plan', 'quick-start.ipu.json', '--ga', '8', '--samples', '1000', '--eval-samples', '10', '--json'],
    );
    const { batch } = JSON.parse(stdout) as Plan;
    assert.deepEqual([batch.perUpdate, batch.trainSamples, batch.evalSamples], [32, 1000, 10]);
    assert.equal(stderr, '');
    const uncounted = await ipuw(samples, 'plan', 'quick-start.ipu.json', '--no-count', '--json');
    assert.equal((JSON.parse(uncounted.stdout) as Plan).batch.trainSamples, null);
  });

  it('plans a file whose layers cannot be placed, and says why first', async () => {
    const file = join(folder, 'wrong.ipu.json');
    await writeFile(
      file,
      '{"model": {"model_name_or_path": "bert-large-uncased"}, "ipu_config": {"layers_per_ipu": [3, 7, 7]}}',
    );
    const { exitCode, stdout } = await ipuw(folder, 'plan', 'wrong.ipu.json');
    assert.equal(exitCode, 0);
    assert.match(stdout, /\nCANNOT BE PLACED\n\nerror: layers_per_ipu \[3, 7, 7\] places 17 encoder layers/);
  });

  it('refuses a file that cannot be read, with its place', async () => {
    await writeFile(join(folder, 'broken.ipu.json'), '{\n  "training": {"per_device_train_batch_size": \n}');
    const broken = await ipuw(folder, 'plan', 'broken.ipu.json', '--json');
    assert.deepEqual([broken.exitCode, broken.stdout], [1, '']);
    assert.match(broken.stderr, /broken\.ipu\.json:3:1/);
    const missing = await ipuw(folder, 'plan', 'brokn.ipu.json');
    assert.equal(missing.exitCode, 1);
    assert.match(missing.stderr, /does not exist.*\nhint: Did you mean .*broken\.ipu\.json/);
  });

  const hindered: readonly [what: string, text: string, said: RegExp][] = [
    ['extends what is not there', '{ "extends": "nothere.ipu.json" }', /:1:14: .*nothere\.ipu\.json does not exist/],
    ['extends itself', '{ "extends": "hindered.ipu.json" }', /:1:14: .*in a circle/],
    ['extends what is broken', '{ "extends": "half.ipu.json" }', /:1:14: In half\.ipu\.json:1:11/],
    ['extends a refused value', '{ "extends": "refused.ipu.json" }', /:1:14: In refused\.ipu\.json:1:3[^]*hint/],
    ['has a refused value', '{ "ipu_config": { "layers_per_ipu": "4" } }', /:1:37: `layers_per_ipu` must be a list/],
    ['has a section that is none', '{ "model": "bert" }', /`model` is a section/],
    [
      'is of another kind',
      '{ "name": "x", "version": "1", "scripts": {} }',
      /not an experiment file[^]*hint: Give a file/,
    ],
  ];
  for (const [what, text, said] of hindered) {
    it(`plans nothing else in place of a file that ${what}`, async () => {
      await writeFile(join(folder, 'hindered.ipu.json'), text);
      await writeFile(join(folder, 'half.ipu.json'), '{ "model":');
      await writeFile(
        join(folder, 'refused.ipu.json'),
        '{ "unknown": 1, "training": { "per_device_train_batch_size": "x" } }',
      );
      for (const option of [[], ['--json'], ['--best']]) {
        const { exitCode, stdout, stderr } = await ipuw(folder, 'plan', 'hindered.ipu.json', ...option);
        assert.deepEqual([exitCode, stdout], [1, ''], stderr);
        assert.match(stderr, said);
      }
    });
  }

  it('says what does not change the plan beside it', async () => {
    const text =
      '{ "data": { "dataset_name": "squad" }, "training": { "learning_rate": -1, "do_train": true, "do_eval": true } }';
    await writeFile(join(folder, 'odd.ipu.json'), text);
    const { exitCode, stdout, stderr } = await ipuw(folder, 'plan', 'odd.ipu.json');
    assert.equal(exitCode, 0, stderr);
    assert.match(stdout, /^odd: question-answering/);
    assert.match(stderr, /odd\.ipu\.json:1:71: error: `learning_rate` is -1/);
    // Once, and not as an error: planning needs no data.
    assert.equal(stderr.match(/train_file|No training file/g)?.length, 1, stderr);
  });

  it('shows the best configurations', async () => {
    const { stdout } = await ipuw(samples, 'plan', 'bert-base-squad.ipu.json', '--best', '--json');
    const found = JSON.parse(stdout) as Suggestions;
    assert.equal(found.perUpdate, 128);
    assert.ok(found.front.length > 1 && found.rejected.length > 0);
    const page = await ipuw(samples, 'plan', 'bert-base-squad.ipu.json', '--best');
    assert.match(page.stdout, /sequences\/s +MB free +layers_per_ipu[^]+\nTo write\n[^]+\nLeft out\n/);
  });
});

describe('ipuw plan without a file', () => {
  it('gives what programs read', async () => {
    const plan = await planOf(`${mlperf} --layers-per-ipu 0,3,3,3,3,4,4,4 --replicas 8`);
    assert.equal(plan.ipus.length, 8);
    assert.deepEqual([plan.machine.podIpus, plan.machine.usedIpus], [64, 64]);
    assert.deepEqual([plan.pipeline.stages, plan.pipeline.cyclesPerUpdate], [15, 110]);
    for (const { layers, utilisation, memory } of plan.ipus) {
      assert.ok(layers >= 0 && utilisation > 0 && utilisation <= 1 && memory.totalBytes > 0);
    }
    assert.equal(plan.throughput.bound, 'device');
    assert.ok(Array.isArray(plan.warnings) && typeof plan.fits === 'boolean');
  });

  it('comes near a published figure with the defaults alone', async () => {
    const { throughput, fits } = await planOf(
      `${mlperf} --blocks-per-ipu 1/1,3/3,3/3,3/3,4/3,3/4,4/3,3/4 --replicas 8`,
    );
    assert.ok(Math.abs(throughput.samplesPerSecond / 7417.6 - 1) < 0.1, String(throughput.samplesPerSecond));
    assert.equal(fits, true);
  });

  it('plans inference', async () => {
    const plan = await planOf('--model bert-base-cased --inference --chip c600 --micro-batch 8 --seq-len 128');
    assert.equal(plan.mode, 'inference');
    assert.deepEqual([plan.machine.usedIpus, plan.batch.evalMicroBatch], [1, 8]);
  });

  it('names the option, what is wrong with it, and the remedy', async () => {
    const refused = async (...args: string[]): Promise<string> => {
      const { exitCode, stdout, stderr } = await ipuw(folder, 'plan', ...args);
      assert.deepEqual([exitCode, stdout], [2, ''], stderr);
      return stderr;
    };
    assert.match(await refused(), /needs an experiment file or --model\.\nhint: Write `ipuw plan FILE`/);
    assert.match(await refused('a.json', 'b.json'), /do with "b\.json"\.\nhint: Give one file;/);
    assert.match(
      await refused('--model', 'bert-base-uncased', '--layers-per-ipu', '3', '3', '3', '3'),
      /\nhint: Write a list with commas between its entries: 3,3,3,3\./,
    );
    assert.match(await refused('--model', 'gpt2'), /--model is "gpt2", whose geometry is not known/);
    assert.match(
      await refused('--model', 'bert-base-uncased', '--ga', '0'),
      /--ga is "0"\.\nhint: Give a whole number/,
    );
    assert.match(
      await refused('--model', 'bert-base-uncased', '--gaa', '1'),
      /no option --gaa\.\nhint: Did you mean --ga/,
    );
  });
});
