// Which runs are selected, and how clicks and keys change that. Pure.

export interface Selection {
  readonly runIds: ReadonlySet<string>;
  /** Where a range begins. */
  readonly anchor: string | null;
}

export const noSelection: Selection = { runIds: new Set(), anchor: null };

/** `only`: this run and no other; `toggle`: this one besides; `range`: all from the anchor to this one. */
export type SelectionMode = 'only' | 'toggle' | 'range';

/** The selection after a run was chosen; `order` are the runs that can be seen, from top to bottom. */
export function choose(selection: Selection, order: readonly string[], runId: string, mode: SelectionMode): Selection {
  if (mode === 'toggle') return { runIds: new Set(toggled(selection.runIds, runId)), anchor: runId };
  const from = mode === 'range' && selection.anchor !== null ? order.indexOf(selection.anchor) : -1;
  const to = order.indexOf(runId);
  if (from < 0 || to < 0) return { runIds: new Set([runId]), anchor: runId };
  return { runIds: new Set(order.slice(Math.min(from, to), Math.max(from, to) + 1)), anchor: selection.anchor };
}

function toggled(runIds: ReadonlySet<string>, runId: string): string[] {
  return runIds.has(runId) ? [...runIds].filter((one) => one !== runId) : [...runIds, runId];
}

/** The selection without runs that are no longer there. */
export function withoutGone(selection: Selection, isThere: (runId: string) => boolean): Selection {
  const left = [...selection.runIds].filter(isThere);
  return left.length === selection.runIds.size ? selection : { ...selection, runIds: new Set(left) };
}
