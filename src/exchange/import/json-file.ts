// JSON files as Python writes them: NaN and infinities as bare words, which are no JSON. They become the strings that parseJsonNumber knows.

import { readFile, stat } from 'node:fs/promises';
import { importedFileTooLarge, importNotReadable } from '../errors.ts';

/** A million log entries have less. */
const mostBytes = 256 * 1024 * 1024;

export type JsonObject = Readonly<Record<string, unknown>>;

/** The object in a file; undefined if there is no such file or it holds no object. Rejects with an AppError if it cannot be read. */
export async function readJsonObject(path: string): Promise<JsonObject | undefined> {
  let text: string;
  try {
    const found = await stat(path);
    if (!found.isFile()) return undefined;
    if (found.size > mostBytes) throw importedFileTooLarge(path, found.size, mostBytes);
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (!(error instanceof Error) || !('syscall' in error)) throw error;
    if ('code' in error && error.code === 'ENOENT') return undefined;
    throw importNotReadable(path, error.message);
  }
  const value = parsePythonJson(text);
  return isObject(value) ? value : undefined;
}

/** The value of a JSON text in Python's manner; undefined if it is none. */
export function parsePythonJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    // It may be one of Python's words.
  }
  try {
    return JSON.parse(text.replaceAll(/"(?:[^"\\]+|\\.)*"|NaN|-?Infinity/g, (word) => (word.startsWith('"') ? word : `"${word}"`))); // prettier-ignore
  } catch {
    return undefined;
  }
}

/** An object, and no list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
