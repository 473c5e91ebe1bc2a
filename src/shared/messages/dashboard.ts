// Dashboard page ⇄ extension host. The page holds no data of its own beyond what it shows; it asks, and is told what changed.

import type { RunDetail, RunSummary, Series, SeriesRequest } from './runs.ts';

export interface DashboardContract {
  /** First message of a page: everything it needs to draw itself. */
  ready: {
    readonly params: Record<string, never>;
    readonly result: {
      readonly runs: readonly RunSummary[];
      readonly selected: string | null;
      readonly trusted: boolean;
    };
  };
  'runs/get': { readonly params: { readonly runId: string }; readonly result: RunDetail | null };
  'runs/series': { readonly params: SeriesRequest; readonly result: readonly Series[] };
  'runs/stop': { readonly params: { readonly runId: string }; readonly result: null };
  /** Opens the launch quick pick. */
  launch: { readonly params: Record<string, never>; readonly result: null };
  /** Shows a run's folder in the explorer or its output log in an editor. */
  'runs/open-output': { readonly params: { readonly runId: string }; readonly result: null };
}

/** Host → page. */
export interface DashboardNotifications {
  'runs/changed': { readonly runs: readonly RunSummary[] };
  select: { readonly runId: string };
  /** A failure to show where the user is looking. */
  error: { readonly message: string; readonly hint: string };
}
