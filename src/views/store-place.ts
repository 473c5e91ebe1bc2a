// Where the database of a workspace folder lies: in the folder, or where the setting says.

import { createHash } from 'node:crypto';
import { basename, isAbsolute, join } from 'node:path';
import { settings } from '../contributions/settings.ts';
import { databaseFile, runsFolder } from '../shared/run-folder.ts';
import { storePathNotAbsolute } from './errors.ts';

export interface StorePlace {
  readonly databaseFile: string;
  readonly runsFolder: string;
}

/** `storePath` is the setting's value; folders that share it get a database each. */
export function locateStore(workspaceFolder: string, storePath: string): StorePlace {
  const runs = join(workspaceFolder, runsFolder);
  if (storePath === '') return { databaseFile: join(workspaceFolder, databaseFile), runsFolder: runs };
  if (!isAbsolute(storePath)) throw storePathNotAbsolute(settings.storePath.id, storePath);
  const mark = createHash('sha256').update(workspaceFolder).digest('hex').slice(0, 12);
  return { databaseFile: join(storePath, `${basename(workspaceFolder)}-${mark}.db`), runsFolder: runs };
}
