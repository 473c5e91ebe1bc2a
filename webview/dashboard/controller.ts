// The page's behaviour without its looks: asks the host, keeps the state, says when to draw. Knows neither DOM nor VS Code.

import { toErrorShape } from '../../src/shared/errors.ts';
import type { Sender } from '../../src/shared/messages/contract.ts';
import type { DashboardContract } from '../../src/shared/messages/dashboard.ts';
import type { QuestionPlace } from '../../src/shared/messages/predictions.ts';
import type { RunSummary } from '../../src/shared/messages/runs.ts';
import { createPacer, type Clock } from '../common/pacer.ts';
import { firstSelection, initialState, withoutRuns, withRuns, withSelection, type PageState } from './state.ts';

/** Not more often than this is the selected run asked for in full: the machine that shows it is often the one that trains. */
const refreshIntervalMs = 500;
const drawIntervalMs = 100;

export interface ControllerOptions {
  readonly ask: Sender<DashboardContract>;
  readonly draw: (state: PageState) => void;
  readonly clock: Clock;
  /** The run that this page showed before it was hidden or reloaded. */
  readonly remembered: string | null;
  readonly remember: (runId: string | null) => void;
  /** The host wants a run to be seen, and this question of its results. */
  readonly showRun?: (runId: string, question?: QuestionPlace) => void;
}

export interface Controller {
  start(): Promise<void>;
  select(runId: string): void;
  runsChanged(runs: readonly RunSummary[]): void;
  runsRemoved(runIds: readonly string[]): void;
  showError(error: PageState['error']): void;
  stop(runId: string): Promise<void>;
  resumeRun(runId: string): Promise<void>;
  openOutput(runId: string): Promise<void>;
  launch(): Promise<void>;
  /** Stops asking and drawing while nobody can see the page. */
  pause(): void;
  /** Catches up with everything that was missed. */
  resume(): void;
}

export function createController(options: ControllerOptions): Controller {
  const { ask, clock } = options;
  let state = initialState;
  /** What refreshing failed with: gone when it works again, unlike other errors, which stay until they are dismissed. */
  let refreshError: PageState['error'] = null;

  const set = (next: PageState): void => {
    state = next;
    options.draw(state);
  };
  const showError = (thrown: unknown): PageState['error'] => {
    const { message, hint } = toErrorShape(thrown);
    set({ ...state, error: { message, hint } });
    return state.error;
  };
  const attempt = async (action: () => Promise<unknown>): Promise<void> => {
    try {
      await action();
    } catch (thrown) {
      showError(thrown);
    }
  };

  const refresh = async (): Promise<void> => {
    try {
      await fetchSelected();
    } catch (thrown) {
      refreshError = showError(thrown);
    }
  };
  const fetchSelected = async (): Promise<void> => {
    const runId = state.selected;
    if (runId === null) return set(state);
    const detail = await ask('runs/get', { runId });
    if (state.selected !== runId) return;
    const error = state.error === refreshError ? null : state.error;
    const newer = state.runs.filter((run) => run.runId === runId && run.lastEventAt > (detail?.lastEventAt ?? 0));
    set(withRuns({ ...state, detail, error }, newer));
  };

  const pacer = createPacer(refresh, refreshIntervalMs, clock);
  const drawer = createPacer(async () => set(state), drawIntervalMs, clock);
  const select = (runId: string | null): void => {
    options.remember(runId);
    set(withSelection(state, runId));
    pacer.request();
  };

  return {
    start: () =>
      attempt(async () => {
        const { runs, selected, question, trusted } = await ask('ready', {});
        if (selected !== null) options.showRun?.(selected, question);
        state = withRuns({ ...state, ready: true, trusted }, runs);
        select(firstSelection(runs, selected, options.remembered));
      }),
    select,
    runsChanged(runs) {
      state = withRuns(state, runs);
      const first = state.selected === null ? firstSelection(state.runs, null, options.remembered) : null;
      if (first !== null) select(first);
      else {
        drawer.request();
        pacer.request();
      }
    },
    runsRemoved(runIds) {
      set(withoutRuns(state, runIds));
      // What was asked of one of them before may be answered yet.
      pacer.request();
    },
    showError: (error) => set({ ...state, error }),
    stop: (runId) => attempt(() => ask('runs/stop', { runId })),
    resumeRun: (runId) => attempt(() => ask('runs/resume', { runId })),
    openOutput: (runId) => attempt(() => ask('runs/open-output', { runId })),
    launch: () => attempt(() => ask('launch', {})),
    pause() {
      pacer.pause();
      drawer.pause();
    },
    resume() {
      pacer.request();
      pacer.resume();
      drawer.resume();
    },
  };
}
