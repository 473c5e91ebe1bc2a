// Goes on with a run that ended early, in its own folder. Whether there is a checkpoint, and which, is the engine's business.

import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Experiment } from '../config/fields.ts';
import { parseResolvedExperiment } from '../config/resolved.ts';
import { runFiles } from '../shared/run-folder.ts';
import { checkDiskSpace } from './disk-space.ts';
import type { EngineProgram } from './embedded/runner.ts';
import { runCompleted, runStillActive } from '../shared/resume-errors.ts';
import { resumeFailed, runImported, runNotReadable, runWaiting } from './errors.ts';
import { isFile } from './run-folder.ts';
import { readJournalEnds, type JournalEnds } from './journal-file.ts';
import { createRunner } from './launch.ts';
import { readOutputTail } from './output-tail.ts';
import type { LaunchedRun } from './runner.ts';
import { startProcess, withToken, type StartedProcess } from './process.ts';
import { findProcess } from './supervisor.ts';
import { waitsIn } from './sweep/sweep-folder.ts';

const pollMs = 50;

export interface ResumeRequest {
  /** Absolute path of the run folder. */
  readonly folder: string;
  readonly program: EngineProgram;
  /** It is the turn of a run that waited: its own queue asks. */
  readonly byQueue?: boolean;
}

/**
 * Starts a process that goes on with the run; resolves when it has said hello in the journal. Rejects with an AppError if the run is
 * still active, has completed, or if the process refuses.
 */
export async function resumeRun({ folder, program, byQueue = false }: ResumeRequest): Promise<LaunchedRun> {
  const runId = basename(folder);
  if (await isFile(join(folder, runFiles.imported))) throw runImported(runId);
  const experiment = await readExperiment(folder);
  const before = await readJournalEnds(folder);
  const sweepId = byQueue ? null : await waitsIn(folder, before);
  if (sweepId !== null) throw runWaiting(runId, sweepId);
  if (!byQueue) await checkEnded(runId, before);
  const runner = createRunner(experiment, program);
  const obstacle = (await runner.canLaunch(experiment)) ?? (await checkDiskSpace(folder, experiment));
  if (obstacle) throw obstacle;
  const outputFile = join(folder, runFiles.output);
  const outputBytes = await stat(outputFile).then(({ size }) => size, () => 0); // prettier-ignore
  const started = await startProcess({ ...withToken(runner.resumeCommand(folder)), cwd: folder, outputFile });
  if (!(await saysHello(folder, before, started))) {
    const { size } = await stat(outputFile);
    throw resumeFailed(
      runId,
      await started.ended,
      await readOutputTail(outputFile, Math.min(4096, size - outputBytes)),
    );
  }
  return { runId, folder, pid: started.pid, exited: started.ended };
}

/** The experiment of a run folder. Rejects with an AppError. */
export async function readExperiment(folder: string): Promise<Experiment> {
  const path = join(folder, runFiles.experiment);
  try {
    return parseResolvedExperiment(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    throw runNotReadable(path, (error as Error).message);
  }
}

/** The engine looks again, with a claim on the run; here the answer comes before a process is started. */
async function checkEnded(runId: string, { hello, end }: JournalEnds): Promise<void> {
  if (end?.state === 'completed') throw runCompleted(runId);
  if (end !== null || hello === null) return;
  const presence = await findProcess(hello);
  if (presence === 'same' || presence === 'unproven') throw runStillActive(runId, hello.pid);
  // Processes of another machine cannot be seen: the engine judges by how long the run has been silent.
}

/** Waits for the first event of the session that begins after `before`; false if its process ended without one. */
export async function saysHello(folder: string, before: JournalEnds, started: StartedProcess): Promise<boolean> {
  const ended = started.ended.then(() => true);
  for (let isOver = false; ;) {
    const { hello } = await readJournalEnds(folder);
    if (hello !== null && hello.n !== before.hello?.n) return true;
    if (isOver) return false;
    isOver = await Promise.race([ended, delay(pollMs, false)]);
  }
}
