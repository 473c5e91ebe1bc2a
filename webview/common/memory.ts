// What a page remembers while it is hidden and after a reload, by name. VS Code keeps it; what comes back is anything until it is parsed.

type Host = Pick<ReturnType<typeof acquireVsCodeApi>, 'getState' | 'setState'>;

export interface Memory {
  recall(name: string): unknown;
  /** `value` must be plain JSON. */
  keep(name: string, value: unknown): void;
}

export function createMemory(host: Host): Memory {
  const state = host.getState();
  let kept: Readonly<Record<string, unknown>> = typeof state === 'object' && state !== null ? { ...state } : {};
  return {
    recall: (name) => (Object.hasOwn(kept, name) ? kept[name] : undefined),
    keep(name, value) {
      kept = { ...kept, [name]: value };
      host.setState(kept);
    },
  };
}
