// Plan page ⇄ extension host. The page shows one experiment file's plan and follows it while it is edited.

import type { FieldEdit, Plan, Suggestions } from '../plan.ts';

/** One state of the followed file. */
export interface PlanView {
  /** Path relative to the workspace. */
  readonly file: string;
  readonly experiment: string;
  /** Such as `bert-large-uncased, 24 layers × 1024`, and where the geometry comes from. */
  readonly model: string;
  readonly task: string;
  /** The plan of what stands there now; the last one that could be made while it cannot be planned; null: never one. */
  readonly plan: Plan | null;
  /** The text, or what it extends, cannot be read at the moment, and `plan` is that of an earlier state. */
  readonly outdated: boolean;
  /** What the file's own checks say, in the order of the file. */
  readonly problems: readonly PlanProblem[];
  /** Whether the data's sequences have been counted, are being counted, or cannot be (with the reason). */
  readonly samples: { readonly state: 'counted' | 'counting' | 'unknown'; readonly note: string };
}

export interface PlanProblem {
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly hint: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
}

export interface PlanContract {
  /** First message of a page. */
  ready: { readonly params: Record<string, never>; readonly result: PlanView | null };
  /** Writes values into the file, as one undoable edit. */
  'plan/apply': { readonly params: { readonly edits: readonly FieldEdit[] }; readonly result: null };
  /** Searches configurations with the same global batch. */
  'plan/suggest': { readonly params: Record<string, never>; readonly result: Suggestions };
  /** Shows a place of the file in its editor: a field, or a line and column. */
  'plan/reveal': {
    readonly params: { readonly field: string } | { readonly line: number; readonly column: number };
    readonly result: null;
  };
}

/** Host → page. */
export interface PlanNotifications {
  'plan/changed': { readonly view: PlanView };
  error: { readonly message: string; readonly hint: string };
}
