// Runs a program for the sake of what it prints, whatever it does: it gets no shell, no input and no secrets, so much time and so much
// output, and is ended with all that it started when it takes more.

import { tmpdir } from 'node:os';
import { signalGroup } from '../end-process.ts';
import { plainText } from '../output-tail.ts';
import { withoutSecrets } from './secrets.ts';

/** What to run and how long to wait for it. */
export interface Question {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** What it printed, or why that does not count. */
export type Answer = { readonly text: string } | { readonly failure: string };

const mostBytes = 64 * 1024;
/** A process that it left behind may hold its output open; we do not wait for that. */
const afterExitMs = 500;

/** Asks the program. Never rejects, and never takes much longer than `timeoutMs`. */
export async function askProgram(question: Question): Promise<Answer> {
  const { program, args, env, timeoutMs, signal } = question;
  // Loaded when it is needed: an editor that starts no process does without.
  const { execa } = await import('execa');
  if (signal.aborted) return { failure: 'was not asked' };
  const running = execa(program, [...args], {
    cwd: tmpdir(), // never the workspace: some programs load what lies in the current folder
    env: { ...withoutSecrets(env), LC_ALL: 'C' },
    extendEnv: false,
    detached: process.platform !== 'win32', // a group of its own, so that it can be ended as a whole
    buffer: false,
    reject: false,
    stdin: 'ignore',
    windowsHide: true,
  });
  const child = running.nodeChildProcess;
  if (child.pid === undefined) {
    const { originalMessage } = await running;
    return { failure: `cannot be started: ${originalMessage ?? 'for an unknown reason'}` };
  }
  const { pid } = child;
  return new Promise((resolve) => {
    const parts = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
    let bytes = 0;
    let settled = false;
    const settle = (answer: Answer, isOver: boolean): void => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      if (!isOver) void signalGroup(pid, 'SIGKILL').catch(() => undefined);
      for (const stream of [child.stdout, child.stderr]) stream?.destroy();
      resolve(answer);
    };
    const onAbort = (): void => settle({ failure: 'was interrupted' }, false);
    const timer = setTimeout(
      () => settle({ failure: `gave no answer in ${timeoutMs / 1000} s and was ended` }, false),
      timeoutMs,
    );
    signal.addEventListener('abort', onAbort, { once: true });
    for (const name of ['stdout', 'stderr'] as const) {
      child[name]?.on('data', (part: Buffer) => {
        parts[name].push(part);
        bytes += part.length;
        if (bytes > mostBytes) settle({ failure: `printed more than ${mostBytes / 1024} kB and was ended` }, false);
      });
    }
    const judge = (code: number | null, by: NodeJS.Signals | null): Answer => {
      // Some programs print their version as an error.
      if (code === 0) return { text: textOf(parts.stdout) || textOf(parts.stderr) };
      return { failure: by === null ? `ended with code ${code}` : `was ended by ${by}` };
    };
    child.once('close', (code: number | null, by: NodeJS.Signals | null) => settle(judge(code, by), true));
    child.once('exit', (code: number | null, by: NodeJS.Signals | null) => {
      setTimeout(() => settle(judge(code, by), false), afterExitMs).unref();
    });
  });
}

function textOf(parts: readonly Buffer[]): string {
  return plainText(Buffer.concat(parts).toString('utf8')).trim();
}
