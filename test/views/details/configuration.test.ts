// The configuration of a run: which fields somebody has set, judged by what they would be otherwise.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settleExperiment } from '../../../src/config/settle.ts';
import { describeConfiguration, withoutDefaults } from '../../../src/views/details/configuration.ts';

const values = {
  name: 'mine',
  training: { learning_rate: 1e-4, gradient_accumulation_steps: 16 },
  ipu_config: { layers_per_ipu: [3, 3, 3, 3], n_ipu: 8 },
};
const experiment = settleExperiment(values);
const asJson = JSON.parse(JSON.stringify(experiment)) as unknown;

test('every field is listed with its default; what follows from others differs from nothing', () => {
  const { fields, problem } = describeConfiguration(asJson);
  assert.equal(problem, '');
  assert.ok(fields.length > 100);
  const field = (path: string) => fields.find((one) => one.path === path);
  assert.deepEqual(
    fields
      .filter(({ differs }) => differs)
      .map(({ path }) => path)
      .sort(),
    [
      'ipu_config.gradient_accumulation_steps',
      'ipu_config.layers_per_ipu',
      'ipu_config.n_ipu',
      'training.gradient_accumulation_steps',
      'training.learning_rate',
    ],
  );
  assert.equal(field('training.learning_rate')?.value, '0.0001');
  assert.equal(field('training.learning_rate')?.fallback, '0.00005');
  // 8 IPUs with 4 for a replica make two replicas.
  assert.equal(field('ipu_config.replication_factor')?.value, '2');
  assert.equal(field('ipu_config.replication_factor')?.fallback, '2');
  assert.ok(fields.every(({ doc }) => doc !== ''));
});

test('without its defaults an experiment resolves to the same', () => {
  const rest = withoutDefaults(experiment);
  assert.deepEqual(settleExperiment(rest), experiment);
  assert.deepEqual(rest.training, values.training);
});

test('an experiment that is not there or broken is told so', () => {
  assert.deepEqual(describeConfiguration(null), { fields: [], problem: '' });
  const broken = describeConfiguration({ training: { learning_rate: 'fast' } });
  assert.equal(broken.fields.length, 0);
  assert.match(broken.problem, /learning_rate/);
});
