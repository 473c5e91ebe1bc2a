// What the dashboard may ask about IPUs, and the plan of a run's experiment, made by the real language thread.

import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { resolveExperiment } from '../../../src/config/resolve.ts';
import { createLanguageClient } from '../../../src/language/client.ts';
import { runUnknown } from '../../../src/views/errors.ts';
import { ipuHandlers } from '../../../src/views/panels/dashboard/ipu.ts';
import { ipuParsers } from '../../../src/views/panels/parsers/ipu.ts';
import { serverScript } from '../../language/workspace.ts';
import { completed, detailOf } from '../../../webview/components/fixtures/runs.ts';

const { runId } = completed;

/** The handlers over a run with this experiment. */
function handlersFor(t: TestContext, experiment: unknown) {
  const language = createLanguageClient(serverScript);
  t.after(() => language.close());
  const storeOf = () => Promise.reject(runUnknown(runId));
  const detail = async () => ({ ...detailOf(completed), experiment });
  return ipuHandlers({ index: { storeOf, detail }, language });
}

test('a run’s plan is that of its resolved experiment', async (t) => {
  const values = {
    ipu_config: { layers_per_ipu: [0, 4, 4, 4], gradient_accumulation_steps: 8 },
    training: { per_device_train_batch_size: 2 },
  };
  const plan = await handlersFor(t, resolveExperiment(values, '/elsewhere/e.ipu.json'))['ipu/plan']({ runId });
  assert.equal(plan?.source, 'model');
  assert.equal(plan.ipus.length, 4);
  assert.equal(plan.batch.gradientAccumulationSteps, 8);
  assert.ok(plan.time.stepSeconds > 0);
});

test('a run whose experiment nobody knows has no plan', async (t) => {
  for (const experiment of [null, 'text', 7]) {
    assert.equal(await handlersFor(t, experiment)['ipu/plan']({ runId }), null);
  }
});

test('a heat map is asked for in quantities, whole steps and drawable columns', () => {
  const parse = ipuParsers['runs/heat-map'];
  const request = { runId, quantity: 'powerWatts', columns: 1000, fromStep: 0, toStep: 7 };
  assert.deepEqual(parse({ ...request, extra: 1 }), request);
  const { fromStep: _, toStep: __, ...whole } = request;
  assert.deepEqual(parse(whole), whole);
  const bad: object[] = [
    { runId: '../x' },
    { quantity: 'price' },
    { quantity: '__proto__' },
    { columns: 0 },
    { columns: 2001 },
    { columns: 1.5 },
    { fromStep: -1 },
    { toStep: '7' },
    { toStep: NaN },
  ];
  for (const wrong of bad) assert.throws(() => parse({ ...request, ...wrong }), TypeError, JSON.stringify(wrong));
  assert.throws(() => ipuParsers['ipu/plan']({ runId: 3 }), TypeError);
});
