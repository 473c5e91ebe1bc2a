// Host ⇄ language threads: everything that looks at an experiment's text while it is typed. Each message carries the whole text,
// so that a thread remembers nothing and may fall over.

import type { Completion, Definition, Diagnostic, HoverText, Lens, QuickFix, TextRange } from '../language.ts';
import type { Plan, Suggestions } from '../plan.ts';
import type { PlanProblem } from './plan.ts';
import type { RunSummary } from './runs.ts';

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
  /** Absolute paths on which this depends, whether there is anything or not: what the text extends and names. */
  readonly files: readonly string[];
}

/** A place of a text whose diagnostics are to be mended. */
export interface FixRequest extends PlanRequest {
  readonly range: TextRange;
}

/** A place of a text. */
export interface PlaceRequest extends ExperimentText {
  readonly offset: number;
}

/** A place of a text at which something is to be inserted. */
export interface CompletionRequest extends PlaceRequest {
  /** Absolute path of the workspace folder in which one looks for models, data and runs; null: the file lies in none. */
  readonly workspace: string | null;
}

/** What can be inserted, best first. */
export interface Completions {
  readonly completions: readonly Completion[];
  /** False while the workspace is still being gone through for the first time: asking again gives more. */
  readonly isComplete: boolean;
}

/** A place of a text about which is told what follows from it. */
export interface HoverRequest extends PlanRequest, PlaceRequest {}

/** A run as far as links above a text depend on it. */
export type LensRun = Pick<RunSummary, 'runId' | 'name' | 'state' | 'startedAt' | 'imported' | 'source' | 'sweep'>;

export interface LensRequest extends ExperimentText {
  /** Those of the file's workspace folder; which are its own is found out. */
  readonly runs: readonly LensRun[];
  /** Null: the file lies in none. */
  readonly workspaceFolder: string | null;
}

/** A text, and the experiment.json of a run to compare it with. */
export interface CompareRequest extends ExperimentText {
  readonly experiment: unknown;
}

/** Two experiments with everything resolved, as texts to set side by side. */
export interface Comparison {
  readonly before: string;
  readonly after: string;
}

export interface LanguageContract {
  'plan/make': { readonly params: PlanRequest; readonly result: PlanParts };
  /** Searches configurations with the same global batch. Rejects with an AppError while the text is not JSON. */
  'plan/suggest': { readonly params: PlanRequest; readonly result: Suggestions };
  'text/diagnose': { readonly params: PlanRequest; readonly result: Diagnosis };
  /** Of the diagnostics that touch the range. */
  'text/fixes': { readonly params: FixRequest; readonly result: readonly QuickFix[] };
  'text/complete': { readonly params: CompletionRequest; readonly result: Completions };
  /** Null where there is nothing to tell. */
  'text/hover': { readonly params: HoverRequest; readonly result: HoverText | null };
  'text/lenses': { readonly params: LensRequest; readonly result: readonly Lens[] };
  /** Only targets that are there. */
  'text/definitions': { readonly params: PlaceRequest; readonly result: readonly Definition[] };
  /** Rejects with an AppError while the text is not JSON, or if the other is no resolved experiment. */
  'text/compare': { readonly params: CompareRequest; readonly result: Comparison };
  /** Counts the sequences of the data; may take as long as reading all of it. */
  'samples/count': { readonly params: ExperimentText; readonly result: DataCounts };
}
