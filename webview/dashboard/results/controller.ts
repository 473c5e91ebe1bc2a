// The behaviour of the Results tab: asks for what is to be seen, in the order in which it is wanted, and tells the view what is known.
// Answers that come too late, because the user has gone on, are dropped.

import { toErrorShape } from '../../../src/shared/errors.ts';
import type { PredictionQuery, PredictionRow, QuestionPlace } from '../../../src/shared/messages/predictions.ts';
import { isActive } from '../../../src/shared/run-state.ts';
import type { Memory } from '../../common/memory.ts';
import type { RunView, TabParts } from '../tab.ts';
import { initialState, parseSettings, type ResultsState, type Settings } from './state.ts';

export interface ResultsController {
  /** The run as it is now; asks for everything if its results are others than before. */
  show(view: RunView): void;
  /** Nothing is asked until the next `show`. */
  hide(): void;
  change(settings: Partial<Omit<Settings, 'runId'>>): void;
  /** These lines of the list are to be seen. */
  need(first: number, last: number): void;
  select(questionId: string): void;
  ask(modelId: string, question: string, context: string): Promise<void>;
}

/** Lines asked for at a time. */
const pageSize = 100;
const memoryName = 'results';

/** Lets the tab show this question of the run, once it is seen. */
export function keepQuestion(memory: Memory, runId: string, question: QuestionPlace): void {
  memory.keep(memoryName, { runId, ...question });
}

/** `draw` is called with every change. */
export function createResultsController(
  { ask, memory }: Pick<TabParts, 'ask'> & { readonly memory: Memory },
  draw: (state: ResultsState) => void,
): ResultsController {
  let state = initialState('');
  let shown = '';
  let visible = false;
  /** Goes up when the list becomes another one. */
  let listAge = 0;
  let pages = new Set<number>();

  const set = (changes: Partial<ResultsState>): void => {
    state = { ...state, ...changes };
    if (visible) draw(state);
  };
  /** Asks; what comes is put in only if `isWanted` still holds. */
  const fetch = async (work: () => Promise<Partial<ResultsState>>, isWanted: () => boolean): Promise<void> => {
    try {
      const changes = await work();
      if (isWanted()) set(changes);
    } catch (thrown) {
      if (isWanted()) set({ failure: toErrorShape(thrown) });
    }
  };
  const query = (offset: number, limit: number): PredictionQuery => {
    const { runId, otherRunId, filters, text, sort } = state.settings;
    const other = otherRunId === null ? {} : { otherRunId };
    return { runId, ...other, filters, text, sort, offset, limit };
  };
  const fetchPage = (page: number): Promise<void> => {
    if (pages.has(page)) return Promise.resolve();
    pages.add(page);
    const age = listAge;
    return fetch(
      async () => {
        const { total, rows } = await ask('predictions/query', query(page * pageSize, pageSize));
        return age === listAge ? { total, rows: withRows(state.rows, page * pageSize, rows) } : {};
      },
      () => age === listAge,
    );
  };
  const fetchList = (): Promise<void> => {
    listAge += 1;
    pages = new Set();
    set({ total: null, rows: new Map() });
    return fetchPage(0);
  };
  const fetchDetail = (): Promise<void> => {
    const { runId, questionId: id, otherRunId } = state.settings;
    if (id === null) return Promise.resolve();
    const other = otherRunId === null ? {} : { otherRunId };
    const key = shown;
    const isWanted = (): boolean =>
      shown === key && state.settings.questionId === id && state.settings.otherRunId === otherRunId;
    return fetch(async () => ({ detail: await ask('predictions/detail', { runId, ...other, id }) }), isWanted);
  };
  const fetchFlips = (): Promise<void> => {
    const { runId, otherRunId } = state.settings;
    if (otherRunId === null) return Promise.resolve();
    const key = shown;
    const isWanted = (): boolean => shown === key && state.settings.otherRunId === otherRunId;
    return fetch(async () => ({ flips: await ask('predictions/flips', { runId, otherRunId }) }), isWanted);
  };
  const fetchAll = async (): Promise<void> => {
    const key = shown;
    const { runId } = state.settings;
    const isWanted = (): boolean => shown === key;
    void fetch(async () => ({ models: await ask('ask/models', { runId }) }), isWanted);
    await fetch(async () => ({ overview: await ask('predictions/overview', { runId }) }), isWanted);
    if (!isWanted() || !state.overview || state.overview.questions === 0) return;
    // What is looked at first is asked for first: one thread answers everything.
    await Promise.all([fetchList(), fetchDetail()]);
    if (isWanted()) await fetch(async () => ({ scores: await ask('predictions/scores', { runId }) }), isWanted);
    if (isWanted()) await fetchFlips();
  };
  /** Another question may have been asked for from outside the tab. */
  const showKept = (runId: string): void => {
    const kept = parseSettings(runId, memory.recall(memoryName));
    const { questionId, otherRunId } = state.settings;
    if (kept.questionId === questionId && kept.otherRunId === otherRunId) return draw(state);
    set({ settings: kept, detail: null, flips: null, failure: null });
    void Promise.all([fetchList(), fetchDetail(), fetchFlips()]);
  };
  return {
    show({ run }) {
      visible = true;
      const key = JSON.stringify([run.runId, run.results, isActive(run.state)]);
      if (key === shown) return showKept(run.runId);
      shown = key;
      listAge += 1;
      const isSame = state.settings.runId === run.runId;
      const settings = isSame ? state.settings : parseSettings(run.runId, memory.recall(memoryName));
      set({ ...initialState(run.runId), settings, asked: isSame ? state.asked : null });
      void fetchAll();
    },
    hide() {
      visible = false;
    },
    change(changes) {
      const before = state.settings;
      const settings = { ...before, ...changes };
      memory.keep(memoryName, settings);
      const isOther = settings.otherRunId !== before.otherRunId;
      set({ settings, failure: null, ...(isOther ? { flips: null } : {}) });
      void fetchList();
      if (isOther) void Promise.all([fetchDetail(), fetchFlips()]);
    },
    need(first, last) {
      for (let page = Math.floor(first / pageSize); page * pageSize <= last; page += 1) void fetchPage(page);
    },
    select(questionId) {
      const settings = { ...state.settings, questionId };
      memory.keep(memoryName, settings);
      set({ settings, detail: state.detail?.id === questionId ? state.detail : null });
      void fetchDetail();
    },
    async ask(modelId, question, context) {
      const asked = { modelId, question, context, answer: null, error: null };
      set({ asked });
      const { runId } = state.settings;
      const isWanted = (): boolean => state.asked === asked;
      try {
        const answer = await ask('ask/answer', { runId, modelId, question, context });
        if (isWanted()) set({ asked: { ...asked, answer } });
      } catch (thrown) {
        if (isWanted()) set({ asked: { ...asked, error: toErrorShape(thrown) } });
      }
    },
  };
}

function withRows(
  known: ReadonlyMap<number, PredictionRow>,
  offset: number,
  rows: readonly PredictionRow[],
): ReadonlyMap<number, PredictionRow> {
  return new Map([...known, ...rows.map((row, index) => [offset + index, row] as const)]);
}
