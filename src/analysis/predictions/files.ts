// Reads files of an evaluation: with limits, with the reason where one cannot be read, and each only once for as long as it stays the same.

import { open, readFile, stat } from 'node:fs/promises';
import { systemCode } from '../../system/errors.ts';
import { resultFileTooLarge, resultFileUnreadable } from './errors.ts';

const mebibyte = 1024 * 1024;

/** The kinds of files that are read, and the most bytes of each. */
export const fileKinds = {
  experiment: { what: 'experiment', mostBytes: 4 * mebibyte },
  dataset: { what: 'dataset', mostBytes: 512 * mebibyte },
  predictions: { what: 'predictions file', mostBytes: 128 * mebibyte },
  nBest: { what: 'n-best file', mostBytes: 1024 * mebibyte },
  nullOdds: { what: 'file of no-answer scores', mostBytes: 128 * mebibyte },
} as const;

export type FileKind = keyof typeof fileKinds;

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  ENOTDIR: 'it does not exist',
  EISDIR: 'it is a folder',
  EACCES: 'you may not read it',
};

/** A file as it is now: another size or time of change makes it another one. Throws an AppError if it is not to be read. */
export async function identify(kind: FileKind, path: string): Promise<string> {
  const { what, mostBytes } = fileKinds[kind];
  const found = await stat(path).catch((cause: unknown) => {
    throw unreadable(kind, path, cause);
  });
  if (!found.isFile()) throw resultFileUnreadable(what, path, 'it is no plain file');
  if (found.size > mostBytes) throw resultFileTooLarge(what, path, found.size, mostBytes);
  return JSON.stringify([path, found.size, found.mtimeMs]);
}

/** All bytes of a file. Throws an AppError. */
export async function readBytes(kind: FileKind, path: string): Promise<Uint8Array> {
  return readFile(path).catch((cause: unknown) => {
    throw unreadable(kind, path, cause);
  });
}

/** The bytes from `start` up to, not including, `end`. Throws an AppError. */
export async function readPart(kind: FileKind, path: string, start: number, end: number): Promise<Uint8Array> {
  try {
    const file = await open(path);
    try {
      const bytes = new Uint8Array(end - start);
      const { bytesRead } = await file.read(bytes, 0, bytes.length, start);
      return bytes.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw unreadable(kind, path, cause);
  }
}

function unreadable(kind: FileKind, path: string, cause: unknown) {
  const reason = reasons[systemCode(cause)] ?? (cause instanceof Error ? cause.message : String(cause));
  return resultFileUnreadable(fileKinds[kind].what, path, reason, cause);
}

/** Remembers what was made of the newest few keys; what failed is tried again. */
export class Remembered<T> {
  readonly #most: number;
  readonly #kept = new Map<string, Promise<T>>();

  constructor(most: number) {
    this.#most = most;
  }

  get(key: string, make: () => Promise<T>): Promise<T> {
    const kept = this.#kept.get(key) ?? make();
    // Last in the map is what was asked for last.
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    kept.catch(() => this.#kept.delete(key));
    const oldest = this.#kept.keys().next().value;
    if (this.#kept.size > this.#most && oldest !== undefined) this.#kept.delete(oldest);
    return kept;
  }
}
