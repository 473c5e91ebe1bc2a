// What the tab shows first: how many questions there are of each kind, and the scores of their parts. Pure.

import { bootstrapDefaults, bootstrapMean } from '../../shared/statistics/bootstrap.ts';
import {
  groupings,
  outcomes,
  traits,
  type Grouping,
  type PredictionOverview,
  type QuestionGroup,
  type ScoreEstimates,
} from '../../shared/messages/predictions.ts';
import type { LoadedRun } from './load.ts';
import { groupKeys, groupOf, hasTrait, outcomeOf, type Question } from './question.ts';

/** Counts and parts of a run's questions. */
export function overviewOf({ task, questions, version2, cautions, isAsRecorded }: LoadedRun): PredictionOverview {
  const counted = [
    ...outcomes.map((outcome) => [outcome, countIf(questions, (each) => outcomeOf(each) === outcome)]),
    ...traits.map((trait) => [trait, countIf(questions, (each) => hasTrait(each, trait))]),
  ];
  return {
    task,
    questions: questions.length,
    version2,
    cautions,
    isAsRecorded,
    counts: Object.fromEntries(counted) as PredictionOverview['counts'],
    titles: titlesOf(questions),
    groups: Object.fromEntries(
      groupings.map((grouping) => [grouping, divide(questions, grouping)]),
    ) as unknown as PredictionOverview['groups'],
  };
}

/** EM and F1 with their intervals; null where the run's own figures are others. */
export function estimate({ questions, version2, isAsRecorded }: LoadedRun): ScoreEstimates | null {
  if (!isAsRecorded || questions.length === 0) return null;
  const scores = (some: readonly Question[]) => ({
    exactMatch: bootstrapMean(some.map(({ exactMatch }) => 100 * exactMatch!)),
    f1: bootstrapMean(some.map(({ f1 }) => 100 * f1!)),
  });
  const isAnswerable = ({ example }: Question): boolean => (example?.answers.length ?? 0) > 0;
  const parts = version2
    ? ([
        ['has-answer', questions.filter(isAnswerable)],
        ['no-answer', questions.filter((question) => !isAnswerable(question))],
      ] as const)
    : [];
  return {
    ...scores(questions),
    resamples: bootstrapDefaults.resamples,
    seed: bootstrapDefaults.seed,
    parts: parts.flatMap(([part, some]) => (some.length === 0 ? [] : [{ part, ...scores(some) }])),
  };
}

function titlesOf(questions: readonly Question[]): PredictionOverview['titles'] {
  const counts = new Map<string, number>();
  for (const { example } of questions) {
    const title = example?.title ?? '';
    if (title !== '') counts.set(title, (counts.get(title) ?? 0) + 1);
  }
  return [...counts].map(([title, count]) => ({ title, count }));
}

function divide(questions: readonly Question[], grouping: Grouping): QuestionGroup[] {
  const sums = new Map<string, { count: number; f1: number; exactMatch: number }>();
  for (const { example, f1, exactMatch } of questions) {
    if (example === null || f1 === null || exactMatch === null) continue;
    const key = groupOf(example, grouping);
    const sum = sums.get(key) ?? { count: 0, f1: 0, exactMatch: 0 };
    sums.set(key, { count: sum.count + 1, f1: sum.f1 + f1, exactMatch: sum.exactMatch + exactMatch });
  }
  return groupKeys(grouping).flatMap((key) => {
    const sum = sums.get(key);
    if (sum === undefined) return [];
    const { count, f1, exactMatch } = sum;
    return [{ key, count, f1: (100 * f1) / count, exactMatch: (100 * exactMatch) / count }];
  });
}

function countIf(questions: readonly Question[], holds: (question: Question) => boolean): number {
  return questions.reduce((count, question) => count + Number(holds(question)), 0);
}
