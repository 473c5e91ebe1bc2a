import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunSummary } from '../../src/shared/messages/runs.ts';
import {
  describeActivity,
  describeRun,
  describeStart,
  describeTimes,
  formatDuration,
  formatMetric,
  formatNumber,
  formatShare,
  progressShare,
} from '../../src/shared/run-text.ts';

const base: RunSummary = {
  runId: '20260101-000000-quick-start-abcd',
  name: 'quick-start',
  state: 'running',
  startedAt: 0,
  lastEventAt: 0,
  step: 0,
  latest: {},
  results: {},
  points: 0,
};

test('an active run says its step and loss', () => {
  const run: RunSummary = {
    ...base,
    step: 120,
    progress: { phase: 'train', done: 120, total: 375 },
    latest: { loss: 1.2345 },
  };
  assert.equal(describeRun(run), 'step 120/375 · loss 1.23');
  assert.equal(describeActivity({ ...run, progress: { phase: 'evaluate', done: 2, total: 5 } }), 'evaluating 40 %');
  assert.equal(describeRun({ ...run, state: 'queued', latest: {} }), 'queued');
  assert.equal(describeRun({ ...run, state: 'stopping' }), 'stopping · loss 1.23');
});

test('an ended run says its results, or why it ended and how far it came', () => {
  const results = { eval_exact_match: 12.34, eval_f1: 20.06 };
  assert.equal(describeRun({ ...base, state: 'completed', results }), 'EM 12.3 · F1 20.1');
  const told = { eval_accuracy: 0.875, eval_macro_f1: 0.5, eval_pearson: 0.91234 };
  assert.equal(
    describeRun({ ...base, state: 'completed', results: told }),
    'Accuracy 87.5 · Pearson correlation 0.9123',
  );
  assert.equal(describeRun({ ...base, state: 'completed' }), 'completed');
  assert.equal(
    describeRun({ ...base, state: 'stopped', step: 7, latest: { loss: 2 } }),
    'stopped · step 7 · loss 2.00',
  );
  assert.equal(describeRun({ ...base, state: 'failed' }), 'failed');
});

test('figures keep their meaning when short', () => {
  const shown = [1.23456, 123456.7, 5e-5, -6.84e-4, 1e-10, 0, -0.25].map(formatNumber);
  assert.deepEqual(shown, ['1.235', '123457', '5e-5', '-6.84e-4', '1e-10', '0', '-0.25']);
  assert.deepEqual([NaN, Infinity, -Infinity].map(formatNumber), ['NaN', '∞', '−∞']);
  assert.equal(formatMetric('eval_f1', 88.86), '88.9 %');
  assert.equal(formatMetric('train_runtime', 200), '3 min 20 s');
  const times = [0, 0.0346, 0.3465, 9.94, 9.96, 12.4, NaN].map((seconds) => formatMetric('eval_runtime', seconds));
  assert.deepEqual(times, ['0 s', '0.03 s', '0.3 s', '9.9 s', '10 s', '12 s', 'unknown']);
  assert.equal(formatMetric('train_steps_per_second', 4.2231), '4.223');
  assert.equal(formatMetric('samples_per_second', 104.23), '104.2 samples/s');
  assert.equal(formatMetric('my_own', 3), '3');
});

test('durations use two units', () => {
  const spans = [400, 45_000, 200_000, 3_720_000, 90_000_000, NaN].map(formatDuration);
  assert.deepEqual(spans, ['0 s', '45 s', '3 min 20 s', '1 h 2 min', '1 d 1 h', 'unknown']);
});

test('100 % is not said before it is reached', () => {
  assert.equal(formatShare(progressShare({ phase: 'train', done: 999, total: 1000 }) ?? 0), '99 %');
  assert.equal(progressShare({ phase: 'train', done: 5, total: 0 }), undefined);
});

test('how long a run worked leaves out the time between a stop and a resume', () => {
  const run = { ...base, lastEventAt: 9_000_000, workedMs: 60_000 };
  const said = (changes: Partial<RunSummary>): string => describeTimes({ ...run, ...changes }, '11:58', 9_003_000);
  assert.equal(said({}), 'started 11:58 · running for 1 min 3 s');
  assert.equal(said({ state: 'stopped' }), 'started 11:58 · took 1 min 0 s');
  assert.equal(said({ state: 'queued' }), 'started 11:58 · took 1 min 0 s');
  const { workedMs: _, ...never } = { ...run, state: 'queued' } as const;
  assert.equal(describeTimes(never, '11:58', 0), 'not started yet');
  assert.equal(describeTimes({ ...never, state: 'stopped' }, '11:58', 0), 'never started');
  const imported = { ...never, state: 'completed', imported: 'model-card' } as const;
  assert.equal(describeTimes(imported, '11:58', 0), 'imported from a model card');
  assert.equal(describeStart(imported, '11:58'), 'imported 11:58');
  assert.equal(describeStart({ imported: 'tensorboard' }, '11:58'), '11:58');
  assert.equal(describeTimes({ ...imported, workedMs: 60_000 }, '11:58', 0), 'started 11:58 · took 1 min 0 s');
});
