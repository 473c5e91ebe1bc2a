import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { PartialExperiment } from '../../../src/config/fields.ts';
import { settleExperiment } from '../../../src/config/settle.ts';
import { checkCauses, readCauses } from '../../../src/engine/run/provenance.ts';
import type { AppError } from '../../../src/shared/errors.ts';

const causes = (experiment: Record<string, unknown>, sha256 = 'aa') => ({
  experiment,
  data: { 'data.train_file': sha256 },
});

test('every changed field is named, with both values', () => {
  const saved = causes({ 'training.seed': 1, 'training.lamb': false, 'ipu_config.replication_factor': 4 });
  const now = causes({ 'training.seed': 2, 'training.lamb': true, 'ipu_config.replication_factor': 4 });
  assert.throws(
    () => checkCauses(now, saved, 'train.json'),
    (error: AppError) =>
      error.message.includes('training.seed was 1 and is now 2; training.lamb was false and is now true.'),
  );
});

test('a field that came with a newer version, or is gone in it, is no change', () => {
  checkCauses(causes({ a: 1, fresh: 0.15 }), causes({ a: 1, old: true }), 'train.json');
});

test('other data are told by the file', () => {
  assert.throws(
    () => checkCauses(causes({}, 'bb'), causes({}), '/data/train.json'),
    (error: AppError) => error.code === 'resume-data-changed' && error.message.includes('/data/train.json'),
  );
});

test('what names a run, groups it or comes from elsewhere decides no number', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'provenance-'));
  try {
    const data = { train_file: join(folder, 'train.json') };
    await writeFile(data.train_file, '{}');
    const causesOf = (values: PartialExperiment) => readCauses(settleExperiment({ ...values, data }));
    const saved = await causesOf({});
    const now = await causesOf({
      group: 'mine',
      extends: ['base.ipu.json'],
      extra_args: { fp32: true },
      sweep: { method: 'seeds', count: 3 },
    });
    assert.deepEqual(now, saved);
    assert.notDeepEqual(await causesOf({ training: { seed: 7 } }), saved);
  } finally {
    await rm(folder, { recursive: true });
  }
});
