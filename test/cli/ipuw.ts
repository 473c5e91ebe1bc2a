// Calls the real program from its source, as a user would.

import { execa } from 'execa';
import { fileURLToPath } from 'node:url';

export const program = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

export interface Answer {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `ipuw` with these arguments in a folder, and gives what it said. */
export async function ipuw(cwd: string, ...args: string[]): Promise<Answer> {
  const { exitCode, stdout, stderr } = await execa(process.execPath, [program, ...args], {
    cwd,
    stdin: 'ignore',
    reject: false,
  });
  return { exitCode, stdout, stderr };
}
