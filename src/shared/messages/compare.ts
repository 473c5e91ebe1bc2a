// Comparison page ⇄ extension host, and host ⇄ analysis thread as far as runs are compared. Lists are in the order of the runs asked for.

import type { DifferenceEstimate, MeanEstimate } from '../statistics/bootstrap.ts';
import type { CurveMessages } from './curves.ts';
import type { QuestionPlace } from './predictions.ts';
import type { RunDetail, RunSummary } from './runs.ts';
import type { FieldValue } from './store.ts';

/** So many runs are compared at most. */
export const mostComparedRuns = 50;

/** A field of one run. */
export interface FieldCell {
  /** The value as one writes it in a file; of what looks like a secret only that it does. */
  readonly text: string;
  /** The value itself where it can stand on an axis; null for lists, objects, secrets and null. */
  readonly value: FieldValue;
}

/** A field of the experiments. */
export interface ComparedField {
  /** Such as `training.learning_rate`. */
  readonly path: string;
  readonly differs: boolean;
  /** Null for a run whose experiment cannot be read. */
  readonly cells: readonly (FieldCell | null)[];
}

/** A fact of what the runs were made with. */
export interface ComparedFact {
  readonly name: string;
  readonly differs: boolean;
  /** Null where it was not recorded. */
  readonly values: readonly (string | null)[];
}

/** What can be said of runs without looking at their predictions. */
export interface ComparisonFacts {
  /** The runs that there are of those asked for. */
  readonly runIds: readonly string[];
  readonly fields: readonly ComparedField[];
  readonly environment: readonly ComparedFact[];
  /** Which runs recorded uncommitted changes. */
  readonly hasDiff: readonly boolean[];
}

/** Scores of a run in per cent, with their intervals. */
export interface RunEstimates {
  readonly exactMatch: MeanEstimate;
  readonly f1: MeanEstimate;
}

/** A run against the baseline on the questions of both, in per cent. */
export interface PairedScores {
  readonly exactMatch: DifferenceEstimate;
  readonly f1: DifferenceEstimate;
  /** Questions that the run has right and the baseline has not, and the reverse. */
  readonly gained: number;
  readonly lost: number;
}

/** How far the scores of a run are to be trusted, and its difference from the baseline's. */
export interface ComparedScores {
  /** Null with a reason: the rest of a sentence. */
  readonly estimates: RunEstimates | null;
  readonly unscored?: string;
  /** Null for the baseline itself, and where there is nothing to pair, with the reason where both are scored. */
  readonly paired: PairedScores | null;
  readonly unpaired?: string;
  /** Questions of the run and of the baseline; how many both have is the count of the pairs. */
  readonly questions: { readonly run: number; readonly baseline: number };
}

/** A question that one of two runs has right and the other has not. */
export interface FlippedQuestion {
  readonly id: string;
  readonly question: string;
  /** Accepted answers, each once; none: the question has no answer. */
  readonly answers: readonly string[];
  /** "" is "no answer"; null: there is no prediction. */
  readonly baseline: string | null;
  readonly run: string | null;
}

/** The first of the questions that changed sides, and how many there are. */
export interface FlippedQuestions {
  readonly gained: readonly FlippedQuestion[];
  readonly lost: readonly FlippedQuestion[];
  readonly counts: { readonly gained: number; readonly lost: number };
}

/** A run and the one that it is compared with. */
interface RunPair {
  readonly runId: string;
  readonly baseline: string;
}

/** Page → host. */
export interface CompareContract extends CurveMessages {
  /** First message: all runs, newest first, and which of them to compare; null: those that the page remembers. */
  ready: {
    readonly params: Record<string, never>;
    readonly result: { readonly runs: readonly RunSummary[]; readonly runIds: readonly string[] | null };
  };
  'compare/facts': { readonly params: { readonly runIds: readonly string[] }; readonly result: ComparisonFacts };
  /** Takes a while for large datasets; asked for run by run. */
  'compare/scores': { readonly params: RunPair; readonly result: ComparedScores };
  'compare/flips': { readonly params: RunPair; readonly result: FlippedQuestions };
  /** Lets the user choose; null if they thought better of it. */
  'compare/choose-runs': {
    readonly params: { readonly runIds: readonly string[] };
    readonly result: { readonly runIds: readonly string[] } | null;
  };
  /** Shows the run in the dashboard, and a question of its results if one is named. */
  'compare/open-run': {
    readonly params: { readonly runId: string; readonly question?: QuestionPlace };
    readonly result: null;
  };
  /** Opens the diff editor on the experiments of two runs, or on their uncommitted changes. */
  'compare/open-diff': {
    readonly params: RunPair & { readonly of: 'experiment' | 'uncommitted' };
    readonly result: null;
  };
}

/** Host → page. */
export interface CompareNotifications {
  'runs/changed': { readonly runs: readonly RunSummary[] };
  'runs/removed': { readonly runIds: readonly string[] };
  /** Other runs are to be compared. */
  'compare/select': { readonly runIds: readonly string[] };
  error: { readonly message: string; readonly hint: string };
}

/** A run and its baseline in full, as far as the store knows them. */
interface DetailPair {
  readonly run: RunDetail;
  readonly baseline: RunDetail;
}

/** Host → analysis thread. */
export interface ComparisonAnalysis {
  'compare/facts': { readonly params: { readonly runs: readonly RunDetail[] }; readonly result: ComparisonFacts };
  'compare/scores': { readonly params: DetailPair; readonly result: ComparedScores };
  'compare/flips': { readonly params: DetailPair; readonly result: FlippedQuestions };
  /** The uncommitted changes that were recorded in this run folder; null if there are none. */
  'compare/uncommitted': {
    readonly params: { readonly folder: string };
    readonly result: { readonly commit: string; readonly diff: string; readonly truncated: boolean } | null;
  };
}
