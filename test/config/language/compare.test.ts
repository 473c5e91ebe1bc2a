// Two experiments as texts that an editor sets side by side.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareExperiments } from '../../../src/config/language/compare.ts';
import { settleExperiment } from '../../../src/config/settle.ts';
import { compareText } from '../../../src/language/compare.ts';

const before = settleExperiment({ name: 'x', training: { learning_rate: 9e-5, seed: 1 } });
const after = settleExperiment({
  name: 'x',
  training: { learning_rate: 5e-5, seed: 1 },
  ipu_config: { layers_per_ipu: [6, 6] },
});

test('fields stand in the order of their list, and those at their default in both are left out', () => {
  const [left, right] = compareExperiments(before, after);
  assert.equal(
    left,
    `{
  "name": "x",
  "training": {
    "gradient_accumulation_steps": 1,
    "learning_rate": 9e-5,
    "seed": 1
  },
  "ipu_config": {
    "layers_per_ipu": [-1],
    "ipus_per_replica": 1,
    "replication_factor": 1,
    "inference_replication_factor": 1
  }
}
`,
  );
  const differ = right.split('\n').filter((line, index) => line !== left.split('\n')[index]);
  assert.deepEqual(differ, [
    '    "learning_rate": 5e-5,',
    '    "layers_per_ipu": [6, 6],',
    '    "ipus_per_replica": 2,',
  ]);
  assert.deepEqual([JSON.parse(left), JSON.parse(right)].length, 2);
});

test('the same experiment gives the same text twice', () => {
  const [left, right] = compareExperiments(before, before);
  assert.equal(left, right);
});

test('a text is compared with what a run has recorded; neither may be broken', async () => {
  const request = {
    file: '/w/x.ipu.json',
    text: '{ "training": { "seed": 2 } }',
    experiment: { name: 'x', training: { seed: 1 } },
  };
  const { before: left, after: right } = await compareText(request);
  assert.equal(left.replace('"seed": 1', '"seed": 2'), right);
  await assert.rejects(compareText({ ...request, text: '{ "training": ' }), { code: 'experiment-not-readable' });
  await assert.rejects(compareText({ ...request, experiment: null }), { name: 'AppError' });
});
