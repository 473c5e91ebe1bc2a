// Runs and curves as the store would tell them, for tests of the page. Not measured: shapes only.

import type { RunDetail, RunSummary, Series } from '../../src/shared/messages/runs.ts';

/** Noon on 2026-03-02 in the test's time zone. */
export const nowMs = new Date(2026, 2, 2, 12, 0, 0).getTime();

const idle = { step: 0, latest: {}, results: {}, points: 0 };

export const running: RunSummary = {
  runId: '20260302-115700-quick-start-ab12',
  name: 'quick-start',
  state: 'running',
  startedAt: nowMs - 63_000,
  lastEventAt: nowMs,
  workedMs: 63_000,
  step: 120,
  progress: { phase: 'train', done: 120, total: 375, perSecond: 6, remainingMs: 42_000 },
  latest: { loss: 1.2345, learning_rate: 6.8e-4, samples_per_second: 104.2, grad_norm: 1.3, epoch: 9.6 },
  results: {},
  points: 120,
};

export const completed: RunSummary = {
  ...idle,
  runId: '20260302-100000-quick-start-cd34',
  name: 'quick-start',
  state: 'completed',
  startedAt: nowMs - 7_200_000,
  lastEventAt: nowMs - 7_137_000,
  workedMs: 63_000,
  step: 375,
  latest: { loss: 0.0312, learning_rate: 3e-6, samples_per_second: 103.1, grad_norm: 0.42, epoch: 30 },
  results: {
    eval_exact_match: 4.854368932038835,
    eval_f1: 9.123456789012345,
    eval_samples: 103,
    train_exact_match: 97.5,
    train_f1: 98.41230000000002,
    train_samples: 204,
    train_loss: 0.6123,
    train_runtime: 61.2,
    train_samples_per_second: 98.7,
  },
  points: 375,
};

export const failed: RunSummary = {
  ...idle,
  runId: '20260301-090000-bert-base-squad-ef56',
  name: 'bert-base-squad-with-a-rather-long-name-for-the-list',
  state: 'failed',
  startedAt: nowMs - 97_000_000,
  lastEventAt: nowMs - 96_999_000,
  workedMs: 1_000,
  error: {
    code: 'dataset-missing',
    message: 'The training file /data/squad/train-v1.1.json does not exist.',
    hint: 'Mend `train_file` in bert-base-squad.ipu.json, line 12.',
  },
};

export const stopped: RunSummary = {
  ...completed,
  runId: '20260301-080000-quick-start-gh78',
  state: 'stopped',
  startedAt: nowMs - 100_800_000,
  lastEventAt: nowMs - 100_700_000,
  workedMs: 100_000,
  step: 212,
  latest: { loss: 0.6 },
  results: {},
};

export const lost: RunSummary = {
  ...stopped,
  runId: '20260228-080000-quick-start-ij90',
  state: 'lost',
  startedAt: nowMs - 187_200_000,
  lastEventAt: nowMs - 187_000_000,
  workedMs: 200_000,
};

export const queued: RunSummary = {
  ...idle,
  runId: '20260302-115959-quick-start-kl12',
  name: 'quick-start',
  state: 'queued',
  startedAt: nowMs - 500,
  lastEventAt: nowMs - 500,
};

export const allRuns = [queued, running, completed, failed, stopped, lost] as const;

/** A run in full, as the store would tell it. */
export function detailOf(run: RunSummary): RunDetail {
  const checkpoints = run.step > 200 ? [{ step: 200, path: 'checkpoints/checkpoint-200' }] : [];
  const parts = { folder: `/workspace/.ipu/runs/${run.runId}`, experiment: {}, checkpoints, log: [], badLines: [] };
  return { ...run, ...parts, ipuSource: 'model' };
}

/** Curves of `points` steps on `ipus` devices. */
export function curvesOf(points: number, ipus = 4): Series[] {
  const steps = Array.from({ length: points }, (_, index) => index + 1);
  const series = (name: string, value: (step: number) => number): Series => {
    return { name, steps, values: steps.map(value), totalPoints: points };
  };
  return [
    series('loss', (step) => 4.8 * Math.exp(-step / 90) + 0.12 * Math.sin(step * 1.7) ** 2 + 0.02),
    series('learning_rate', (step) => 1e-3 * Math.min(step / 38, (376 - step) / 338)),
    series('samples_per_second', (step) => 104 + 6 * Math.sin(step / 9)),
    series('grad_norm', (step) => 2.2 * Math.exp(-step / 150) + 0.4 * Math.cos(step) ** 2),
    series('epoch', (step) => step / 12.5),
    ...Array.from({ length: ipus }, (_, index) => series(`ipu/${index}/utilisation`, () => 0.41 + 0.06 * index)),
  ];
}
