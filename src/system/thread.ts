// A thread of the host that answers the messages of one contract: started by the first request, and again by the next one after it
// fell over.

import { Worker } from 'node:worker_threads';
import type { AppError } from '../shared/errors.ts';
import { createCaller, type Caller } from '../shared/messages/channel.ts';
import type { Contract, Sender } from '../shared/messages/contract.ts';

export interface Thread<C extends Contract<C>> {
  /** Asks the thread; rejects with an AppError if it ends before it answers. */
  readonly request: Sender<C>;
  /** Ends it and rejects what is pending; a later request starts it again. */
  end(): Promise<void>;
  /** The same for good: later requests are rejected. */
  close(): Promise<void>;
}

/** What is said when a thread does not answer. */
export interface ThreadErrors {
  readonly ended: (reason: string, cause?: unknown) => AppError;
  readonly stuck: (seconds: number) => AppError;
  readonly closed: () => AppError;
}

interface Running<C extends Contract<C>> {
  readonly worker: Worker;
  readonly ask: Caller<C>;
}

/** `script` is the built server; `limitMs` the time after which a thread without an answer counts as stuck. */
export function createThread<C extends Contract<C>>(
  script: string,
  errors: ThreadErrors,
  limitMs = Infinity,
): Thread<C> {
  let running: Running<C> | undefined;
  let closed = false;

  const drop = (dropped: Running<C>, error: AppError): void => {
    if (running === dropped) running = undefined;
    dropped.ask.fail(error);
  };
  const start = (): Running<C> => {
    // The options of the host's own process are not for threads.
    const worker = new Worker(script, { execArgv: [] });
    const ask = createCaller<C>({
      post: (message) => worker.postMessage(message),
      onMessage: (listener) => void worker.on('message', listener),
    });
    const started = { worker, ask };
    worker.on('error', (cause) => drop(started, errors.ended(cause.message, cause)));
    worker.on('exit', (code) => drop(started, errors.ended(`its exit code is ${code}`)));
    return started;
  };
  const request: Sender<C> = async (name, params) => {
    if (closed) throw errors.closed();
    const asked = (running ??= start());
    const stuck = (): void => {
      drop(asked, errors.stuck(limitMs / 1000));
      void asked.worker.terminate();
    };
    const timer = Number.isFinite(limitMs) ? setTimeout(stuck, limitMs) : undefined;
    try {
      return await asked.ask(name, params);
    } finally {
      clearTimeout(timer);
    }
  };
  const end = async (): Promise<void> => {
    const ended = running;
    if (!ended) return;
    drop(ended, errors.closed());
    await ended.worker.terminate();
  };
  const close = (): Promise<void> => {
    closed = true;
    return end();
  };
  return { request, end, close };
}
