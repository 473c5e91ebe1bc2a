// The engine program: `engine train <experiment.json> --run <run folder>`. Everything it has to say goes into the run's journal;
// standard output is for people who read output.log. Exit code 0: completed or stopped; 1: failed; 2: wrong usage.
// `engine measure` is for itself: how a run tries out execution providers (exec/probe.ts).

import '../system/node-version.ts';
import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Experiment } from '../config/fields.ts';
import { parseResolvedExperiment } from '../config/resolved.ts';
import { toErrorShape } from '../shared/errors.ts';
import { journalProtocol } from '../shared/journal/event.ts';
import { answerProbe } from './exec/probe.ts';
import { readProcessIdentity } from '../system/process-identity.ts';
import { experimentUnreadable } from './run/errors.ts';
import { Recorder } from './run/recorder.ts';
import { trainRun } from './run/train-run.ts';

const usage = 'Usage: engine train <experiment.json> --run <run folder>';

async function main(): Promise<number> {
  if (process.argv[2] === 'measure') {
    process.stdout.write(await answerProbe(process.stdin));
    return 0;
  }
  const parsed = parseCommandLine();
  if (parsed === null) {
    process.stderr.write(`${usage}\n`);
    return 2;
  }
  const recorder = new Recorder(resolve(parsed.folder));
  const identity = await readProcessIdentity(process.pid);
  recorder.write({
    kind: 'hello',
    protocol: journalProtocol,
    runId: basename(recorder.folder),
    pid: process.pid,
    bootId: identity?.bootId ?? '',
    processStart: identity?.processStart ?? '',
    host: identity?.host ?? hostname(),
  });
  recorder.write({ kind: 'state', state: 'starting' });
  try {
    const state = await trainRun(await readExperiment(parsed.experiment), recorder, process.argv[1]!);
    recorder.write({ kind: 'end', state });
    return 0;
  } catch (error) {
    const shape = toErrorShape(error);
    const detail = shape.code === 'internal-error' && error instanceof Error ? `\n${error.stack}` : '';
    process.stderr.write(`${shape.message} ${shape.hint}${detail}\n`);
    recorder.write({ kind: 'end', state: 'failed', error: shape });
    return 1;
  } finally {
    recorder.close();
  }
}

function parseCommandLine(): { experiment: string; folder: string } | null {
  try {
    const { values, positionals } = parseArgs({ options: { run: { type: 'string' } }, allowPositionals: true });
    const [command, experiment, ...rest] = positionals;
    if (command !== 'train' || experiment === undefined || rest.length > 0 || values.run === undefined) return null;
    return { experiment, folder: values.run };
  } catch {
    return null;
  }
}

async function readExperiment(path: string): Promise<Experiment> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw experimentUnreadable(path, (error as Error).message);
  }
  return parseResolvedExperiment(json);
}

process.exitCode = await main();
