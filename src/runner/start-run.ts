// What every runner of this machine does around its process: run folder first, then the process, then a record if it never began.

import { basename, join } from 'node:path';
import { toErrorShape } from '../shared/errors.ts';
import { runFiles } from '../shared/run-folder.ts';
import { writeFileAtomic } from '../system/atomic-file.ts';
import { checkDiskSpace } from './disk-space.ts';
import { collectEnvironment } from './environment/environment.ts';
import { endedBeforeStart } from './errors.ts';
import { journalFailure, readJournalEnds } from './journal-file.ts';
import { readOutputTail } from './output-tail.ts';
import { startProcess, withToken, type RunCommand, type StartedProcess } from './process.ts';
import { createRunFolder, prepareWorkbenchFolder } from './run-folder.ts';
import type { LaunchedRun, LaunchRequest, RunExit } from './runner.ts';

/**
 * Creates the run folder and starts the process that `command` gives for it; `script` is the program whose versions are
 * recorded. Rejects with an AppError; once the run folder is there, the failure is also journalled.
 */
export async function startRun(
  { experiment, ...place }: LaunchRequest,
  script: string,
  command: (folder: string) => RunCommand,
): Promise<LaunchedRun> {
  const runs = await prepareWorkbenchFolder(place.workspaceFolder);
  const obstacle = await checkDiskSpace(runs, experiment);
  if (obstacle) throw obstacle;
  const environment = await collectEnvironment(script, place);
  const files = { [runFiles.environment]: environment, [runFiles.experiment]: experiment };
  const { folder } = await createRunFolder(runs, experiment.name, files);
  return startWatched(folder, command(folder));
}

/**
 * Starts the process of a run whose folder was made before, and which has not journalled anything yet. Rejects with an AppError;
 * once the process should have started, the failure is also journalled.
 */
export async function startInFolder(
  folder: string,
  { experiment, ...place }: LaunchRequest,
  script: string,
  command: RunCommand,
): Promise<LaunchedRun> {
  const obstacle = await checkDiskSpace(folder, experiment);
  if (obstacle) throw obstacle;
  const environment = await collectEnvironment(script, place);
  await writeFileAtomic(join(folder, runFiles.environment), `${JSON.stringify(environment, null, 2)}\n`);
  return startWatched(folder, command);
}

async function startWatched(folder: string, command: RunCommand): Promise<LaunchedRun> {
  const started = await startOrRecord(folder, command);
  return { runId: basename(folder), folder, pid: started.pid, exited: watch(folder, started) };
}

async function startOrRecord(folder: string, command: RunCommand): Promise<StartedProcess> {
  const outputFile = join(folder, runFiles.output);
  try {
    return await startProcess({ ...withToken(command), cwd: folder, outputFile });
  } catch (error) {
    journalFailure(folder, toErrorShape(error));
    throw error;
  }
}

async function watch(folder: string, started: StartedProcess): Promise<RunExit> {
  const exit = await started.ended;
  try {
    const { first } = await readJournalEnds(folder);
    if (first !== null) return exit;
    const error = toErrorShape(endedBeforeStart(exit, await readOutputTail(join(folder, runFiles.output), 4096)));
    journalFailure(folder, error);
    return { ...exit, error };
  } catch (error) {
    return { ...exit, error: toErrorShape(error) };
  }
}
