// Host ⇄ language threads: everything that looks at an experiment's text while it is typed. Each message carries the whole text,
// so that a thread remembers nothing and may fall over.

import type { Diagnostic, QuickFix, TextRange } from '../language.ts';
import type { Plan, Suggestions } from '../plan.ts';
import type { PlanProblem } from './plan.ts';

/** A text as it is being edited, and where it lies or will lie. */
export interface ExperimentText {
  /** Absolute path, from whose folder the file's own paths count. */
  readonly file: string;
  readonly text: string;
}

/** How many sequences the data make, and which state of which data that was. */
export interface DataCounts {
  /** Of the files and fields that were counted: the same key, the same counts. */
  readonly key: string;
  /** Null: not used, or not known. */
  readonly train: number | null;
  readonly eval: number | null;
  /** What was counted, or why not. */
  readonly note: string;
}

/** A text, and counts that hold if they are of its data. */
export interface PlanRequest extends ExperimentText {
  readonly counts: DataCounts | null;
}

/** What a text says and would do on a pod. */
export interface PlanParts {
  readonly experiment: string;
  readonly model: string;
  readonly task: string;
  /** Null while the text is not JSON. */
  readonly plan: Plan | null;
  readonly problems: readonly PlanProblem[];
  /** Key of the data that the text names. */
  readonly dataKey: string;
}

/** What is wrong with a text. */
export interface Diagnosis {
  /** In the order of the text. */
  readonly diagnostics: readonly Diagnostic[];
  /** Key of the data that the text names: counts of it say more (`samples/count`). */
  readonly dataKey: string;
}

/** A place of a text whose diagnostics are to be mended. */
export interface FixRequest extends PlanRequest {
  readonly range: TextRange;
}

export interface LanguageContract {
  'plan/make': { readonly params: PlanRequest; readonly result: PlanParts };
  /** Searches configurations with the same global batch. Rejects with an AppError while the text is not JSON. */
  'plan/suggest': { readonly params: PlanRequest; readonly result: Suggestions };
  'text/diagnose': { readonly params: PlanRequest; readonly result: Diagnosis };
  /** Of the diagnostics that touch the range. */
  'text/fixes': { readonly params: FixRequest; readonly result: readonly QuickFix[] };
  /** Counts the sequences of the data; may take as long as reading all of it. */
  'samples/count': { readonly params: ExperimentText; readonly result: DataCounts };
}
