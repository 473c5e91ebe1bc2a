// Runs side by side, the first of which is the baseline: what is different in them and in what came out. Pure; reading is scores.ts's and
// environment.ts's, showing it is the callers'.

import { listDifferences, type FieldDifference } from '../config/differences.ts';
import type { Experiment } from '../config/fields.ts';
import type { SquadExample } from '../engine/data/squad.ts';
import type { RunEstimates } from '../shared/messages/compare.ts';
import type { RunDetail } from '../shared/messages/runs.ts';
import { metrics } from '../shared/metrics.ts';
import { letterOf } from '../shared/run-letter.ts';
import { bootstrapDifference, bootstrapMean, type DifferenceEstimate } from '../shared/statistics/bootstrap.ts';
import { findFlips, pairScores, type Flips, type ScorePair } from '../shared/statistics/pair-scores.ts';
import type { EnvironmentFacts } from './environment.ts';
import type { ScoredQuestion, ScoredRun, Unscored } from './scores.ts';

/** A run with everything about it that is compared. */
export interface RunToCompare {
  readonly run: Pick<RunDetail, 'runId' | 'name' | 'state' | 'step' | 'latest' | 'results'>;
  /** Null if it cannot be read. */
  readonly experiment: Experiment | null;
  readonly environment: EnvironmentFacts;
  readonly scores: ScoredRun | Unscored;
}

/** A figure of each run; undefined where it has none. */
export interface MetricRow {
  readonly name: string;
  readonly values: readonly (number | undefined)[];
}

/** A run against the baseline on the questions of both, in per cent. */
export interface PairedRun {
  readonly exactMatch: DifferenceEstimate;
  readonly f1: DifferenceEstimate;
  readonly flips: Flips<ScoredQuestion>;
}

/** What there is to say; lists are in the order of the runs. */
export interface Comparison {
  readonly runs: readonly RunToCompare['run'][];
  /** Places of the runs whose experiment cannot be read. */
  readonly unreadable: readonly number[];
  /** Of the other runs; of those that cannot be read the values are undefined. */
  readonly fields: readonly FieldDifference[];
  readonly metrics: readonly MetricRow[];
  readonly estimates: readonly (RunEstimates | null)[];
  /** Null for the baseline, and where there is nothing to pair. */
  readonly paired: readonly (PairedRun | null)[];
  readonly environment: readonly { readonly name: string; readonly values: readonly (string | undefined)[] }[];
  /** What is left out and why. */
  readonly notes: readonly string[];
}

/** Compares two or more runs with the first. */
export function compareRuns(all: readonly RunToCompare[]): Comparison {
  const scored = all.map(({ scores }) => ('reason' in scores ? null : scores));
  const pairs = scored.map((each, index) => (index === 0 ? null : pairRuns(scored[0] ?? null, each)));
  return {
    runs: all.map(({ run }) => run),
    unreadable: all.flatMap(({ experiment }, index) => (experiment === null ? [index] : [])),
    fields: differingFields(all),
    metrics: listMetrics(all),
    estimates: scored.map((each) => each && estimateRun(each)),
    paired: pairs.map((each) => (each === null || 'reason' in each ? null : each)),
    environment: differingFacts(all),
    notes: [...listUnread(all), ...pairs.flatMap((each, index) => listUnpaired(each, index, scored))],
  };
}

function differingFields(all: readonly RunToCompare[]): FieldDifference[] {
  const known = all.flatMap(({ experiment }) => (experiment === null ? [] : [experiment]));
  return listDifferences(known).map(({ path, values }) => {
    const rest = [...values];
    return { path, values: all.map(({ experiment }) => (experiment === null ? undefined : rest.shift())) };
  });
}

function listMetrics(all: readonly RunToCompare[]): MetricRow[] {
  const figures = all.map(({ run: { latest, results } }) => {
    const { loss } = latest;
    return { ...(loss === undefined ? {} : { loss }), ...results } as Readonly<Record<string, number>>;
  });
  const names = new Set(figures.flatMap((each) => Object.keys(each)));
  const known = Object.keys(metrics).filter((name) => names.has(name));
  return [...new Set([...known, ...names])].map((name) => ({ name, values: figures.map((each) => each[name]) }));
}

function differingFacts(all: readonly RunToCompare[]): Comparison['environment'] {
  const names = Object.keys(all[0]?.environment ?? {});
  return names
    .map((name) => ({ name, values: all.map(({ environment }) => environment[name]) }))
    .filter(({ values }) => values.some((value) => value !== values[0]));
}

const percent = (questions: readonly ScoredQuestion[], name: 'exactMatch' | 'f1'): number[] =>
  questions.map((question) => 100 * question[name]);

/** Mean scores of a run with their intervals. */
export function estimateRun({ questions }: ScoredRun): RunEstimates {
  return {
    exactMatch: bootstrapMean(percent(questions, 'exactMatch')),
    f1: bootstrapMean(percent(questions, 'f1')),
  };
}

/** The differences from the baseline, or why there are none; null if one of the two is not scored. */
export function pairRuns(baseline: ScoredRun | null, other: ScoredRun | null): PairedRun | Unscored | null {
  if (baseline === null || other === null) return null;
  const pairs = pairQuestions(baseline, other);
  if ('reason' in pairs) return pairs;
  const [before, after] = [pairs.map((pair) => pair.before), pairs.map((pair) => pair.after)];
  const difference = (name: 'exactMatch' | 'f1') => bootstrapDifference(percent(before, name), percent(after, name));
  return { exactMatch: difference('exactMatch'), f1: difference('f1'), flips: findFlips(pairs) };
}

/** The questions that both runs answered, or why they have none in common. */
export function pairQuestions(baseline: ScoredRun, other: ScoredRun): readonly ScorePair<ScoredQuestion>[] | Unscored {
  if (baseline.version2 !== other.version2) return { reason: 'one is scored by the rules of SQuAD v1.1, one by v2.0' };
  const pairs = pairScores(baseline.questions, other.questions, (one, two) => isSameQuestion(one.example, two.example));
  if (pairs.length === 0) return { reason: 'they were evaluated on different datasets, without a question in common' };
  return pairs;
}

/** The same words and answers, in datasets that may be two files. */
export function isSameQuestion(one: SquadExample, two: SquadExample): boolean {
  if (one === two) return true;
  const answers = ({ answers: all }: SquadExample): string => JSON.stringify(all.map(({ text }) => text));
  return one.question === two.question && one.context === two.context && answers(one) === answers(two);
}

function listUnread(all: readonly RunToCompare[]): string[] {
  return all.flatMap(({ scores }, index) =>
    'reason' in scores ? [`${letterOf(index)} has no intervals: ${scores.reason}.`] : [],
  );
}

function listUnpaired(
  pair: PairedRun | Unscored | null,
  index: number,
  scored: readonly (ScoredRun | null)[],
): string[] {
  if (pair === null) return [];
  const both = scored.length === 2 ? 'The runs' : `${letterOf(index)} and ${letterOf(0)}`;
  if ('reason' in pair) return [`${both} are not compared question by question: ${pair.reason}.`];
  const { count } = pair.exactMatch;
  const [baseline, other] = [scored[0], scored[index]].map((each) => each?.questions.length ?? 0) as [number, number];
  if (count === baseline && count === other) return [];
  return [`${both} are compared on the ${count} questions that they share, of ${other} and ${baseline}.`];
}
