// Creates a run's folder with everything that is known before its process starts. If that fails, nothing of it stays behind.

import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { randomInt } from 'node:crypto';
import { dirname, join } from 'node:path';
import { runFiles, runsFolder, sweepsFolder, workbenchFolder } from '../shared/run-folder.ts';
import { makeRunId } from '../shared/run-id.ts';
import { syncFolder, writeFileAtomic } from '../system/atomic-file.ts';
import { systemCode, writeFailed } from '../system/errors.ts';
import { workspaceMissing } from './errors.ts';

/** Creates `.ipu/` with its runs folder, hidden from git, unless it is there; gives the runs folder. Rejects with an AppError. */
export async function prepareWorkbenchFolder(workspaceFolder: string): Promise<string> {
  const workspace = await stat(workspaceFolder).catch(() => null);
  if (!workspace?.isDirectory()) throw workspaceMissing(workspaceFolder);
  const runs = join(workspaceFolder, runsFolder);
  // One by one: a recursive mkdir reports a read-only disk as a missing folder.
  await makeFolder(join(workspaceFolder, workbenchFolder));
  await makeFolder(runs);
  const ignore = join(workspaceFolder, workbenchFolder, '.gitignore');
  await writeFile(ignore, '*\n', { flag: 'wx' }).catch((error: unknown) => {
    // What is there already is somebody's to keep.
    if (systemCode(error) !== 'EEXIST') throw writeFailed(ignore, error);
  });
  return runs;
}

/** Creates `.ipu/` with its sweeps folder as well; gives the sweeps folder. Rejects with an AppError. */
export async function prepareSweepsFolder(workspaceFolder: string): Promise<string> {
  await prepareWorkbenchFolder(workspaceFolder);
  const sweeps = join(workspaceFolder, sweepsFolder);
  await makeFolder(sweeps);
  return sweeps;
}

async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    if (systemCode(error) !== 'EEXIST' || !(await isFolder(path))) throw writeFailed(path, error);
  }
}

/** Creates a run folder under a new id and writes these JSON files into it, by name. Rejects with an AppError. */
export async function createRunFolder(
  runs: string,
  name: string,
  files: Readonly<Record<string, unknown>>,
): Promise<{ readonly runId: string; readonly folder: string }> {
  const { id: runId, folder } = await makeNewFolder(runs, name);
  try {
    await mkdir(join(folder, dirname(runFiles.stop)));
    for (const [file, content] of Object.entries(files)) {
      await writeFileAtomic(join(folder, file), `${JSON.stringify(content, null, 2)}\n`);
    }
    await syncFolder(runs);
  } catch (error) {
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
    throw writeFailed(folder, error);
  }
  return { runId, folder };
}

/** Makes a folder under a new id, of a run or a sweep of that name. Rejects with an AppError. */
export async function makeNewFolder(
  parent: string,
  name: string,
): Promise<{ readonly id: string; readonly folder: string }> {
  for (;;) {
    const id = makeRunId(name, new Date(), () => randomInt(2 ** 32) / 2 ** 32);
    const folder = join(parent, id);
    try {
      await mkdir(folder);
      return { id, folder };
    } catch (error) {
      // Two windows may draw the same id in the same second; the other one has it.
      if (systemCode(error) !== 'EEXIST') throw writeFailed(folder, error);
    }
  }
}

async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  return found?.isDirectory() ?? false;
}

/** Whether there is a file of that name. */
export async function isFile(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  return found?.isFile() ?? false;
}
