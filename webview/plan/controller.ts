// The page's behaviour without its looks: asks the host, keeps the state, says when to draw. Knows neither DOM nor VS Code.

import { toErrorShape } from '../../src/shared/errors.ts';
import type { Sender } from '../../src/shared/messages/contract.ts';
import type { PlanContract, PlanView } from '../../src/shared/messages/plan.ts';
import type { FieldEdit } from '../../src/shared/plan.ts';
import { createPacer, type Clock } from '../common/pacer.ts';
import { initialState, withView, type PageState } from './state.ts';

export interface ControllerOptions {
  readonly ask: Sender<PlanContract>;
  readonly draw: (state: PageState) => void;
  readonly clock: Clock;
}

export interface Controller {
  start(): Promise<void>;
  /** The host has planned a newer state of the file. */
  changed(view: PlanView): void;
  apply(edits: readonly FieldEdit[]): Promise<void>;
  suggest(): Promise<void>;
  reveal(place: PlanContract['plan/reveal']['params']): Promise<void>;
  showError(error: PageState['error']): void;
}

export function createController({ ask, draw, clock }: ControllerOptions): Controller {
  let state = initialState;
  // Any number of keystrokes between two frames are drawn once.
  const pacer = createPacer(async () => draw(state), 0, clock);
  const set = (next: PageState): void => {
    state = next;
    pacer.request();
  };
  const attempt = async (action: () => Promise<unknown>): Promise<void> => {
    try {
      await action();
    } catch (thrown) {
      const { message, hint } = toErrorShape(thrown);
      set({ ...state, error: { message, hint } });
    }
  };
  return {
    start: () =>
      attempt(async () => {
        const view = await ask('ready', {});
        // A change may have arrived before the answer, and is newer.
        if (!state.ready) set(withView(state, view));
      }),
    changed: (view) => set(withView(state, view)),
    apply: (edits) => attempt(() => ask('plan/apply', { edits })),
    suggest: () =>
      attempt(async () => {
        const before = state.search;
        if (before.state === 'searching') return;
        set({ ...state, search: { state: 'searching' } });
        try {
          const file = state.view?.file;
          const found = await ask('plan/suggest', {});
          const isOfThisFile = state.view?.file === file;
          set({ ...state, search: isOfThisFile ? { state: 'found', found, outdated: false } : { state: 'none' } });
        } catch (thrown) {
          set({ ...state, search: before });
          throw thrown;
        }
      }),
    reveal: (place) => attempt(() => ask('plan/reveal', place)),
    showError: (error) => set({ ...state, error }),
  };
}
