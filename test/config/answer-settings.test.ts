// Which model a run only evaluated, and how its answers are found.

import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { answerSettingsOf, evaluatedModelOf } from '../../src/config/answer-settings.ts';
import type { PartialExperiment } from '../../src/config/fields.ts';
import { settleExperiment } from '../../src/config/settle.ts';

const folder = resolve('models', 'squad');
const modelOf = (values: PartialExperiment) => evaluatedModelOf(settleExperiment(values));

test('a run that trains nothing evaluated the folder that it names', () => {
  const model = { model_name_or_path: folder };
  assert.equal(modelOf({ model, training: { do_train: false } }), folder);
  assert.equal(modelOf({ model, training: { do_train: true } }), null, 'that is where it began, not what it made');
  assert.equal(modelOf({ model: { model_name_or_path: 'owner/name' }, training: { do_train: false } }), null);
  assert.equal(modelOf({ training: { do_train: false } }), null);
});

test('answers are found as in the evaluation', () => {
  const settings = answerSettingsOf(settleExperiment({ data: { doc_stride: 64, version_2_with_negative: true } }));
  assert.deepEqual([settings.docStride, settings.version2], [64, true]);
});
