// Starts the process that works off a sweep's queue. It goes on without the launcher, as the runs do.

import { basename, join } from 'node:path';
import { runFiles } from '../../shared/run-folder.ts';
import type { EngineProgram } from '../embedded/runner.ts';
import { nothingLeftInSweep, programMissing, queueNotStarted, sweepStillActive } from '../errors.ts';
import { readJournalEnds } from '../journal-file.ts';
import { readOutputTail } from '../output-tail.ts';
import { startProcess, withToken } from '../process.ts';
import { saysHello } from '../resume.ts';
import { isFile } from '../run-folder.ts';
import type { RunExit } from '../runner.ts';
import { findProcess } from '../supervisor.ts';
import { createSweep, type SweepRequest } from './create.ts';
import { hasWork, lookAt } from './prospects.ts';
import { readQueueProcess, readSweep, runFoldersOf } from './sweep-folder.ts';

/** The engine, and the program that works off queues. */
export interface SweepProgram extends EngineProgram {
  readonly sweepScript: string;
}

/** A sweep whose queue is being worked off; it goes on without the launcher. */
export interface LaunchedSweep {
  readonly sweepId: string;
  /** Absolute path of the sweep's folder. */
  readonly folder: string;
  readonly runIds: readonly string[];
  readonly pid: number;
  /** Resolves when the queue's process has ended, while the launcher lives; never rejects. */
  readonly exited: Promise<RunExit>;
}

/** Queues the runs of a sweep and starts to work them off. Rejects with an AppError. */
export async function launchSweep(request: SweepRequest & { readonly program: SweepProgram }): Promise<LaunchedSweep> {
  await checkPrograms(request.program);
  const { folder } = await createSweep(request);
  return startQueue(folder, request.program);
}

/**
 * Goes on with a sweep whose queue was stopped or is gone: runs that have completed or failed are left as they are, those that were
 * interrupted are resumed, the others started. Rejects with an AppError.
 */
export async function resumeSweep(folder: string, program: SweepProgram): Promise<LaunchedSweep> {
  await checkPrograms(program);
  const sweep = await readSweep(folder);
  const queue = await readQueueProcess(folder);
  if (typeof queue !== 'string') {
    const presence = await findProcess(queue);
    if (presence !== 'gone') throw sweepStillActive(basename(folder), queue);
  }
  const prospects = await Promise.all(runFoldersOf(folder, sweep).map((each) => lookAt(each)));
  if (!prospects.some(hasWork)) throw nothingLeftInSweep(basename(folder), sweep.runs.length);
  return startQueue(folder, program);
}

async function checkPrograms({ engineScript, sweepScript }: SweepProgram): Promise<void> {
  for (const script of [engineScript, sweepScript]) if (!(await isFile(script))) throw programMissing(script);
}

async function startQueue(folder: string, { node, engineScript, sweepScript }: SweepProgram): Promise<LaunchedSweep> {
  const before = await readJournalEnds(folder);
  const { runs } = await readSweep(folder);
  const outputFile = join(folder, runFiles.output);
  const command = { program: node, args: [sweepScript, folder, engineScript], env: { ELECTRON_RUN_AS_NODE: '1' } };
  const started = await startProcess({ ...withToken(command), cwd: folder, outputFile });
  if (!(await saysHello(folder, before, started))) {
    throw queueNotStarted(basename(folder), await started.ended, await readOutputTail(outputFile, 4096));
  }
  const runIds = runs.map(({ runId }) => runId);
  return { sweepId: basename(folder), folder, runIds, pid: started.pid, exited: started.ended };
}
