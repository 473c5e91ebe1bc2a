import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Experiment, PartialExperiment } from '../../../src/config/fields.ts';
import { parseExperiment } from '../../../src/config/parse.ts';
import { resolveExperiment } from '../../../src/config/resolve.ts';
import { countSamples } from '../../../src/engine/run/count-samples.ts';
import { readVocabulary } from '../../../src/engine/run/model.ts';
import { openTask } from '../../../src/engine/tasks/open.ts';

const samples = join(import.meta.dirname, '../../../samples');
const tasks = [
  'quick-start',
  'sequence-classification',
  'token-classification',
  'multiple-choice',
  'pretraining',
] as const;

async function readSample(name: string): Promise<Experiment> {
  const path = join(samples, `${name}.ipu.json`);
  return resolveExperiment(parseExperiment(await readFile(path, 'utf8')).values, path);
}

let folder: string;
before(async () => (folder = await mkdtemp(join(tmpdir(), 'ipu-count-'))));
after(() => rm(folder, { recursive: true }));

/** An experiment whose files lie in the temporary folder. */
function experimentOf(values: PartialExperiment): Experiment {
  return resolveExperiment(values, join(folder, 'x.ipu.json'));
}

describe('countSamples', () => {
  for (const name of tasks) {
    it(`counts what training sees: ${name}`, async () => {
      const whole = await readSample(name);
      const cut: Experiment = { ...whole, data: { ...whole.data, max_train_samples: 7, max_eval_samples: 3 } };
      const windowed = (from: Experiment): Experiment => ({
        ...from,
        data: { ...from.data, max_seq_length: 64, doc_stride: 8 },
      });
      for (const experiment of [whole, cut, windowed(whole), windowed(cut)]) {
        const task = await openTask(experiment, (await readVocabulary(experiment)).vocabulary);
        const counts = await countSamples(experiment);
        assert.deepEqual([counts.train, counts.eval], [task.train?.items.length, task.evaluation?.items.length]);
        assert.match(counts.note, /^Counted \d+ training and \d+ evaluation \w/);
      }
    });
  }

  it('counts only what is used', async () => {
    const experiment = await readSample('quick-start');
    const training = { ...experiment.training, do_train: false, eval_on_train: false };
    const counts = await countSamples({ ...experiment, training });
    assert.deepEqual(counts, { train: null, eval: 100, note: 'Counted 100 evaluation features.' });
  });

  it('takes the published counts of SQuAD where the files are not there', async () => {
    const data = { dataset_name: 'squad', train_file: 'train-v1.1.json', validation_file: 'dev-v1.1.json' };
    const counts = await countSamples(experimentOf({ data }));
    assert.deepEqual([counts.train, counts.eval], [88_524, 10_784]);
    assert.match(counts.note, /train-v1\.1\.json is not there.* as published for squad: 88,524 training/);
    const limited = await countSamples(
      experimentOf({ data: { ...data, max_train_samples: 1000, max_seq_length: 256 } }),
    );
    assert.deepEqual([limited.train, limited.eval], [1000, null], 'windows of other lengths are not known');
    const second = await countSamples(experimentOf({ data: { ...data, version_2_with_negative: true } }));
    assert.deepEqual([second.train, second.eval], [null, null], 'SQuAD v2.0 is another dataset');
  });

  it('says what is in the way', async () => {
    await writeFile(join(folder, 'broken.json'), '{"data": [');
    const broken = { train_file: 'broken.json', validation_file: 'absent.json' };
    const {
      train,
      eval: evaluation,
      note,
    } = await countSamples(experimentOf({ data: broken, model: { vocab_file: join(samples, 'vocab.txt') } }));
    assert.deepEqual([train, evaluation], [null, null]);
    assert.match(note, /training features are not counted: .*broken\.json/);
    assert.match(note, /evaluation features are not counted: absent\.json is not there/);
    const train_file = join(samples, 'squad/train-sample.json');
    const hub = { data: { train_file }, model: { model_name_or_path: 'nobody/bert-of-nobody' } };
    assert.match((await countSamples(experimentOf(hub))).note, /vocabulary of nobody\/bert-of-nobody is not on this/);
  });

  it('ends when it is cancelled', async () => {
    const reason = new Error('the file was edited');
    await assert.rejects(countSamples(await readSample('quick-start'), { signal: AbortSignal.abort(reason) }), reason);
  });
});
