// Benchmarks that compare nothing with PyTorch: each is a program with a report of its own, `npm run bench -- NAME`.

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

interface Report {
  readonly summary: string;
  /** The program, in this folder. */
  readonly script: string;
  /** What set-up must have done before: nothing but dependencies, the built programs, or these and VS Code's server with Chromium. */
  readonly needs: '--no-build' | '--build' | '--tests';
}

/** All of them by name. */
export const reports: Readonly<Record<string, Report>> = {
  plan: { summary: 'A plan and a search of BERT-large on a POD16.', script: 'plan.ts', needs: '--no-build' },
  complete: { summary: 'Completion in an experiment file of 500 lines.', script: 'complete.ts', needs: '--no-build' },
  diagnose: { summary: 'Diagnostics of generated files.', script: 'diagnose.ts', needs: '--no-build' },
  typing: { summary: 'The Plan panel following keys, in VS Code.', script: 'typing.ts', needs: '--tests' },
  store: {
    summary: 'Journals read and curves answered: a million points, fifty runs, ten thousand runs, a run that goes on.',
    script: 'store.ts',
    needs: '--no-build',
  },
  webview: {
    summary: 'The pages with a million points, ten thousand runs and fifty runs, and TensorBoard.',
    script: 'webview.ts',
    needs: '--build',
  },
  activate: {
    summary: 'Activation of the extension, and what it reads before its first view, in VS Code.',
    script: 'activate.ts',
    needs: '--tests',
  },
  language: { summary: 'What the editor says of a text, in VS Code.', script: 'language.ts', needs: '--tests' },
};

/** Runs one after its set-up; the exit code. */
export function runReport({ script, needs }: Report, args: readonly string[]): number {
  const setup = join(import.meta.dirname, '..', 'setup.mjs');
  const options = needs === '--build' ? [] : [needs];
  const program = join('scripts', 'bench', script);
  const { status } = spawnSync(process.execPath, [setup, ...options, '--then', program, ...args], { stdio: 'inherit' });
  return status ?? 1;
}
