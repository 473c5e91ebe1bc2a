// As many runs as a table is asked to hold, the same every time. Not measured: shapes only.

import type { RunSummary } from '../../../src/shared/messages/runs.ts';
import type { RunState } from '../../../src/shared/run-state.ts';
import { createRandom } from '../../support/random.ts';

const states: readonly RunState[] = ['completed', 'completed', 'completed', 'failed', 'stopped', 'lost', 'running'];
const tags = ['baseline', 'seed', 'long', 'paper'];

/** Runs of a year, newest first: some tagged, starred, archived, in sweeps. */
export function manyRuns(count: number, nowMs: number): RunSummary[] {
  const random = createRandom(11);
  return Array.from({ length: count }, (_, index) => {
    const startedAt = nowMs - index * 50 * 60_000;
    const state = random.pick(states);
    const loss = 0.05 + random.next();
    const f1 = 60 + 30 * random.next();
    const sweep = Math.floor(index / 8) % 5 === 0 ? Math.floor(index / 8) : undefined;
    const name = `run ${count - index}`;
    return {
      runId: `20260302-${String(100000 + index)}-table-${(index + 46_656).toString(36).padStart(4, '0').slice(-4)}`,
      name,
      state,
      startedAt,
      lastEventAt: startedAt + 40 * 60_000,
      workedMs: random.below(40 * 60_000),
      step: random.below(10_000),
      ...(state === 'running' && { progress: { phase: 'train' as const, done: random.below(300), total: 375 } }),
      latest: { loss, learning_rate: 1e-4 * random.next(), samples_per_second: 100 * random.next() },
      results: state === 'completed' ? { eval_f1: f1, eval_exact_match: f1 - 8 * random.next() } : {},
      ranges: { loss: { min: loss / 2, max: 5 + loss } },
      points: random.below(10_000),
      ...(random.below(4) === 0 && {
        annotations: {
          tags: [random.pick(tags)],
          starred: random.below(3) === 0,
          archived: random.below(10) === 0,
        },
      }),
      ...(sweep !== undefined && {
        sweep: {
          sweepId: `sweep-${sweep}`,
          name: `rates ${sweep}`,
          index: index % 8,
          label: `lr ${1 + (index % 8)}e-5`,
        },
      }),
    };
  });
}
