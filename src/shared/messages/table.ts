// What the table of all runs asks for.

import type { SavedView } from '../table-view.ts';
import type { AnnotationChange, RunSummary } from './runs.ts';
import type { FieldValue } from './store.ts';

export interface TableMessages {
  'runs/annotate': {
    readonly params: { readonly runIds: readonly string[]; readonly change: AnnotationChange };
    /** The runs as they are now. */
    readonly result: readonly RunSummary[];
  };
  /** Asks the user first; false if they thought better of it. */
  'runs/delete': {
    readonly params: { readonly runIds: readonly string[] };
    readonly result: { readonly deleted: boolean };
  };
  /** Values of experiment fields of all runs, in the order of `paths`. */
  'runs/fields': {
    readonly params: { readonly paths: readonly string[] };
    readonly result: Readonly<Record<string, readonly FieldValue[]>>;
  };
  /** The fields that an experiment can have, by their places. */
  'fields/list': { readonly params: Record<string, never>; readonly result: readonly string[] };
  /** Views that the user has kept in this workspace, by their names. */
  'views/list': { readonly params: Record<string, never>; readonly result: readonly SavedView[] };
  /** Keeps a view, in place of one of the same name; all views are the answer. */
  'views/save': { readonly params: SavedView; readonly result: readonly SavedView[] };
  'views/delete': { readonly params: { readonly name: string }; readonly result: readonly SavedView[] };
}
