// The text of a run's prediction file; whatever keeps it from being read is said in a sentence.

import { readFile, stat } from 'node:fs/promises';
import { predictionsUnreadable } from './errors.ts';

/** Ten times what the largest dataset makes. */
const mostBytes = 128 * 1024 * 1024;

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  ENOTDIR: 'does not exist',
  EISDIR: 'is a folder, not a file',
  EACCES: 'may not be read by you',
};

/** The text of the file at an absolute path. Throws an AppError with the reason. */
export async function readPredictionsFile(path: string): Promise<string> {
  const unreadable = (cause: unknown): never => {
    const { code = '' } = cause as NodeJS.ErrnoException;
    throw predictionsUnreadable(path, reasons[code] ?? `cannot be read (${String(cause)})`);
  };
  const found = await stat(path).catch(unreadable);
  if (found.isDirectory()) throw predictionsUnreadable(path, reasons['EISDIR']!);
  // Reading a pipe would wait for ever.
  if (!found.isFile()) throw predictionsUnreadable(path, 'is no plain file');
  if (found.size > mostBytes) throw predictionsUnreadable(path, `has more than ${mostBytes / 1024 ** 2} MiB`);
  const bytes = await readFile(path).catch(unreadable);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw predictionsUnreadable(path, 'is not text in UTF-8');
  }
}
