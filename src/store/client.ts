// Starts the store's process and talks to it. What may be imported by views and commands: it opens no database itself.

import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fromErrorShape, type AppError } from '../shared/errors.ts';
import { createCaller, onNotifications, type Port } from '../shared/messages/channel.ts';
import type { Sender } from '../shared/messages/contract.ts';
import type { RunSummary } from '../shared/messages/runs.ts';
import type { StoreContract, StoreNotifications } from '../shared/messages/store.ts';
import { storeClosed, storeExited, storeNotStarted } from './errors.ts';

export interface StoreOptions {
  /** The Node.js program (or Electron as such) that runs the store. */
  readonly node: string;
  readonly script: string;
  /** Environment of the process; absent: this one's. */
  readonly env?: NodeJS.ProcessEnv;
  readonly databaseFile: string;
  readonly runsFolder: string;
}

export interface StoreClient {
  /** Sends one message; after the process has ended, every request is rejected with the reason. */
  readonly request: Sender<StoreContract>;
  /** What opening the database brought to light. */
  readonly opened: StoreContract['open']['result'];
  /** Runs that are new or have new events; gives the function that stops listening. */
  onChanged(listener: (runs: readonly RunSummary[]) => void): () => void;
  /** The folders of these runs are gone, and so are the runs. */
  onRemoved(listener: (runIds: readonly string[]) => void): () => void;
  /** Following the runs folder failed; it goes on trying. */
  onProblem(listener: (error: AppError) => void): () => void;
  /** The process has ended without being asked to. */
  onExit(listener: (error: AppError) => void): () => void;
  /** Closes the database and ends the process. */
  close(): Promise<void>;
}

const closeTimeoutMs = 5000;
/** How much of the process's standard error is kept for the reason of its end. */
const keptStderrLength = 2000;

/** Starts the store and opens the database; rejects with an AppError, and then no process is left. */
export async function startStore(options: StoreOptions): Promise<StoreClient> {
  const child = startProcess(options);
  const port: Port = {
    post: (message) => void child.send(message, () => undefined),
    onMessage: (listener) => void child.on('message', listener),
  };
  const request = createCaller<StoreContract>(port);
  const changed = new Listeners<readonly RunSummary[]>();
  const removed = new Listeners<readonly string[]>();
  const problems = new Listeners<AppError>('keep');
  const exits = new Listeners<AppError>();
  onNotifications<StoreNotifications>(port, {
    'runs/changed': ({ runs }) => changed.tell(runs),
    'runs/removed': ({ runIds }) => removed.tell(runIds),
    'store/problem': ({ error }) => problems.tell(fromErrorShape(error)),
  });
  const life = watchLife(child, options.script, (error) => {
    request.fail(error);
    exits.tell(error);
  });
  const close = async (): Promise<void> => {
    life.expectEnd();
    await endProcess(child, request);
    request.fail(storeClosed());
  };
  try {
    const { databaseFile, runsFolder } = options;
    const opened = await request('open', { databaseFile, runsFolder });
    const listen = <T>(listeners: Listeners<T>) => listeners.add.bind(listeners);
    return {
      request,
      opened,
      onChanged: listen(changed),
      onRemoved: listen(removed),
      onProblem: listen(problems),
      onExit: listen(exits),
      close,
    };
  } catch (thrown) {
    await close();
    throw thrown;
  }
}

function startProcess({ node, script, env }: StoreOptions): ChildProcess {
  return fork(script, [], {
    execPath: node,
    execArgv: [],
    env: { ...(env ?? process.env), ELECTRON_RUN_AS_NODE: '1' },
    // Structured clone: JSON would turn NaN and infinities into null.
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
}

/** Calls `onEnd` once if the process cannot be started, or ends without being expected to. */
function watchLife(child: ChildProcess, script: string, onEnd: (error: AppError) => void): { expectEnd(): void } {
  let said = '';
  let settled = false;
  const settle = (error: AppError): void => {
    if (settled) return;
    settled = true;
    onEnd(error);
  };
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-keptStderrLength)));
  child.on('error', (cause) => {
    if (child.pid === undefined) settle(storeNotStarted(script, cause));
  });
  // `close` comes after the last of standard error, `exit` may come before it.
  child.on('close', (code, signal) => settle(storeExited(code, signal, said.trim())));
  return { expectEnd: () => void (settled = true) };
}

async function endProcess(child: ChildProcess, request: Sender<StoreContract>): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  // Not `close`: it never comes after this side has disconnected.
  const ended = once(child, 'exit');
  const timer = setTimeout(() => child.kill('SIGKILL'), closeTimeoutMs);
  try {
    const closed = child.connected ? request('close', {}).catch(() => undefined) : Promise.resolve();
    await Promise.race([closed, ended]);
    if (child.connected) child.disconnect();
    await ended;
  } finally {
    clearTimeout(timer);
  }
}

class Listeners<T> {
  readonly #listeners = new Set<(value: T) => void>();
  /** What was told before anybody could listen: a store finds problems while it opens. */
  #early: T[] | undefined;

  constructor(early?: 'keep') {
    if (early === 'keep') this.#early = [];
  }

  add(listener: (value: T) => void): () => void {
    this.#listeners.add(listener);
    for (const value of this.#early ?? []) listener(value);
    this.#early = undefined;
    return () => void this.#listeners.delete(listener);
  }

  tell(value: T): void {
    this.#early?.push(value);
    for (const listener of [...this.#listeners]) listener(value);
  }
}
