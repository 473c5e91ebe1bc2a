// Runs the engine program on an experiment in a temporary folder and reads what it left. For tests of tasks.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PartialExperiment } from '../../../src/config/fields.ts';
import { resolveExperiment } from '../../../src/config/resolve.ts';
import { decodeLine } from '../../../src/shared/journal/line.ts';

const root = join(import.meta.dirname, '../../..');

export interface EngineRun {
  /** The run folder. */
  readonly run: string;
  readonly code: number;
  readonly output: string;
  /** Of each weight update. */
  readonly losses: readonly number[];
  readonly gradNorms: readonly number[];
  readonly results: Readonly<Record<string, number>>;
}

/** Trains in the folder as `values` say; files are named from the project's folder. */
export async function runEngine(folder: string, values: PartialExperiment): Promise<EngineRun> {
  const run = join(folder, 'run');
  await mkdir(run);
  const file = join(folder, 'experiment.json');
  await writeFile(file, JSON.stringify(resolveExperiment(values, join(root, 'test.ipu.json'))));
  const args = [join(root, 'src/engine/main.ts'), 'train', file, '--run', run];
  const { code, output } = await new Promise<{ code: number; output: string }>((resolve) => {
    const child = execFile(process.execPath, args, (_, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, output: stdout + stderr }),
    );
  });
  return { run, code, output, ...(await readJournal(join(run, 'journal.log'))) };
}

async function readJournal(path: string) {
  const losses: number[] = [];
  const gradNorms: number[] = [];
  const results: Record<string, number> = {};
  for (const line of (await readFile(path, 'latin1')).split('\n').slice(0, -1)) {
    const parsed = decodeLine(Buffer.from(line, 'latin1'));
    assert.ok('event' in parsed, line);
    const { event } = parsed;
    if (event.kind === 'metrics') {
      losses.push(event.values['loss']!);
      gradNorms.push(event.values['grad_norm']!);
    }
    if (event.kind === 'result') Object.assign(results, event.values);
  }
  return { losses, gradNorms, results };
}
