// What the Results tab says, in which words. Pure; the DOM is in the views beside this file.

import * as l10n from '@vscode/l10n';
import type {
  Flip,
  Grouping,
  Outcome,
  PredictionDetail,
  PredictionOverview,
  PredictionRow,
  PredictionSort,
  QuestionGroup,
  RunFlips,
  ScoreEstimates,
  Trait,
} from '../../../src/shared/messages/predictions.ts';
import { longAnswerWords, lowConfidence } from '../../../src/shared/messages/predictions.ts';
import type { RunSummary } from '../../../src/shared/messages/runs.ts';
import { describeMetric, taskScores } from '../../../src/shared/metrics.ts';
import { labelOf } from '../../../src/shared/run-groups.ts';
import { isActive } from '../../../src/shared/run-state.ts';
import { formatMetric } from '../../../src/shared/run-text.ts';
import type { MeanEstimate } from '../../../src/shared/statistics/bootstrap.ts';
import { formatCount } from '../../common/quantities.ts';

/** `86.2`, of a percentage. */
export function formatScore(percent: number): string {
  return percent.toFixed(1);
}

/** `0.412`, of a probability. */
export function formatProbability(probability: number): string {
  return probability.toFixed(3);
}

/** Words for each outcome. */
export function outcomeLabels(): Readonly<Record<Outcome, string>> {
  return {
    right: l10n.t('Right'),
    partly: l10n.t('Partly right'),
    wrong: l10n.t('Wrong'),
    unscored: l10n.t('No score'),
  };
}

/** Signs of the outcomes, which differ in shape as well. */
export const outcomeSigns: Readonly<Record<Outcome, string>> = { right: '✓', partly: '◐', wrong: '✗', unscored: '–' };

/** Words for each kind of question, and what exactly it is. */
export function traitLabels(): Readonly<Record<Trait, { readonly label: string; readonly title: string }>> {
  return {
    'no-answer': {
      label: l10n.t('No answer'),
      title: l10n.t('There is no true answer, or none was predicted'),
    },
    'long-answer': {
      label: l10n.t('Long answer'),
      title: l10n.t('The predicted answer or a true one has {0} words or more', longAnswerWords),
    },
    'low-confidence': {
      label: l10n.t('Low confidence'),
      title: l10n.t('The predicted answer has a probability below {0}', lowConfidence),
    },
  };
}

/** Words for each side of a flip. */
export function flipLabels(): Readonly<
  Record<Flip, { readonly label: string; readonly title: string; readonly sign: string }>
> {
  return {
    better: { label: l10n.t('Better'), title: l10n.t('Right here, not right in the other run'), sign: '▲' },
    worse: { label: l10n.t('Worse'), title: l10n.t('Right in the other run, not right here'), sign: '▼' },
  };
}

/** Words for each order of the list. */
export function sortLabels(): Readonly<Record<PredictionSort, string>> {
  return {
    file: l10n.t('Order of the dataset'),
    f1: l10n.t('Lowest F1 first'),
    'least-sure': l10n.t('Lowest probability first'),
    'most-sure': l10n.t('Highest probability first'),
  };
}

/** A score with what is known of its certainty. */
export interface ScoreModel {
  readonly label: string;
  readonly value: string;
  /** Empty where there is none. */
  readonly interval: string;
}

/** Scores of the evaluation as the run recorded them, with intervals where there are any. */
export function scoreModels({ results }: Pick<RunSummary, 'results'>, estimates: ScoreEstimates | null): ScoreModel[] {
  const intervals: Readonly<Record<string, MeanEstimate | undefined>> = {
    eval_exact_match: estimates?.exactMatch,
    eval_exact: estimates?.exactMatch,
    eval_f1: estimates?.f1,
  };
  const whole = Object.keys(taskScores).flatMap((name) => {
    const value = results[`eval_${name}`];
    if (value === undefined) return [];
    const interval = intervals[`eval_${name}`];
    const { label } = describeMetric(`eval_${name}`);
    return [{ label, value: formatMetric(`eval_${name}`, value), interval: interval ? intervalText(interval) : '' }];
  });
  return [...whole, ...(estimates?.parts ?? []).flatMap(partModels)];
}

function partModels({ part, exactMatch, f1 }: ScoreEstimates['parts'][number]): ScoreModel[] {
  const labels =
    part === 'has-answer'
      ? [l10n.t('EM, with an answer'), l10n.t('F1, with an answer')]
      : [l10n.t('EM, without an answer'), l10n.t('F1, without an answer')];
  return [exactMatch, f1].map((estimate, index) => ({
    label: labels[index] ?? '',
    value: `${formatScore(estimate.mean)} %`,
    interval: intervalText(estimate),
  }));
}

function intervalText({ low, high }: MeanEstimate): string {
  return l10n.t('95 %: {0} to {1}', formatScore(low), formatScore(high));
}

/** How the intervals were found. */
export function methodText({ exactMatch, resamples, seed }: ScoreEstimates): string {
  return l10n.t(
    'Intervals: percentile bootstrap over {0} questions, {1} resamples, seed {2}. They are about other questions of this kind, not about other seeds of the training.',
    formatCount(exactMatch.count),
    formatCount(resamples),
    seed,
  );
}

/** A bar of a chart of parts. */
export interface BarModel {
  readonly key: string;
  readonly label: string;
  /** 0 to 1. */
  readonly share: number;
  readonly value: string;
  readonly count: string;
  readonly chosen: boolean;
  /** The whole of it in words. */
  readonly spoken: string;
}

export interface GroupingModel {
  readonly grouping: Grouping;
  readonly title: string;
  /** What the chart shows, in a sentence. */
  readonly summary: string;
  readonly bars: readonly BarModel[];
}

/** Words for what questions are divided by. */
export function groupingTitles(): Readonly<Record<Grouping, string>> {
  return {
    'question-word': l10n.t('F1 by question word'),
    'answer-length': l10n.t('F1 by words of the answer'),
    'context-length': l10n.t('F1 by words of the paragraph'),
  };
}

/** The chart of one division. */
export function groupingModel(
  grouping: Grouping,
  groups: readonly QuestionGroup[],
  chosen: string | undefined,
): GroupingModel {
  const bars = groups.map(({ key, f1, count }) => {
    const label = key === 'other' ? l10n.t('other') : key;
    const value = formatScore(f1);
    return {
      key,
      label,
      share: f1 / 100,
      value,
      count: formatCount(count),
      chosen: key === chosen,
      spoken:
        count === 1
          ? l10n.t('{0}: F1 {1}, 1 question', label, value)
          : l10n.t('{0}: F1 {1}, {2} questions', label, value, formatCount(count)),
    };
  });
  return { grouping, title: groupingTitles()[grouping], summary: summaryOf(groups), bars };
}

function summaryOf(groups: readonly QuestionGroup[]): string {
  const sorted = [...groups].sort((one, two) => one.f1 - two.f1);
  const [worst, best] = [sorted[0], sorted.at(-1)];
  if (!worst || !best || worst === best) return '';
  const label = ({ key }: QuestionGroup): string => (key === 'other' ? l10n.t('other') : key);
  return l10n.t('From {0} ({1}) to {2} ({3})', formatScore(worst.f1), label(worst), formatScore(best.f1), label(best));
}

/** A line of the list. */
export interface RowModel {
  readonly id: string;
  readonly outcome: Outcome;
  readonly sign: string;
  readonly question: string;
  readonly predicted: string;
  readonly truth: string;
  readonly figures: string;
  readonly flip: string;
  /** What a screen reader says in place of the sign. */
  readonly outcomeLabel: string;
}

export function rowModel(row: PredictionRow): RowModel {
  const { id, outcome, f1, probability, flip } = row;
  const question = row.question ?? id;
  const predicted = predictionText(row.prediction);
  const truth = truthText(row);
  const figures = [
    f1 === null ? '' : l10n.t('F1 {0}', formatScore(100 * f1)),
    probability === null ? '' : l10n.t('p {0}', formatProbability(probability)),
  ];
  const side = flip === null ? '' : flipLabels()[flip];
  return {
    id,
    outcome,
    sign: outcomeSigns[outcome],
    question,
    predicted,
    truth,
    figures: join(figures, ' · '),
    flip: side === '' ? '' : `${side.sign} ${side.label}`,
    outcomeLabel: outcomeLabels()[outcome],
  };
}

/** The predicted answer, or that there is none. */
export function predictionText(prediction: string | null): string {
  if (prediction === null) return l10n.t('(no prediction)');
  return prediction === '' ? l10n.t('(no answer)') : prediction;
}

/** The true answers in one line; the empty string if they are not known. */
export function truthText({ answers, outcome }: Pick<PredictionRow, 'answers' | 'outcome'>): string {
  if (outcome === 'unscored') return '';
  return answers.length === 0 ? l10n.t('(no answer)') : answers.join(' | ');
}

/** How many questions are listed, of how many. */
export function countText(total: number, questions: number): string {
  if (total !== questions) return l10n.t('{0} of {1} questions', formatCount(total), formatCount(questions));
  return total === 1 ? l10n.t('1 question') : l10n.t('{0} questions', formatCount(total));
}

/** Why nothing is listed although nothing failed. */
export function emptyText({ state, imported }: Pick<RunSummary, 'state' | 'imported'>): string {
  if (isActive(state)) return l10n.t('The run has not been evaluated yet. Its predictions appear here when it has.');
  return imported === undefined
    ? l10n.t('There are no predictions to list.')
    : l10n.t('This run was imported, and no predictions came with it.');
}

/** Whether the tab has a list to show. */
export function hasList(overview: PredictionOverview | null): overview is PredictionOverview {
  return overview !== null && overview.questions > 0;
}

/** What a detail says about a doubtful place of the prediction; the empty string if there is no doubt. */
export function placeNote(occurrences: number, { prediction, context }: PredictionDetail): string {
  if (context === null || prediction === null || prediction === '' || occurrences === 1) return '';
  if (occurrences === 0) return l10n.t('The predicted words are not in the paragraph, so they are not marked.');
  return l10n.t(
    'The predicted words are in the paragraph {0} times. Which of them was meant is not recorded; the nearest to a true answer is marked.',
    occurrences,
  );
}

/** A run beside others, for a list to choose from. */
export function runLabel(run: RunSummary): string {
  const f1 = run.results['eval_f1'];
  const name = labelOf(run);
  return f1 === undefined ? name : l10n.t('{0} · F1 {1}', name, formatScore(f1));
}

/** What came of setting this run beside another, in sentences. */
export function flipTexts(flips: RunFlips, other: string): string[] {
  if ('reason' in flips) return [l10n.t('Cannot be set beside {0}: {1}', other, flips.reason)];
  const { better, worse, bothRight, bothWrong, exactMatch, f1 } = flips;
  const difference = (name: string, { difference: mean, low, high, p }: typeof f1): string =>
    l10n.t('{0} {1} (95 %: {2} to {3}, p = {4})', name, signed(mean), signed(low), signed(high), p.toPrecision(2));
  return [
    l10n.t(
      'Against {0}: {1} better, {2} worse, {3} right in both, {4} not right in either.',
      other,
      formatCount(better),
      formatCount(worse),
      formatCount(bothRight),
      formatCount(bothWrong),
    ),
    l10n.t(
      'Difference in points by paired bootstrap over {0} questions: {1}; {2}.',
      formatCount(f1.count),
      difference('EM', exactMatch),
      difference('F1', f1),
    ),
  ];
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;
}

function join(parts: readonly string[], separator: string): string {
  return parts.filter((part) => part !== '').join(separator);
}
