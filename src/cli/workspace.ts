// Which folder's `.ipu` a command means. It creates nothing.

import { readdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { workspaceMissing } from '../runner/errors.ts';
import { workbenchFolder } from '../shared/run-folder.ts';
import { workbenchFolderInTheWay } from './errors.ts';
import { note } from './output.ts';

const marks = [workbenchFolder, '.vscode', '.git'];

/** The workspace that gets a run of the experiment file: as named, or upwards from the file's folder. */
export async function findWorkspaceOf(experimentFile: string, named: string | undefined): Promise<string> {
  return named === undefined ? findUpwards(dirname(resolve(experimentFile))) : existing(named);
}

/** The workspace to read from, and to import into, lest `last` mean another place from then on: as named, or upwards from the current folder, or one below it that is the only one with runs. */
export async function findWorkspaceToRead(named: string | undefined): Promise<string> {
  if (named !== undefined) return existing(named);
  const workspace = await findUpwards(process.cwd());
  const below = await findBelow(workspace);
  if (await hasWorkbenchFolder(workspace)) {
    if (below !== undefined) note(`Using the runs in ${workspace}. For those in ${below}: --workspace ${below}`);
    return workspace;
  }
  if (below === undefined) return workspace;
  note(`Using the runs in ${below}.`);
  return below;
}

/** Whether anything was ever run in the workspace. Rejects with an AppError if a file has the folder's name. */
export async function hasWorkbenchFolder(workspace: string): Promise<boolean> {
  const path = join(workspace, workbenchFolder);
  if (await isFolder(path)) return true;
  if (await exists(path)) throw workbenchFolderInTheWay(path);
  return false;
}

async function existing(named: string): Promise<string> {
  const path = resolve(named);
  if (!(await isFolder(path))) throw workspaceMissing(path);
  return path;
}

/** The nearest folder that holds one of the marks; the current folder if none does. */
async function findUpwards(start: string): Promise<string> {
  for (let folder = start; ; folder = dirname(folder)) {
    for (const mark of marks) if (await exists(join(folder, mark))) return folder;
    if (folder === dirname(folder)) return process.cwd();
  }
}

async function findBelow(folder: string): Promise<string | undefined> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const found: string[] = [];
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && (await isFolder(join(path, workbenchFolder)))) found.push(path);
  }
  return found.length === 1 ? found[0] : undefined;
}

// A `.git` may be a file: in a worktree or a submodule.
async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isDirectory() ?? false;
}
