// imported.json of a run folder: what the run was read from. Also how the same file is recognised when it is imported again.

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Notice } from '../../config/import/notices.ts';
import type { ImportSource } from '../../shared/messages/runs.ts';
import { runFiles } from '../../shared/run-folder.ts';
import { isRunId } from '../../shared/run-id.ts';
import { importNotReadable } from '../errors.ts';

/** The content of imported.json; a source may add what else it says and no other file of the run can hold. */
export interface ImportRecord {
  readonly source: ImportSource;
  /** Absolute path of the file or folder. */
  readonly file: string;
  /** SHA-256 over the names and contents of what was read. */
  readonly sha256: string;
  /** Milliseconds since 1970. */
  readonly importedAt: number;
  /** What was told when it was imported. */
  readonly notices: readonly Notice[];
}

/** What came of importing one run. */
export interface ImportedRun {
  readonly runId: string;
  readonly folder: string;
  readonly name: string;
  readonly source: ImportSource;
  /** Absolute path of what it was read from. */
  readonly file: string;
  /** False if it had been imported before: nothing was written then. */
  readonly isNew: boolean;
  readonly notices: readonly Notice[];
}

/** More than any imported.json has, one with a model card's text included. */
const mostBytes = 80 * 1024 * 1024;

/** SHA-256 over the last part of each path and its content, in this order. Rejects with an AppError for one that cannot be read. */
export async function hashFiles(paths: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const path of paths) {
    hash.update(`${basename(path)}\0`);
    try {
      for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array);
    } catch (error) {
      throw importNotReadable(path, error instanceof Error ? error.message : String(error));
    }
    hash.update('\0');
  }
  return hash.digest('hex');
}

/** The run of the runs folder that was read from just this; undefined if there is none. */
export async function findImported(runs: string, source: ImportSource, sha256: string): Promise<string | undefined> {
  const names = await readdir(runs).catch(() => []);
  for (const runId of names.filter(isRunId).sort()) {
    const record = await readRecord(join(runs, runId, runFiles.imported));
    if (record?.['source'] === source && record['sha256'] === sha256) return runId;
  }
  return undefined;
}

async function readRecord(path: string): Promise<Readonly<Record<string, unknown>> | undefined> {
  try {
    const found = await stat(path);
    if (!found.isFile() || found.size > mostBytes) return undefined;
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    // Absent in every run of ours; a broken one is of no run that could be recognised.
    return undefined;
  }
}
