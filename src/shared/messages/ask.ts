// Asking a model a question about a paragraph: page ⇄ host, and host ⇄ the engine's program for it.

/** Id of the model that a run began with, which is the one that it evaluated if it has trained none. */
export const startModelId = 'start';

/** A model of a run that can be asked. */
export interface AskableModel {
  /** `checkpoints/checkpoint-<step>`, or `start`: the model that the run began with. */
  readonly id: string;
  /** Weight updates done. */
  readonly step: number;
  /** The newest: what the run ended with, if it has ended. */
  readonly isLast: boolean;
}

/** How answers are found; the same as in an evaluation. */
export interface AnswerSettings {
  /** In tokens. */
  readonly maxSeqLength: number;
  readonly docStride: number;
  readonly padToMaxLength: boolean;
  /** "No answer" is a possible answer (SQuAD v2.0). */
  readonly version2: boolean;
  /** With it: "no answer" wins if it scores higher than the best answer by more than this. */
  readonly nullScoreDiffThreshold: number;
  readonly nBestSize: number;
  readonly maxAnswerLength: number;
}

/** Where a model lies, and how it is to answer. */
export interface ModelToAsk {
  /** Absolute path of a Hugging Face model folder. */
  readonly folder: string;
  readonly settings: AnswerSettings;
}

/** A possible answer, `start` to `end` in code points of the paragraph; text "" is "no answer". */
export interface AskedCandidate {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly probability: number;
}

export interface AskedAnswer {
  /** "" is "no answer". */
  readonly answer: string;
  /** Best first; the chosen answer need not be the first where "no answer" is possible. */
  readonly candidates: readonly AskedCandidate[];
  /** Score of "no answer" less that of the best answer; null where it is not asked for. */
  readonly nullOdds: number | null;
  /** Sequences that question and paragraph made. */
  readonly windows: number;
  /** Time the model took for it, without loading. */
  readonly elapsedMs: number;
  /** What is odd about the model, in sentences. */
  readonly notes: readonly string[];
}

/** Longest question and paragraph that a page may send, in UTF-16 units. */
export const longestQuestion = 2_000;
export const longestContext = 100_000;

export interface AskMessages {
  'ask/models': { readonly params: { readonly runId: string }; readonly result: readonly AskableModel[] };
  'ask/answer': {
    readonly params: {
      readonly runId: string;
      readonly modelId: string;
      readonly question: string;
      readonly context: string;
    };
    readonly result: AskedAnswer;
  };
}

/** Host ⇄ engine. */
export interface AskContract {
  /** Loads a model; the first message, and the only one of its kind. */
  open: { readonly params: ModelToAsk; readonly result: { readonly notes: readonly string[] } };
  answer: { readonly params: { readonly question: string; readonly context: string }; readonly result: AskedAnswer };
}
