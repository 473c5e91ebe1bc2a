// Makes a sweep's folder and the folders of all its runs, before anything is started. The runs are queued from then on: each has its
// experiment and its place in the sweep, and no journal. If something fails, nothing stays behind.

import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { SweepRun } from '../../config/sweep.ts';
import type { SweepPlace } from '../../shared/messages/runs.ts';
import { runFiles } from '../../shared/run-folder.ts';
import { writeFileAtomic } from '../../system/atomic-file.ts';
import { writeFailed } from '../../system/errors.ts';
import { createRunFolder, makeNewFolder, prepareSweepsFolder, prepareWorkbenchFolder } from '../run-folder.ts';
import type { SweepFile } from './sweep-folder.ts';

/** What a sweep is to run, and where. */
export interface SweepRequest {
  readonly name: string;
  /** The experiment file, as an absolute path. */
  readonly file: string;
  readonly concurrency: number;
  readonly runs: readonly SweepRun[];
  readonly workspaceFolder: string;
}

/** A sweep whose folders are there. */
export interface CreatedSweep {
  readonly sweepId: string;
  /** Absolute path of the sweep's folder. */
  readonly folder: string;
  /** In the order of the runs. */
  readonly runIds: readonly string[];
}

/** Makes the folders of a sweep and its runs. Rejects with an AppError. */
export async function createSweep({
  name,
  file,
  concurrency,
  runs,
  workspaceFolder,
}: SweepRequest): Promise<CreatedSweep> {
  const runsFolder = await prepareWorkbenchFolder(workspaceFolder);
  const { sweepId, folder } = await makeSweepFolder(await prepareSweepsFolder(workspaceFolder), name);
  const made: string[] = [];
  try {
    const listed: { runId: string; label: string }[] = [];
    for (const [index, { label, experiment }] of runs.entries()) {
      const place: SweepPlace = { sweepId, name, index, label };
      // The experiment last: with it the run can be seen, and then it must be known whose it is.
      const files = { [runFiles.sweep]: place, [runFiles.experiment]: experiment };
      const run = await createRunFolder(runsFolder, experiment.name, files);
      made.push(run.folder);
      listed.push({ runId: run.runId, label });
    }
    const content: SweepFile = { name, file, concurrency, runs: listed };
    await writeFileAtomic(join(folder, runFiles.sweep), `${JSON.stringify(content, null, 2)}\n`);
    return { sweepId, folder, runIds: listed.map(({ runId }) => runId) };
  } catch (error) {
    for (const each of [...made, folder]) await rm(each, { recursive: true, force: true }).catch(() => undefined);
    throw error;
  }
}

async function makeSweepFolder(sweeps: string, name: string): Promise<{ sweepId: string; folder: string }> {
  const { id: sweepId, folder } = await makeNewFolder(sweeps, `sweep-${name}`);
  await mkdir(join(folder, dirname(runFiles.stop))).catch((error: unknown) => {
    throw writeFailed(folder, error);
  });
  return { sweepId, folder };
}
