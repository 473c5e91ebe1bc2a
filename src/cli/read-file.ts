// Reads a text file that the user named; a missing one gets the name that was probably meant.

import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { nearestEntry } from '../config/files.ts';
import { systemCode } from '../system/errors.ts';
import { fileUnreadable, modelFolderMissing } from './errors.ts';

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  ENOTDIR: 'does not exist',
  EISDIR: 'is a folder, not a file',
  EACCES: 'may not be read by you',
  ERR_FS_FILE_TOO_LARGE: 'is too large',
};

/** The absolute path of a file. Throws an AppError if there is none; `what` names its kind. */
export async function findFile(what: string, path: string): Promise<string> {
  const absolute = resolve(path);
  const found = await stat(absolute).catch(() => null);
  if (found?.isFile()) return absolute;
  const reason = found === null ? 'does not exist' : found.isDirectory() ? reasons['EISDIR']! : 'is not a file';
  throw fileUnreadable(what, absolute, reason, found ? undefined : await nearestEntry(absolute));
}

/** The text of the file; `what` names its kind in errors, such as `dataset`. */
export async function readTextFile(what: string, path: string): Promise<string> {
  const bytes = await readBytes(what, path);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw fileUnreadable(what, resolve(path), 'is not text in UTF-8', undefined);
  }
}

/** The same of a file that may turn out to be no text; what is not UTF-8 in it becomes U+FFFD. */
export async function readAnyFile(what: string, path: string): Promise<string> {
  return new TextDecoder('utf-8').decode(await readBytes(what, path));
}

async function readBytes(what: string, path: string): Promise<Uint8Array> {
  const absolute = resolve(path);
  return readFile(absolute).catch(async (error: unknown) => {
    const code = systemCode(error);
    const nearest = code === 'ENOENT' ? await nearestEntry(absolute) : undefined;
    throw fileUnreadable(what, absolute, reasons[code] ?? `cannot be read (${String(error)})`, nearest);
  });
}

/** The absolute path of a model folder. Throws an AppError if there is none. */
export async function findModelFolder(path: string): Promise<string> {
  const absolute = resolve(path);
  const found = await stat(absolute).catch(() => null);
  if (!found?.isDirectory()) throw modelFolderMissing(absolute, found ? undefined : await nearestEntry(absolute));
  return absolute;
}
