// Looks after active runs: every few seconds asks whether their processes are still there, so that none is shown as running
// that is not.

import { reconcile } from '../runner/supervisor.ts';
import { isActive } from '../shared/run-state.ts';
import type { RunIndex } from './run-index.ts';

const intervalMs = 4000;

/** Starts looking; `dispose` ends it. Failures are reported by whoever owns the store. */
export function watchProcesses(index: RunIndex): { dispose(): void } {
  let busy = false;
  const look = async (): Promise<void> => {
    if (busy || !index.runs().some((run) => isActive(run.state))) return;
    busy = true;
    try {
      for (const store of index.stores()) await reconcile(await store.client());
    } catch {
      // The store died in the meantime; that is reported where it is started, and we look again soon.
    } finally {
      busy = false;
    }
  };
  const timer = setInterval(() => void look(), intervalMs);
  // Runs that were active when the window closed may be gone by now.
  const stop = index.onChanged(() => {
    stop();
    void look();
  });
  return {
    dispose() {
      clearInterval(timer);
      stop();
    },
  };
}
