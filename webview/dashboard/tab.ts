// What a tab of the selected run is: a part of the page that asks for what it shows by itself, while it can be seen.

import type { Sender } from '../../src/shared/messages/contract.ts';
import type { DashboardContract } from '../../src/shared/messages/dashboard.ts';
import type { RunDetail, RunSummary } from '../../src/shared/messages/runs.ts';
import type { Memory } from '../common/memory.ts';
import type { Clock } from '../common/pacer.ts';

/** The selected run as it is known now, and what is around it. */
export interface RunView {
  readonly run: RunSummary;
  /** Null until it has arrived. */
  readonly detail: RunDetail | null;
  /** All runs, newest first. */
  readonly runs: readonly RunSummary[];
  readonly trusted: boolean;
}

/** What a tab works with. */
export interface TabParts {
  readonly ask: Sender<DashboardContract>;
  readonly clock: Clock;
  readonly memory: Memory;
  /** Shows a failure above everything else. */
  readonly showError: (thrown: unknown) => void;
  /** Selects a run, as a click in the list does. */
  readonly select: (runId: string) => void;
}

export interface Tab {
  readonly element: HTMLElement;
  /** Called with every change while the tab can be seen, and when it comes to be seen. */
  update(view: RunView): void;
  /** The tab, or the whole page, cannot be seen any more: nothing is asked and nothing drawn until the next `update`. */
  hide(): void;
  /** Takes the colours of the current theme. */
  repaint(): void;
}

export type CreateTab = (parts: TabParts) => Tab;
