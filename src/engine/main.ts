// The engine program: `engine train <experiment.json> --run <run folder> [--resume]`. Everything it has to say goes into the run's journal;
// standard output is for people who read output.log. Exit code 0: completed or stopped; 1: failed; 2: wrong usage.
// `engine measure` is for itself: how a run tries out execution providers (exec/probe.ts). `engine providers` says in one line of JSON which of
// them compute on this machine. `engine ask` answers questions about a paragraph over the line to the program that started it (ask/server.ts).

import '../system/node-version.ts';
import { readFile, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Experiment } from '../config/fields.ts';
import { parseResolvedExperiment } from '../config/resolved.ts';
import { toErrorShape, type ErrorShape } from '../shared/errors.ts';
import { journalProtocol } from '../shared/journal/event.ts';
import type { ProcessIdentity } from '../shared/messages/runs.ts';
import { runStillActive } from '../shared/resume-errors.ts';
import { runFiles } from '../shared/run-folder.ts';
import { serveAnswers } from './ask/server.ts';
import { answerProbe } from './exec/probe.ts';
import { claimFolder } from '../system/claim.ts';
import { readProcessIdentity } from '../system/process-identity.ts';
import { describeProviders } from './run/choose-device.ts';
import { experimentUnreadable } from './run/errors.ts';
import { checkResumable, cutTornLine, readPastSessions } from './run/past-sessions.ts';
import { Recorder } from './run/recorder.ts';
import { trainRun } from './run/train-run.ts';

const usage = 'Usage: engine train <experiment.json> --run <run folder> [--resume]';

async function main(): Promise<number> {
  if (process.argv[2] === 'measure') {
    process.stdout.write(await answerProbe(process.stdin));
    return 0;
  }
  if (process.argv[2] === 'providers') {
    process.stdout.write(`${JSON.stringify(await describeProviders(process.argv[1]!))}\n`);
    return 0;
  }
  if (process.argv[2] === 'ask') return ask();
  const parsed = parseCommandLine();
  if (parsed === null) {
    process.stderr.write(`${usage}\n`);
    return 2;
  }
  const { experiment, resume } = parsed;
  const identity = await whoAmI();
  const recorder = resume ? await resumeJournal(parsed.folder, identity) : beginJournal(parsed.folder, identity);
  if (recorder === null) return 1;
  try {
    const engineScript = process.argv[1]!;
    const state = await trainRun(await readExperiment(experiment), recorder, { engineScript, resume });
    recorder.write({ kind: 'end', state });
    return 0;
  } catch (error) {
    recorder.write({ kind: 'end', state: 'failed', error: say(error) });
    return 1;
  } finally {
    recorder.close();
  }
}

async function ask(): Promise<number> {
  try {
    await serveAnswers();
    return 0;
  } catch (error) {
    say(error);
    return 1;
  }
}

async function whoAmI(): Promise<ProcessIdentity> {
  const identity = await readProcessIdentity(process.pid);
  return identity ?? { pid: process.pid, bootId: '', processStart: '', host: hostname() };
}

function beginJournal(folder: string, identity: ProcessIdentity): Recorder {
  return greet(new Recorder(folder), identity);
}

/** Goes on with the journal of a run that ended early; null, with the reason printed, if that cannot be. */
async function resumeJournal(folder: string, identity: ProcessIdentity): Promise<Recorder | null> {
  try {
    readPastSessions(folder);
    const letGo = await claimFolder(folder, identity, (pid) => runStillActive(basename(folder), pid));
    try {
      const past = readPastSessions(folder);
      await checkResumable(folder, past);
      cutTornLine(folder, past);
      // The request that stopped the last session: nobody can have asked this one yet, before it has said hello.
      await rm(join(folder, runFiles.stop), { force: true });
      return greet(new Recorder(folder, past.nextN), identity);
    } finally {
      await letGo();
    }
  } catch (error) {
    // Not in the journal: another process may be writing it.
    say(error);
    return null;
  }
}

function greet(recorder: Recorder, identity: ProcessIdentity): Recorder {
  recorder.write({ kind: 'hello', protocol: journalProtocol, runId: recorder.runId, ...identity });
  recorder.write({ kind: 'state', state: 'starting' });
  return recorder;
}

/** Prints what went wrong, for output.log. */
function say(error: unknown): ErrorShape {
  const shape = toErrorShape(error);
  const detail = shape.code === 'internal-error' && error instanceof Error ? `\n${error.stack}` : '';
  process.stderr.write(`${shape.message} ${shape.hint}${detail}\n`);
  return shape;
}

function parseCommandLine(): { experiment: string; folder: string; resume: boolean } | null {
  try {
    const options = { run: { type: 'string' }, resume: { type: 'boolean', default: false } } as const;
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    const [command, experiment, ...rest] = positionals;
    if (command !== 'train' || experiment === undefined || rest.length > 0 || values.run === undefined) return null;
    return { experiment, folder: resolve(values.run), resume: values.resume };
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
