// The page's behaviour without its looks: asks the host, keeps the state, says when to draw. Curves ask for themselves. Knows neither DOM
// nor VS Code.

import { toErrorShape } from '../../src/shared/errors.ts';
import type { CompareContract, ComparedScores } from '../../src/shared/messages/compare.ts';
import type { Sender } from '../../src/shared/messages/contract.ts';
import type { RunSummary } from '../../src/shared/messages/runs.ts';
import { createPacer, type Clock } from '../common/pacer.ts';
import {
  initialState,
  newSelection,
  selectedIds,
  selectRuns,
  withBaseline,
  withKnown,
  withoutRuns,
  withSelection,
  type Best,
  type PageState,
  type Selection,
} from './state.ts';

/** Not more often than this is anything drawn that a running run has changed: the machine that shows it is often the one that trains. */
const liveIntervalMs = 500;

/** Scores of many runs arrive one after the other. */
const scoresIntervalMs = 200;

export interface ControllerOptions {
  readonly ask: Sender<CompareContract>;
  readonly draw: (state: PageState) => void;
  readonly clock: Clock;
  /** The runs that this page showed before it was hidden or reloaded. */
  readonly remembered: Selection;
  readonly remember: (selection: Selection) => void;
}

export interface Controller {
  start(): Promise<void>;
  /** Compares exactly these runs; the first is the baseline unless it was in sight before. */
  show(runIds: readonly string[]): void;
  setBaseline(runId: string): void;
  remove(runId: string): void;
  choose(): Promise<void>;
  setBest(best: Best | null): void;
  runsChanged(runs: readonly RunSummary[]): void;
  runsRemoved(runIds: readonly string[]): void;
  showError(error: PageState['error']): void;
  /** Asks the host for something that has no answer to show. */
  tell(action: () => Promise<unknown>): Promise<void>;
  pause(): void;
  /** Catches up with everything that was missed. */
  resume(): void;
}

export function createController(options: ControllerOptions): Controller {
  const { ask, clock } = options;
  let state = initialState;
  let paused = false;
  /** Runs of the last question about facts: an older answer is nobody's any more. */
  let factsFor = '';
  let isScoring = false;

  const draw = (): void => options.draw(state);
  const set = (next: PageState): void => {
    state = next;
    draw();
  };
  const showError = (thrown: unknown): void => {
    const { message, hint } = toErrorShape(thrown);
    set({ ...state, error: { message, hint } });
  };
  const attempt = async (action: () => Promise<unknown>): Promise<void> => {
    try {
      await action();
    } catch (thrown) {
      showError(thrown);
    }
  };

  const fetchFacts = async (): Promise<void> => {
    const runIds = selectedIds(state.selection).filter((runId) => state.known.has(runId));
    const key = runIds.join();
    if (key === factsFor || runIds.length === 0) return;
    factsFor = key;
    const facts = await ask('compare/facts', { runIds });
    if (factsFor === key) set({ ...state, facts });
  };
  /** Scores are asked for run by run, the baseline's first: each takes a while, and what has arrived is shown. */
  const fetchScores = async (): Promise<void> => {
    if (isScoring) return;
    isScoring = true;
    try {
      for (let runId = nextUnscored(state); runId !== undefined && !paused; runId = nextUnscored(state)) {
        const { baseline } = state.selection;
        const asked = resultsOf(state, [runId, baseline!]);
        const scores = await scoresOf(runId, baseline!);
        const isSelected = state.selection.baseline === baseline && selectedIds(state.selection).includes(runId);
        // A run that was evaluated meanwhile is asked for again.
        const isWanted = isSelected && resultsOf(state, [runId, baseline!]) === asked;
        if (!isWanted) continue;
        state = { ...state, scores: new Map([...state.scores, [runId, scores]]) };
        painter.request();
      }
    } finally {
      isScoring = false;
    }
  };
  const scoresOf = async (runId: string, baseline: string): Promise<ComparedScores> => {
    try {
      return await ask('compare/scores', { runId, baseline });
    } catch (thrown) {
      const unscored = toErrorShape(thrown).message.replace(/\.$/, '');
      return { estimates: null, unscored, paired: null, questions: { run: 0, baseline: 0 } };
    }
  };
  const fetchAll = (): void => {
    void attempt(fetchFacts);
    void attempt(fetchScores);
  };
  const apply = (next: PageState): void => {
    set(next);
    options.remember(next.selection);
    fetchAll();
  };
  const painter = createPacer(async () => draw(), scoresIntervalMs, clock);
  const pacer = createPacer(
    async () => {
      draw();
      fetchAll();
    },
    liveIntervalMs,
    clock,
  );

  return {
    start: () =>
      attempt(async () => {
        const { runs, runIds } = await ask('ready', {});
        state = withKnown({ ...state, ready: true }, runs);
        apply(withSelection(state, runIds === null ? options.remembered : newSelection(runIds)));
      }),
    show: (runIds) => apply(withSelection({ ...state, best: null }, newSelection(runIds))),
    setBaseline: (runId) => apply(withBaseline(state, runId)),
    remove: (runId) => {
      const left = selectedIds(state.selection).filter((each) => each !== runId);
      apply(withSelection(state, selectRuns(state.selection, left)));
    },
    choose: () =>
      attempt(async () => {
        const chosen = await ask('compare/choose-runs', { runIds: selectedIds(state.selection) });
        if (chosen) apply(withSelection(state, selectRuns(state.selection, chosen.runIds)));
      }),
    setBest: (best) => set({ ...state, best }),
    runsChanged(runs) {
      const results = new Map(state.known);
      state = withKnown(state, runs);
      state = { ...state, scores: withoutOutdated(state, results) };
      const ids = selectedIds(state.selection);
      if (runs.some(({ runId }) => ids.includes(runId))) pacer.request();
    },
    runsRemoved: (runIds) => apply(withoutRuns(state, runIds)),
    showError: (error) => set({ ...state, error }),
    tell: attempt,
    pause() {
      paused = true;
      pacer.pause();
      painter.pause();
    },
    resume() {
      paused = false;
      pacer.request();
      pacer.resume();
      painter.resume();
    },
  };
}

function nextUnscored({ selection, known, scores }: PageState): string | undefined {
  const { baseline } = selection;
  if (baseline === null || !known.has(baseline)) return undefined;
  return [baseline, ...selectedIds(selection)].find((runId) => known.has(runId) && !scores.has(runId));
}

/** Differs whenever the results of one of these runs do. */
function resultsOf({ known }: Pick<PageState, 'known'>, runIds: readonly string[]): string {
  return JSON.stringify(runIds.map((runId) => known.get(runId)?.results));
}

/** Without the scores of runs whose results have changed; a new result of the baseline changes all. */
function withoutOutdated({ scores, selection, known }: PageState, before: PageState['known']): PageState['scores'] {
  const isChanged = (runId: string): boolean => resultsOf({ known: before }, [runId]) !== resultsOf({ known }, [runId]);
  if (selection.baseline !== null && isChanged(selection.baseline)) return new Map();
  return new Map([...scores].filter(([runId]) => !isChanged(runId)));
}
