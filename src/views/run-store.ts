// The store process of one workspace folder: started when first needed, restarted once if it dies, then reported.

import type { AppError } from '../shared/errors.ts';
import type { RunSummary } from '../shared/messages/runs.ts';
import type { StoreClient } from '../store/client.ts';

export interface RunStoreOptions {
  readonly start: () => Promise<StoreClient>;
  /** All runs, after each start. */
  readonly onRuns: (runs: readonly RunSummary[]) => void;
  readonly onChanged: (runs: readonly RunSummary[]) => void;
  /** The folders of these runs are gone. */
  readonly onRemoved: (runIds: readonly string[]) => void;
  /** Following the runs failed; the store goes on trying. */
  readonly onProblem: (error: AppError) => void;
  /** The store died again, or could not be restarted. */
  readonly onFailure: (error: AppError) => void;
}

export interface RunStore {
  /** The running store; starts it if there is none. Rejects with an AppError. */
  client(): Promise<StoreClient>;
  /** Lists all runs again; a store that was given up gets a new chance. */
  refresh(): Promise<void>;
  close(): Promise<void>;
}

export function createRunStore(options: RunStoreOptions): RunStore {
  let running: Promise<StoreClient> | undefined;
  let restartsLeft = 1;
  let closed = false;

  const start = async (): Promise<StoreClient> => {
    const client = await options.start();
    client.onExit(afterExit);
    client.onChanged(options.onChanged);
    client.onRemoved(options.onRemoved);
    client.onProblem(options.onProblem);
    options.onRuns(await client.request('runs/list', {}));
    return client;
  };
  const client = (): Promise<StoreClient> => {
    if (running) return running;
    const attempt = start();
    running = attempt;
    // A failed start must not stand in the way of the next one.
    attempt.catch(() => {
      if (running === attempt) running = undefined;
    });
    return attempt;
  };
  const afterExit = (error: AppError): void => {
    running = undefined;
    if (closed) return;
    if (restartsLeft === 0) return options.onFailure(error);
    restartsLeft--;
    client().catch(() => options.onFailure(error));
  };
  return {
    client,
    async refresh() {
      restartsLeft = 1;
      options.onRuns(await (await client()).request('runs/list', {}));
    },
    async close() {
      closed = true;
      const last = await running?.catch(() => undefined);
      await last?.close();
    },
  };
}
