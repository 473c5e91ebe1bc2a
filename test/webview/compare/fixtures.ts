// Runs to compare and what the host would say of them. Not measured: shapes only.

import type {
  ComparedScores,
  CompareContract,
  ComparisonFacts,
  FlippedQuestion,
} from '../../../src/shared/messages/compare.ts';
import type { Handlers } from '../../../src/shared/messages/contract.ts';
import type { RunSummary, Series, SeriesRequest } from '../../../src/shared/messages/runs.ts';

const rates = [1e-5, 3e-5, 5e-5, 1e-4, 1e-3];
const batches = [16, 32, 64];
const optimizers = ['adamw', 'lamb'];

/** The learning rate of the run at this place. */
export const rateOf = (index: number): number => rates[index % rates.length]!;
const batchOf = (index: number): number => batches[Math.floor(index / 5) % batches.length]!;
const scoreOf = (index: number): number =>
  80 + 4 * Math.sin(index * 1.3) - Math.abs(Math.log10(rateOf(index) / 5e-5)) * 3;

/** So many runs that have ended, the first of which is called `baseline`. */
export function runsOf(count: number, points = 2000): RunSummary[] {
  return Array.from({ length: count }, (_, index) => {
    const f1 = scoreOf(index);
    return {
      runId: `20260302-10${String(index).padStart(2, '0')}00-squad-a${String(index).padStart(3, '0')}`,
      name: index === 0 ? 'baseline' : `squad lr ${rateOf(index)} batch ${batchOf(index)}`,
      state: 'completed',
      startedAt: Date.UTC(2026, 2, 2, 10, index),
      lastEventAt: Date.UTC(2026, 2, 2, 11, index),
      workedMs: 3_600_000,
      step: points,
      latest: { loss: 0.4 + (88 - f1) / 20, learning_rate: 0, grad_norm: 1.2, samples_per_second: 100 + index },
      ranges: { loss: { min: 0.3, max: 5.9 }, learning_rate: { min: 0, max: rateOf(index) } },
      results: {
        eval_exact_match: f1 - 7.25,
        eval_f1: f1,
        eval_samples: 10570,
        train_loss: 0.9,
        train_runtime: 3500 + 10 * index,
      },
      points,
    };
  });
}

/** Configuration and environment of those runs. */
export function factsOf(runIds: readonly string[], all: readonly RunSummary[]): ComparisonFacts {
  const places = runIds.map((runId) => all.findIndex((run) => run.runId === runId));
  const field = (path: string, valueOf: (index: number) => string | number | boolean) => {
    const values = places.map(valueOf);
    const differs = values.some((value) => value !== values[0]);
    return { path, differs, cells: values.map((value) => ({ text: String(value), value })) };
  };
  const same = Array.from({ length: 60 }, (_, index) => field(`training.field_${index}`, () => index));
  return {
    runIds,
    fields: [
      field('name', (index) => all[index]!.name),
      field('training.learning_rate', rateOf),
      field('training.per_device_train_batch_size', batchOf),
      field('training.optimizer', (index) => optimizers[index % 2]!),
      field('training.seed', (index) => 42 + (index % 3)),
      ...same,
      field('data.train_file', (index) => `/data/squad/${index % 2 === 0 ? 'train-v1.1' : 'train-v2.0'}.json`),
    ],
    environment: [
      {
        name: 'Git commit',
        differs: true,
        values: places.map((index) => (index === 0 ? 'a1b2c3d4e5f6' : 'b2c3d4e5f6a1')),
      },
      {
        name: 'Uncommitted changes',
        differs: true,
        values: places.map((index) => (index === 1 ? 'yes (0a1b2c3d)' : 'none')),
      },
      { name: 'ONNX Runtime', differs: false, values: places.map(() => '1.30.0') },
      { name: 'Machine', differs: false, values: places.map(() => 'pod-1') },
    ],
    hasDiff: places.map((index) => index === 1),
  };
}

/** Scores of a run against a baseline: the difference of their F1 with an interval of ± 0.8. */
export function scoresOf(run: RunSummary, baseline: RunSummary): ComparedScores {
  const [f1, other] = [run.results['eval_f1']!, baseline.results['eval_f1']!];
  const mean = (value: number) => ({ mean: value, low: value - 0.6, high: value + 0.6, count: 10570 });
  const difference = f1 - other;
  const paired = { difference, low: difference - 0.8, high: difference + 0.8, p: 0.04, count: 10570 };
  const isBaseline = run.runId === baseline.runId;
  return {
    estimates: { exactMatch: mean(f1 - 7.25), f1: mean(f1) },
    paired: isBaseline ? null : { exactMatch: paired, f1: paired, gained: 312, lost: 120 },
    questions: { run: 10570, baseline: 10570 },
  };
}

/** So many questions that changed sides. */
export function flipsOf(count: number): FlippedQuestion[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `q${index}`,
    question: `Which NFL team represented the AFC at Super Bowl ${index}?`,
    answers: ['Denver Broncos', 'the Broncos'],
    baseline: index % 7 === 0 ? null : 'Carolina Panthers',
    run: 'Denver Broncos',
  }));
}

/** Curves of a run in at most `maxPoints` buckets of 100,000 points. */
export function seriesOf({ runId, names = [], maxPoints }: SeriesRequest, total = 100_000): Series[] {
  const index = Number(runId.slice(-3));
  const count = Math.min(maxPoints, total);
  const steps = Array.from({ length: count }, (_, place) => Math.round((place * total) / count));
  const shape = (name: string, share: number): number => {
    if (name === 'loss') return 5 * Math.exp(-share * (3 + (index % 7))) + 0.3 + 0.05 * Math.sin(share * 60 + index);
    if (name === 'learning_rate') return rateOf(index) * Math.min(share * 10, 1 - share);
    return 1 + 0.2 * Math.sin(share * 9 + index) + 0.01 * index;
  };
  return names.map((name) => ({
    name,
    steps,
    values: steps.map((step) => shape(name, step / total)),
    low: steps.map((step) => shape(name, step / total) * 0.95),
    high: steps.map((step) => shape(name, step / total) * 1.05),
    totalPoints: total,
  }));
}

/** A host that knows these runs and compares the first `compared` of them. */
export function hostOf(runs: readonly RunSummary[], compared: readonly string[] | null): Handlers<CompareContract> {
  const find = (runId: string): RunSummary => runs.find((run) => run.runId === runId)!;
  return {
    ready: () => ({ runs, runIds: compared }),
    'compare/facts': ({ runIds }) => factsOf(runIds, runs),
    'compare/scores': ({ runId, baseline }) => scoresOf(find(runId), find(baseline)),
    'compare/flips': () => ({ gained: flipsOf(100), lost: flipsOf(12), counts: { gained: 312, lost: 12 } }),
    'compare/choose-runs': () => null,
    'compare/open-run': () => null,
    'compare/open-diff': () => null,
    'runs/series': (request) => seriesOf(request),
    'file/save': () => ({ saved: true }),
  };
}
