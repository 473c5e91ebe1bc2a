// Starts a process that outlives its launcher: its own process group, output to a file. With piped output it would die
// of a broken pipe as soon as the window is reloaded.

import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import type { AppError } from '../shared/errors.ts';
import { spawnFailed } from './errors.ts';

/** What to start. Arguments reach the program as they are; no shell is involved. */
export interface ProcessCommand {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** Standard output and error are appended to this file. */
  readonly outputFile: string;
}

/** The part of a command that a runner decides. */
export type RunCommand = Pick<ProcessCommand, 'program' | 'args' | 'env'>;

/** The command with a token that tells the processes of this session from others, whatever they do to their process group. */
export function withToken(command: RunCommand): RunCommand {
  return { ...command, env: { ...command.env, IPU_RUN_TOKEN: randomBytes(16).toString('hex') } };
}

/** A process that was started. */
export interface StartedProcess {
  readonly pid: number;
  /** Resolves when it has ended; never rejects. */
  readonly ended: Promise<{ readonly exitCode: number | null; readonly signal: string | null }>;
}

/** Starts the process. Rejects with an AppError if the system refuses. */
export async function startProcess(command: ProcessCommand): Promise<StartedProcess> {
  // Loaded when it is needed: an editor that starts no process does without.
  const { execa } = await import('execa');
  // The process gets the file's descriptor itself; nothing passes through this stream.
  const output = createWriteStream(command.outputFile, { flags: 'a' });
  try {
    await once(output, 'open');
    const child = execa(command.program, [...command.args], {
      cwd: command.cwd,
      env: { ...command.env },
      detached: true,
      reject: false,
      stdin: 'ignore',
      stdout: output,
      stderr: output,
    });
    if (child.pid === undefined) {
      const { code, originalMessage } = await child;
      throw refused(command.program, code, originalMessage);
    }
    child.nodeChildProcess.unref();
    return { pid: child.pid, ended: child.then(({ exitCode = null, signal = null }) => ({ exitCode, signal })) };
  } finally {
    output.destroy();
  }
}

/** Why the system refused to start a program, from the code that it gave. */
function refused(program: string, code: string | undefined, message: string | undefined): AppError {
  const reasons: Readonly<Record<string, string>> = { ENOENT: 'it does not exist', EACCES: 'permission denied' };
  return spawnFailed(program, reasons[code ?? ''] ?? message ?? code ?? 'unknown reason');
}
