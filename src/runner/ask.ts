// Asks a model of a run: one engine process, which has the model loaded for as long as it is asked. It ends when another model is asked,
// after some idle minutes, and with this process. Whether the workspace is trusted is the caller's to know.

import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import type { AppError } from '../shared/errors.ts';
import type { AskContract, AskedAnswer, ModelToAsk } from '../shared/messages/ask.ts';
import { createCaller, type Caller } from '../shared/messages/channel.ts';
import { answererEnded, programMissing } from './errors.ts';
import type { EngineProgram } from './embedded/runner.ts';

export interface AskClient {
  /** The model's answer. Rejects with an AppError, also if another model is asked before this one has answered. */
  ask(model: ModelToAsk, question: string, context: string): Promise<AskedAnswer>;
  /** Ends the process; a later question starts one again. */
  close(): Promise<void>;
}

interface Running {
  readonly key: string;
  readonly child: ChildProcess;
  readonly request: Caller<AskContract>;
}

/** A process, and when its model is loaded. */
interface Opened {
  readonly running: Running;
  readonly loaded: Promise<unknown>;
}

/** Without a question for so long, the model's memory is given back. */
const idleLimitMs = 5 * 60_000;
/** How much of the process's standard error is kept for the reason of its end. */
const keptStderrLength = 2000;

/** Starts nothing before the first question. */
export function createAskClient(program: EngineProgram, idleMs = idleLimitMs): AskClient {
  let opened: Opened | undefined;
  let pending = 0;
  let idle: NodeJS.Timeout | undefined;

  const forget = (gone: Running): void => {
    if (opened?.running === gone) opened = undefined;
  };
  const close = async (): Promise<void> => {
    clearTimeout(idle);
    const ended = opened;
    opened = undefined;
    if (ended) await endProcess(ended.running);
  };
  // Nothing is waited for before `opened` is set: a second question must find the process of the first.
  const open = (model: ModelToAsk): Opened => {
    const key = JSON.stringify(model);
    if (opened?.running.key === key) return opened;
    if (!existsSync(program.engineScript)) throw programMissing(program.engineScript);
    const before = close();
    const running = start(program, key, forget);
    // The last model's memory is given back before the next one's is taken.
    const loaded = before.then(() => running.request('open', model));
    loaded.catch(() => {
      forget(running);
      void endProcess(running);
    });
    return (opened = { running, loaded });
  };
  return {
    async ask(model, question, context) {
      clearTimeout(idle);
      pending += 1;
      try {
        const { running, loaded } = open(model);
        await loaded;
        return await running.request('answer', { question, context });
      } finally {
        pending -= 1;
        if (pending === 0) idle = setTimeout(() => void close(), idleMs).unref();
      }
    },
    close,
  };
}

function start({ node, engineScript }: EngineProgram, key: string, onEnd: (gone: Running) => void): Running {
  const child = fork(engineScript, ['ask'], {
    execPath: node,
    execArgv: [],
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const request = createCaller<AskContract>({
    post: (message) => void child.send(message, () => undefined),
    onMessage: (listener) => void child.on('message', listener),
  });
  const running = { key, child, request };
  let said = '';
  const end = (error: AppError): void => {
    request.fail(error);
    onEnd(running);
  };
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-keptStderrLength)));
  child.on('error', (cause) => end(answererEnded(cause.message)));
  child.on('close', (code, signal) => end(answererEnded(said.trim() || `${signal ?? `exit code ${code}`}`)));
  return running;
}

async function endProcess({ child, request }: Running): Promise<void> {
  request.fail(answererEnded('it was asked to'));
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  // It holds nothing that could be lost, and may be in the middle of a long sum.
  child.kill('SIGKILL');
  await ended;
}
