// Dashboard page ⇄ extension host. The page holds no data of its own beyond what it shows; it asks, and is told what changed.
// Each part of the page has its messages in a file of its own.

import type { CurveMessages } from './curves.ts';
import type { DetailMessages } from './details.ts';
import type { IpuMessages } from './ipu.ts';
import type { QuestionPlace } from './predictions.ts';
import type { ResultMessages } from './results.ts';
import type { RunDetail, RunSummary } from './runs.ts';
import type { SharingMessages } from './sharing.ts';
import type { TableMessages } from './table.ts';

/** What the page as a whole asks for. */
export interface RunMessages {
  /** First message of a page: everything it needs to draw itself. */
  ready: {
    readonly params: Record<string, never>;
    readonly result: {
      readonly runs: readonly RunSummary[];
      readonly selected: string | null;
      /** Of the selected run: what of its results to show. */
      readonly question?: QuestionPlace;
      readonly trusted: boolean;
    };
  };
  'runs/get': { readonly params: { readonly runId: string }; readonly result: RunDetail | null };
  'runs/stop': { readonly params: { readonly runId: string }; readonly result: null };
  'runs/resume': { readonly params: { readonly runId: string }; readonly result: null };
  /** Opens the launch quick pick. */
  launch: { readonly params: Record<string, never>; readonly result: null };
  /** Shows a run's output log in an editor. */
  'runs/open-output': { readonly params: { readonly runId: string }; readonly result: null };
  /** Opens the comparison panel on these runs, the first of which is the baseline. */
  'runs/compare': { readonly params: { readonly runIds: readonly string[] }; readonly result: null };
}

export type DashboardContract = RunMessages &
  CurveMessages &
  DetailMessages &
  TableMessages &
  IpuMessages &
  ResultMessages &
  SharingMessages;

/** Host → page. */
export interface DashboardNotifications {
  'runs/changed': { readonly runs: readonly RunSummary[] };
  'runs/removed': { readonly runIds: readonly string[] };
  /** Shows the run, and a question of its results if one is named. */
  select: { readonly runId: string; readonly question?: QuestionPlace };
  /** A failure to show where the user is looking. */
  error: { readonly message: string; readonly hint: string };
}
