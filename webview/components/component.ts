// What a component is on the pages of components: a part of a page with figures to look at, and no host behind it.

import type { Contract, Handlers, Sender } from '../../src/shared/messages/contract.ts';
import { create } from '../common/dom.ts';
import { createMemory, type Memory } from '../common/memory.ts';

export interface Component {
  /** Unlike any other on its page: the anchor. */
  readonly id: string;
  readonly title: string;
  /** Called once, when `stage` is on the page: what is drawn there has a size. */
  readonly draw: (stage: HTMLElement) => Drawn;
}

/** What must be told when the theme changes. */
export type Drawn = { readonly repaint?: () => void } | void;

/** A view with one state of it. */
export function show<M>(view: { readonly element: HTMLElement; update(model: M): void; repaint?(): void }, model: M) {
  return (stage: HTMLElement): Drawn => {
    stage.append(view.element);
    view.update(model);
    return view.repaint ? { repaint: () => view.repaint?.() } : undefined;
  };
}

/** A place to draw something beside another in the same component. */
export function below(stage: HTMLElement): HTMLElement {
  const place = create('div');
  stage.append(place);
  return place;
}

/** Answers in place of a host; what is not among them is never answered. */
export function asking<C extends Contract<C>>(answers: Partial<Handlers<C>>): Sender<C> {
  return async (name, params) => {
    const answer = answers[name];
    return answer ? await answer(params) : new Promise<never>(() => undefined);
  };
}

/** Remembers for as long as the page is open. */
export function shortMemory(): Memory {
  return createMemory({ getState: () => undefined, setState: (state) => state });
}

/** Nothing is to happen. */
export const nothing = (): void => undefined;

/** Fails the page, as nothing that is shown here may fail. */
export const showError = (thrown: unknown): void => reportError(thrown);
