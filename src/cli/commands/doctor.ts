// `ipuw doctor`: what is there on this machine, what is missing, and who needs it.

import { join } from 'node:path';
import { stateMarks } from '../../runner/doctor/text.ts';
import { summarize, type Check, type Surroundings } from '../../runner/doctor/check.ts';
import { examine } from '../../runner/doctor/examine.ts';
import { databaseFile, runsFolder } from '../../shared/run-folder.ts';
import { jsonOption, workspaceOption, type Command } from '../command.ts';
import { note, print, printJson } from '../output.ts';
import { programs, readVersion } from '../programs.ts';
import { findWorkspaceToRead } from '../workspace.ts';

const toolTimeoutMs = 10_000;
const engineTimeoutMs = 120_000;
/** Exit code of a program that was interrupted. */
const interruptedCode = 130;

/** Looks at everything that planning and training depend on. */
export const doctorCommand: Command = {
  name: 'doctor',
  summary:
    'Check this machine: engine, memory, disk, database, Python, IPU tools, Slurm; says how to get what is missing.',
  arguments: [],
  options: { ...jsonOption, ...workspaceOption },
  notes: 'Exit code 1: something that training needs does not work.',
  async run(input) {
    const folder = await findWorkspaceToRead(input.text('workspace'));
    const asJson = input.isSet('json');
    const interrupted = new AbortController();
    const abort = (): void => interrupted.abort();
    const signals = ['SIGINT', 'SIGTERM'] as const;
    for (const signal of signals) process.once(signal, abort);
    if (!asJson) note('Looking at this machine…');
    try {
      const checks = await examine(await surroundings(folder, interrupted.signal));
      if (interrupted.signal.aborted) return interruptedCode;
      if (asJson) printJson({ version: await readVersion(), checks });
      else print(renderChecks(checks, process.stdout.columns ?? 100));
      return checks.some(({ state }) => state === 'error') ? 1 : 0;
    } finally {
      for (const signal of signals) process.off(signal, abort);
    }
  },
};

async function surroundings(folder: string, signal: AbortSignal): Promise<Surroundings> {
  return {
    host: `ipuw ${await readVersion()}`,
    node: process.execPath,
    nodeVersion: process.versions.node,
    engineScript: programs.engine,
    storeScript: programs.store,
    folders: [{ folder, databaseFile: join(folder, databaseFile), runsFolder: join(folder, runsFolder) }],
    // Whoever types a command here trusts this machine's programs.
    trusted: true,
    env: process.env,
    toolTimeoutMs,
    engineTimeoutMs,
    signal,
  };
}

/** One check below the other; what follows its title is indented to one column. */
export function renderChecks(checks: readonly Check[], columns: number): string {
  const titleWidth = Math.max(...checks.map(({ title }) => title.length));
  const width = Math.max(40, Math.min(columns, 120) - titleWidth - 6);
  const indent = ' '.repeat(titleWidth + 6);
  const blocks = checks.map(({ state, title, finding, remedy }) => {
    const lines = [...wrap(finding, width), ...(remedy === '' ? [] : wrap(`→ ${remedy}`, width))];
    return `  ${stateMarks[state]} ${title.padEnd(titleWidth)}  ${lines.join(`\n${indent}`)}`;
  });
  return `${blocks.join('\n')}\n\n${summarize(checks)}.`;
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
