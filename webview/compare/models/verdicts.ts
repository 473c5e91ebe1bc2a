// What the questions say of a difference, in words: an interval, and whether it leaves out zero. Pure.

import * as l10n from '@vscode/l10n';
import type { ComparedScores } from '../../../src/shared/messages/compare.ts';
import type { DifferenceEstimate, MeanEstimate } from '../../../src/shared/statistics/bootstrap.ts';
import type { ComparedRun, CompareView } from './view.ts';

export type Verdict = 'better' | 'worse' | 'unclear';

export interface ScoreWords {
  readonly mean: string;
  readonly interval: string;
}

export interface DifferenceWords {
  readonly difference: string;
  readonly interval: string;
  readonly verdict: Verdict;
  readonly words: string;
}

/** One run's line of the table of scores. */
export interface ScoreLine {
  readonly run: ComparedRun;
  readonly scores: { readonly exactMatch: ScoreWords; readonly f1: ScoreWords } | null;
  readonly against: { readonly exactMatch: DifferenceWords; readonly f1: DifferenceWords } | null;
  readonly questions: string;
  /** Why something is missing, or what is to be known; empty if nothing. */
  readonly note: string;
}

/** A line for each run that has arrived. */
export function scoreLines({ runs, scores }: Pick<CompareView, 'runs' | 'scores'>): ScoreLine[] {
  return runs.flatMap((run) => {
    const own = scores.get(run.runId);
    return own ? [lineOf(run, own)] : [];
  });
}

/** Whether an interval of a difference leaves out zero, and on which side. */
export function verdictOf({ low, high }: Pick<DifferenceEstimate, 'low' | 'high'>): Verdict {
  if (low > 0) return 'better';
  return high < 0 ? 'worse' : 'unclear';
}

function lineOf(run: ComparedRun, own: ComparedScores): ScoreLine {
  const { estimates, paired } = own;
  return {
    run,
    scores: estimates && { exactMatch: scoreWords(estimates.exactMatch), f1: scoreWords(estimates.f1) },
    against: paired && { exactMatch: differenceWords(paired.exactMatch), f1: differenceWords(paired.f1) },
    questions: estimates ? count(estimates.exactMatch.count) : '',
    note: noteOf(run, own),
  };
}

function noteOf(
  { isBaseline }: ComparedRun,
  { unscored, unpaired, estimates, paired, questions }: ComparedScores,
): string {
  if (unscored !== undefined) return l10n.t('No intervals: {0}.', unscored);
  if (unpaired !== undefined) return l10n.t('Not compared question by question: {0}.', unpaired);
  if (isBaseline || !estimates) return '';
  if (!paired) return l10n.t('Not compared question by question: the baseline has no scores of its questions.');
  const shared = paired.exactMatch.count;
  if (shared === questions.run && shared === questions.baseline) return '';
  return l10n.t('Compared on the {0} questions that both answered.', count(shared));
}

function scoreWords({ mean, low, high }: MeanEstimate): ScoreWords {
  return { mean: mean.toFixed(1), interval: l10n.t('{0} to {1}', low.toFixed(1), high.toFixed(1)) };
}

function differenceWords(estimate: DifferenceEstimate): DifferenceWords {
  const verdict = verdictOf(estimate);
  const words = {
    better: l10n.t('better: the interval leaves out 0'),
    worse: l10n.t('worse: the interval leaves out 0'),
    unclear: l10n.t('no clear difference: the interval holds 0'),
  }[verdict];
  const interval = l10n.t('{0} to {1}', signed(estimate.low), signed(estimate.high));
  return { difference: signed(estimate.difference), interval, verdict, words };
}

function signed(value: number): string {
  const text = Math.abs(value).toFixed(1);
  return text === '0.0' ? text : `${value > 0 ? '+' : '−'}${text}`;
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}
