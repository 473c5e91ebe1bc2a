// The text of a run's prediction file; whatever keeps it from being read is said in a sentence.

import { readFile } from 'node:fs/promises';
import { predictionsUnreadable } from './errors.ts';

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  ENOTDIR: 'does not exist',
  EISDIR: 'is a folder, not a file',
  EACCES: 'may not be read by you',
  ERR_FS_FILE_TOO_LARGE: 'is too large',
};

/** The text of the file at an absolute path. Throws an AppError with the reason. */
export async function readPredictionsFile(path: string): Promise<string> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    const { code = '' } = cause as NodeJS.ErrnoException;
    throw predictionsUnreadable(path, reasons[code] ?? `cannot be read (${String(cause)})`);
  });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw predictionsUnreadable(path, 'is not text in UTF-8');
  }
}
