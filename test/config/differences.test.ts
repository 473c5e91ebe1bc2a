// The fields in which experiments differ.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listDifferences } from '../../src/config/differences.ts';
import { settleExperiment } from '../../src/config/settle.ts';

test('fields that any of the experiments has otherwise are listed in the order of the fields', () => {
  const base = { name: 'x', training: { learning_rate: 9e-5, seed: 1 }, extra_args: { a: 1, b: 2 } };
  const experiments = [
    base,
    { ...base, extra_args: { b: 2, a: 1 }, ipu_config: { layers_per_ipu: [12] } },
    { ...base, name: 'y', training: { learning_rate: 5e-5, seed: 1 } },
  ].map(settleExperiment);
  assert.deepEqual(listDifferences(experiments), [
    { path: 'name', values: ['x', 'x', 'y'] },
    { path: 'training.learning_rate', values: [9e-5, 9e-5, 5e-5] },
    { path: 'ipu_config.layers_per_ipu', values: [[-1], [12], [-1]] },
  ]);
});

test('experiments that are alike, or alone, have no differences', () => {
  const same = settleExperiment({ name: 'x' });
  assert.deepEqual(listDifferences([same, settleExperiment({ name: 'x' })]), []);
  assert.deepEqual(listDifferences([same]), []);
});
