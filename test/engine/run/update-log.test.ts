import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resolveExperiment } from '../../../src/config/resolve.ts';
import { parseTrainerState, renderTrainerState } from '../../../src/engine/run/trainer-state.ts';
import { UpdateLog } from '../../../src/engine/run/update-log.ts';

const update = (step: number, loss: number) =>
  [step, { loss, gradNorm: step / 3, learningRate: 0.1 / step, epoch: step / 7, sequences: 4 }] as const;

test('an entry is the mean of its window; the whole run has a mean of its own', () => {
  let nowMs = 0;
  const log = new UpdateLog(3, () => nowMs);
  nowMs = 2000;
  assert.equal(log.add(...update(1, 1)), null);
  assert.equal(log.add(...update(2, 2)), null);
  const metrics = log.add(...update(3, 6));
  assert.deepEqual(metrics, { loss: 3, learning_rate: 0.1 / 3, grad_norm: 1, epoch: 3 / 7, samples_per_second: 6 });
  log.add(...update(4, 7));
  assert.equal(log.meanLoss, 4);
  assert.equal(log.sequences, 16);
});

test('through trainer_state.json and back nothing is lost: digits, NaN, infinities, the window and the time', () => {
  let nowMs = 100;
  const log = new UpdateLog(3, () => nowMs);
  const losses = [0.1, NaN, Infinity, 1 / 3, 2 ** -1074];
  for (const [i, loss] of losses.entries()) log.add(...update(i + 1, loss));
  nowMs = 400;
  const state = {
    step: 5,
    epoch: 5 / 7,
    totalSteps: 9,
    appliedUpdates: 4,
    lossScale: { scale: 2 ** -3, goodUpdates: 17 },
    log: log.state,
  };
  const { training } = resolveExperiment({}, '/e.ipu.json');
  const text = renderTrainerState(state, training);
  assert.deepEqual(parseTrainerState(text), structuredClone(state));
  nowMs = 10_000;
  const resumed = new UpdateLog(3, () => nowMs);
  resumed.restore(parseTrainerState(text)!.log);
  assert.deepEqual(resumed.state, state.log);
  assert.deepEqual(Object.keys(JSON.parse(text)), [
    'best_global_step',
    'best_metric',
    'best_model_checkpoint',
    'epoch',
    'eval_steps',
    'global_step',
    'is_hyper_param_search',
    'is_local_process_zero',
    'is_world_process_zero',
    'log_history',
    'logging_steps',
    'max_steps',
    'num_input_tokens_seen',
    'num_train_epochs',
    'save_steps',
    'stateful_callbacks',
    'total_flos',
    'train_batch_size',
    'trial_name',
    'trial_params',
  ]);
});

test('a trainer_state.json of transformers, half of one or garbage is not taken for ours', () => {
  for (const text of ['', '{', 'null', '[]', '{"global_step": 5, "stateful_callbacks": {}}', '"x"']) {
    assert.equal(parseTrainerState(text), undefined, text);
  }
});
