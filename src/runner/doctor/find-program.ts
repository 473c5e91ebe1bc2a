// Where a program lies on the PATH. Only absolute folders count: a relative one would lead into whatever folder is current.

import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';

/** A file with the program's name. */
export interface FoundProgram {
  readonly path: string;
  /** False if it is there but may not be run. */
  readonly executable: boolean;
}

/** Without a shell Windows runs only these. */
const endings = process.platform === 'win32' ? ['.exe', '.com'] : [''];

/** The first that can be run, else the first that is there, else null. */
export async function findProgram(name: string, env: NodeJS.ProcessEnv): Promise<FoundProgram | null> {
  const folders = (env['PATH'] ?? env['Path'] ?? '').split(delimiter).filter(isAbsolute);
  let other: FoundProgram | null = null;
  for (const path of folders.flatMap((folder) => endings.map((ending) => join(folder, name + ending)))) {
    const isFile = await stat(path).then(
      (found) => found.isFile(),
      () => false,
    );
    if (!isFile) continue;
    if (await isExecutable(path)) return { path, executable: true };
    other ??= { path, executable: false };
  }
  return other;
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
