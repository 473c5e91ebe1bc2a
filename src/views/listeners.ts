// A list of listeners: what vscode.EventEmitter is, for the parts that must run without VS Code.

export interface Listeners<T> {
  /** Adds a listener; the result removes it. */
  readonly add: (listener: (value: T) => void) => () => void;
  readonly call: (value: T) => void;
}

export function createListeners<T>(): Listeners<T> {
  const listeners = new Set<(value: T) => void>();
  return {
    add(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    call(value) {
      for (const listener of [...listeners]) listener(value);
    },
  };
}
