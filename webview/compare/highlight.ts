// Which run the user points at, anywhere on the page: everything that shows it stands out.

export interface Highlight {
  current(): string | null;
  set(runId: string | null): void;
  /** Called after each change. */
  listen(listener: (runId: string | null) => void): void;
  /** Points at the run while the pointer or the focus is on the element. */
  attach(element: Element, runId: () => string | null): void;
}

export function createHighlight(): Highlight {
  let current: string | null = null;
  const listeners: ((runId: string | null) => void)[] = [];
  const set = (runId: string | null): void => {
    if (runId === current) return;
    current = runId;
    for (const listener of listeners) listener(runId);
  };
  return {
    current: () => current,
    set,
    listen: (listener) => void listeners.push(listener),
    attach(element, runId) {
      for (const event of ['pointerenter', 'focusin']) element.addEventListener(event, () => set(runId()));
      for (const event of ['pointerleave', 'focusout']) element.addEventListener(event, () => set(null));
    },
  };
}
