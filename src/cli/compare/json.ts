// A comparison as the JSON value of `ipuw compare --json`: everything in full precision, values by run id.

import type { ScorePair } from '../../shared/statistics/pair-scores.ts';
import type { Comparison } from '../../compare/comparison.ts';
import type { ScoredQuestion } from '../../compare/scores.ts';

/** The JSON value; the flips themselves only if they are asked for. */
export function comparisonAsJson(comparison: Comparison, withFlips: boolean): unknown {
  const { runs, fields, metrics, estimates, paired, environment, notes } = comparison;
  const byRun = <T>(values: readonly T[]): Record<string, T | null> =>
    Object.fromEntries(runs.map(({ runId }, index) => [runId, values[index] ?? null]));
  return {
    baseline: runs[0]?.runId,
    runs: runs.map(({ runId, name, state, step }) => ({ runId, name, state, step })),
    fields: fields.map(({ path, values }) => ({ path, values: byRun(values) })),
    metrics: metrics.map(({ name, values }) => ({ name, values: byRun(values), deltas: byRun(deltasOf(values)) })),
    scores: byRun(estimates),
    againstBaseline: byRun(paired.map((each) => each && pairAsJson(each, withFlips))),
    environment: environment.map(({ name, values }) => ({ name, values: byRun(values) })),
    notes,
  };
}

function deltasOf(values: readonly (number | undefined)[]): (number | undefined)[] {
  const [baseline] = values;
  return values.map((value) => (value === undefined || baseline === undefined ? undefined : value - baseline));
}

type Paired = NonNullable<Comparison['paired'][number]>;

function pairAsJson({ exactMatch, f1, flips: { gained, lost } }: Paired, withFlips: boolean): unknown {
  const lists = withFlips ? { gainedQuestions: gained.map(flipAsJson), lostQuestions: lost.map(flipAsJson) } : {};
  return { exactMatch, f1, gained: gained.length, lost: lost.length, ...lists };
}

function flipAsJson({ before, after }: ScorePair<ScoredQuestion>): unknown {
  const { id, question, answers } = after.example;
  const gold = [...new Set(answers.map(({ text }) => text))];
  return { id, question, gold, baseline: before.prediction ?? null, run: after.prediction ?? null };
}
