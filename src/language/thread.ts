// One thread of the language server: started by the first request, and again by the next one after it fell over.

import { Worker } from 'node:worker_threads';
import type { AppError } from '../shared/errors.ts';
import { createCaller, type Caller } from '../shared/messages/channel.ts';
import type { Sender } from '../shared/messages/contract.ts';
import type { LanguageContract } from '../shared/messages/language.ts';
import { languageThreadClosed, languageThreadEnded, languageThreadStuck } from './errors.ts';

export interface Thread {
  /** Asks the thread; rejects with an AppError if it ends before it answers. */
  readonly request: Sender<LanguageContract>;
  /** Ends it and rejects what is pending; a later request starts it again. */
  end(): Promise<void>;
  /** The same for good: later requests are rejected. */
  close(): Promise<void>;
}

interface Running {
  readonly worker: Worker;
  readonly ask: Caller<LanguageContract>;
}

/** `script` is the built server; `limitMs` the time after which a thread without an answer counts as stuck. */
export function createThread(script: string, limitMs = Infinity): Thread {
  let running: Running | undefined;
  let closed = false;

  const drop = (dropped: Running, error: AppError): void => {
    if (running === dropped) running = undefined;
    dropped.ask.fail(error);
  };
  const start = (): Running => {
    // The options of the host's own process are not for threads.
    const worker = new Worker(script, { execArgv: [] });
    const ask = createCaller<LanguageContract>({
      post: (message) => worker.postMessage(message),
      onMessage: (listener) => void worker.on('message', listener),
    });
    const started = { worker, ask };
    worker.on('error', (cause) => drop(started, languageThreadEnded(cause.message, cause)));
    worker.on('exit', (code) => drop(started, languageThreadEnded(`its exit code is ${code}`)));
    return started;
  };
  const request: Sender<LanguageContract> = async (name, params) => {
    if (closed) throw languageThreadClosed();
    const asked = (running ??= start());
    const stuck = (): void => {
      drop(asked, languageThreadStuck(limitMs / 1000));
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
    drop(ended, languageThreadClosed());
    await ended.worker.terminate();
  };
  const close = (): Promise<void> => {
    closed = true;
    return end();
  };
  return { request, end, close };
}
