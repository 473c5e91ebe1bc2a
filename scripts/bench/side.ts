// A child process that does one side's work on request, over lines of JSON. Its own process, so that its peak memory is its own.

import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { AppError } from '../../src/shared/errors.ts';
import { parseRound, parseVersions, type Request, type Round } from './work.ts';

/** How to start a side: a program and its arguments. */
export type Command = readonly [file: string, ...args: string[]];

export class Side {
  /** What it runs on. */
  readonly versions: string;
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #lines: AsyncIterator<string>;

  private constructor(
    child: ChildProcessByStdio<Writable, Readable, null>,
    lines: AsyncIterator<string>,
    versions: string,
  ) {
    this.#child = child;
    this.#lines = lines;
    this.versions = versions;
  }

  /** Starts a side and has it prepare its work. Throws an AppError if it ends instead; its own words are on standard error. */
  static async start([file, ...args]: Command, request: Request): Promise<Side> {
    const child = spawn(file, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    await Promise.race([once(child, 'spawn'), once(child, 'error').then(([error]) => Promise.reject(error as Error))]);
    child.stdin.on('error', () => undefined); // a side that has ended is noticed when its answer is missing
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    child.stdin.write(`${JSON.stringify(request)}\n`);
    return new Side(child, lines, parseVersions(await nextLine(child, lines)));
  }

  /** Does the work once. */
  async round(): Promise<Round> {
    this.#child.stdin.write('{}\n');
    return parseRound(await nextLine(this.#child, this.#lines));
  }

  /** Ends it by ending its input. */
  async close(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const closed = once(this.#child, 'close');
    this.#child.stdin.end();
    await closed;
  }
}

async function nextLine(
  child: ChildProcessByStdio<Writable, Readable, null>,
  lines: AsyncIterator<string>,
): Promise<string> {
  const { value, done } = await lines.next();
  if (!done) return value;
  if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
  throw sideEnded(child.spawnfile, child.exitCode, child.signalCode);
}

function sideEnded(program: string, exitCode: number | null, signal: string | null): AppError {
  return new AppError(
    'side-ended',
    `${program} ended before it had answered (${signal ?? `exit code ${exitCode}`}); its own words are above.`,
    signal === 'SIGKILL'
      ? 'The machine may have run out of memory: end other programs, or choose a smaller case with --case.'
      : 'For the PyTorch side, `npm run reference` renews its packages.',
  );
}
