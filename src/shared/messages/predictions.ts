// What there is to know of the predictions of an evaluation, question by question: the shapes, and what may be asked of them. The same
// between page and host as between host and analysis thread, so it is parsed by the same functions.

import type { DifferenceEstimate, MeanEstimate } from '../statistics/bootstrap.ts';

/** `partly`: some words are right; `unscored`: there is nothing to compare with. */
export const outcomes = ['right', 'partly', 'wrong', 'unscored'] as const;
export type Outcome = (typeof outcomes)[number];

/** Questions of a kind: without an answer or without a predicted one, with a long one of either, and answered with little confidence. */
export const traits = ['no-answer', 'long-answer', 'low-confidence'] as const;
export type Trait = (typeof traits)[number];

/** From so many words an answer counts as long. */
export const longAnswerWords = 10;
/** A probability below this is little confidence. */
export const lowConfidence = 0.5;

/** What questions are divided by, for the scores of each part. */
export const groupings = ['question-word', 'answer-length', 'context-length'] as const;
export type Grouping = (typeof groupings)[number];

/** `better`: wrong in the other run and right in this one; `worse`: the other way round. */
export const flips = ['better', 'worse'] as const;
export type Flip = (typeof flips)[number];

export const predictionSorts = ['file', 'f1', 'least-sure', 'most-sure'] as const;
/** In the dataset's order; lowest F1 first; lowest or highest probability first. */
export type PredictionSort = (typeof predictionSorts)[number];

/** What is left out of the list; an absent one leaves out nothing. */
export interface PredictionFilters {
  /** Any of these. */
  readonly outcomes?: readonly Outcome[];
  /** All of these. */
  readonly traits?: readonly Trait[];
  readonly title?: string;
  /** Key of a part, by what the questions are divided by. */
  readonly groups?: Readonly<Partial<Record<Grouping, string>>>;
  /** Any of these; means nothing without another run. */
  readonly flips?: readonly Flip[];
}

export interface PredictionQuery {
  readonly runId: string;
  /** The run that this one is compared with. */
  readonly otherRunId?: string;
  readonly filters: PredictionFilters;
  /** Words to be found in question, true or predicted answer, or the question's id. */
  readonly text: string;
  readonly sort: PredictionSort;
  readonly offset: number;
  readonly limit: number;
}

/** One line of the list. What is null is not known, because the dataset or the n-best file cannot be read. */
export interface PredictionRow {
  readonly id: string;
  readonly question: string | null;
  /** The true answers, each once; none: the question has no answer, or they are not known. */
  readonly answers: readonly string[];
  /** "" is "no answer"; null: there is no prediction. */
  readonly prediction: string | null;
  readonly outcome: Outcome;
  /** 0 to 1. */
  readonly f1: number | null;
  readonly exactMatch: number | null;
  /** 0 to 1, among the n-best. */
  readonly probability: number | null;
  readonly flip: Flip | null;
}

export interface PredictionPage {
  /** How many questions the filters let through. */
  readonly total: number;
  readonly rows: readonly PredictionRow[];
}

/** A part of the questions: `f1` and `exactMatch` are means in per cent. */
export interface QuestionGroup {
  readonly key: string;
  readonly count: number;
  readonly f1: number;
  readonly exactMatch: number;
}

/** Why something is not shown, or is not to be trusted. */
export interface Caution {
  readonly message: string;
  readonly hint: string;
}

/** What the tab shows first. */
export interface PredictionOverview {
  /** Null: it is not known. */
  readonly task: string | null;
  /** Questions in the list; 0 if there is nothing to list, and then the cautions say why. */
  readonly questions: number;
  readonly version2: boolean;
  readonly cautions: readonly Caution[];
  /** The predictions give the figures that the run recorded. */
  readonly isAsRecorded: boolean;
  readonly counts: Readonly<Record<Outcome | Trait, number>>;
  /** Titles of articles with their questions, in the dataset's order. */
  readonly titles: readonly { readonly title: string; readonly count: number }[];
  /** Empty where there are no scores. */
  readonly groups: Readonly<Record<Grouping, readonly QuestionGroup[]>>;
}

/** EM and F1 in per cent with their intervals. */
export interface ScoreEstimates {
  readonly exactMatch: MeanEstimate;
  readonly f1: MeanEstimate;
  readonly resamples: number;
  readonly seed: number;
  /** Of SQuAD v2.0: the questions with and without an answer apart. */
  readonly parts: readonly {
    readonly part: 'has-answer' | 'no-answer';
    readonly exactMatch: MeanEstimate;
    readonly f1: MeanEstimate;
  }[];
}

/** This run against another on the questions of both; or why they cannot be paired. */
export type RunFlips =
  | {
      readonly better: number;
      readonly worse: number;
      readonly bothRight: number;
      readonly bothWrong: number;
      /** Per cent; this run less the other. */
      readonly exactMatch: DifferenceEstimate;
      readonly f1: DifferenceEstimate;
    }
  | { readonly reason: string };

/** A candidate of an n-best list; `text` "" is "no answer". */
export interface AnswerCandidate {
  readonly text: string;
  readonly probability: number;
}

/** One question in full. */
export interface PredictionDetail extends PredictionRow {
  readonly title: string;
  readonly context: string | null;
  /** The true answers where they stand: `start` in code points of the context. */
  readonly places: readonly { readonly text: string; readonly start: number }[];
  readonly candidates: readonly AnswerCandidate[];
  /** How much higher "no answer" scores than the best answer; null where that was not recorded. */
  readonly nullOdds: number | null;
  readonly other: Pick<PredictionRow, 'prediction' | 'outcome' | 'f1' | 'probability'> | null;
}

/** A question of a run to be shown, beside what another run made of it. */
export interface QuestionPlace {
  readonly questionId: string;
  readonly otherRunId: string;
}

export interface PredictionMessages {
  'predictions/overview': { readonly params: { readonly runId: string }; readonly result: PredictionOverview };
  /** Null where there are no scores that the run has recorded alike. */
  'predictions/scores': { readonly params: { readonly runId: string }; readonly result: ScoreEstimates | null };
  'predictions/query': { readonly params: PredictionQuery; readonly result: PredictionPage };
  'predictions/detail': {
    readonly params: { readonly runId: string; readonly otherRunId?: string; readonly id: string };
    /** Null: there is no such question. */
    readonly result: PredictionDetail | null;
  };
  'predictions/flips': {
    readonly params: { readonly runId: string; readonly otherRunId: string };
    readonly result: RunFlips;
  };
}

/** A run whose predictions are read. */
export interface PredictionSource {
  /** Absolute path of the run folder. */
  readonly folder: string;
  /** Figures that the run has recorded. */
  readonly results: Readonly<Record<string, number>>;
}

/** The same questions to the analysis thread, which knows folders instead of runs. */
export type PredictionAnalysis = {
  readonly [K in keyof PredictionMessages]: {
    readonly params: {
      readonly asked: PredictionMessages[K]['params'];
      readonly run: PredictionSource;
      readonly other: PredictionSource | null;
    };
    readonly result: PredictionMessages[K]['result'];
  };
};
