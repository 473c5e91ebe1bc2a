// What the page knows, and how each message changes it. Pure; what it looks like is in models/.

import type { ErrorShape } from '../../src/shared/errors.ts';
import type { PlanView } from '../../src/shared/messages/plan.ts';
import type { Suggestions } from '../../src/shared/plan.ts';

export interface PageState {
  /** The host has answered. */
  readonly ready: boolean;
  /** Null: no experiment file is followed. */
  readonly view: PlanView | null;
  readonly search: Search;
  /** A failure to show above everything else. */
  readonly error: Pick<ErrorShape, 'message' | 'hint'> | null;
}

export type Search =
  | { readonly state: 'none' | 'searching' }
  /** `outdated`: the file has changed since, other than by taking a suggestion. */
  | { readonly state: 'found'; readonly found: Suggestions; readonly outdated: boolean };

export const initialState: PageState = { ready: false, view: null, search: { state: 'none' }, error: null };

/** The state after the followed file has changed, or another is followed. */
export function withView(state: PageState, view: PlanView | null): PageState {
  return { ...state, ready: true, view, search: searchAfter(state, view) };
}

function searchAfter({ search, view: before }: PageState, view: PlanView | null): Search {
  if (search.state !== 'found') return search;
  if (!view || before?.file !== view.file) return { state: 'none' };
  if (!view.plan) return search;
  // The search keeps the global batch and the pod: another batch or pod asks for another search.
  const { batch, machine } = view.plan;
  const samePod = machine.podIpus === null || machine.podIpus === search.found.podIpus;
  return { ...search, outdated: batch.perUpdate !== search.found.perUpdate || !samePod };
}
