// The folder of a sweep, `.ipu/sweeps/<sweep id>/`: which runs it has, and, in the same files as a run's folder, who works off its
// queue (journal), what that printed, and where it is asked to stop. How the runs are doing is in their own folders.

import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { ProcessIdentity } from '../../shared/messages/runs.ts';
import { runFiles, runsFolder, sweepsFolder } from '../../shared/run-folder.ts';
import { isRunId } from '../../shared/run-id.ts';
import { systemCode } from '../../system/errors.ts';
import { sweepNotReadable, sweepUnknown } from '../errors.ts';
import { readJournalEnds, type JournalEnds } from '../journal-file.ts';

/** The content of a sweep's sweep.json; it is never changed. */
export interface SweepFile {
  /** The experiment's name. */
  readonly name: string;
  /** The experiment file, as an absolute path. */
  readonly file: string;
  /** Runs that may go at the same time. */
  readonly concurrency: number;
  /** In the order in which they are started. */
  readonly runs: readonly { readonly runId: string; readonly label: string }[];
}

/** The folder of a sweep. */
export function sweepFolderOf(workspaceFolder: string, sweepId: string): string {
  return join(workspaceFolder, sweepsFolder, sweepId);
}

/** The folder of a sweep that a run folder beside it belongs to. */
export function sweepFolderBeside(runFolder: string, sweepId: string): string {
  return sweepFolderOf(dirname(dirname(dirname(runFolder))), sweepId);
}

/** The workspace that holds a sweep's folder. */
export function workspaceOfSweep(sweepFolder: string): string {
  return dirname(dirname(dirname(sweepFolder)));
}

/** The folders of a sweep's runs, in the order in which they are started. */
export function runFoldersOf(sweepFolder: string, { runs }: SweepFile): string[] {
  return runs.map(({ runId }) => join(workspaceOfSweep(sweepFolder), runsFolder, runId));
}

/** Reads a sweep's sweep.json. Rejects with an AppError. */
export async function readSweep(folder: string): Promise<SweepFile> {
  const path = join(folder, runFiles.sweep);
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') throw sweepUnknown(basename(folder));
    throw sweepNotReadable(path, (error as Error).message);
  });
  try {
    return parseSweep(JSON.parse(text));
  } catch (error) {
    throw sweepNotReadable(path, (error as Error).message);
  }
}

function parseSweep(json: unknown): SweepFile {
  const { name, file, concurrency, runs } = (json ?? {}) as Partial<Record<keyof SweepFile, unknown>>;
  const isWhole = Number.isSafeInteger(concurrency) && (concurrency as number) >= 1;
  if (typeof name !== 'string' || typeof file !== 'string' || !isWhole || !Array.isArray(runs))
    throw new Error('a field is missing or of the wrong type');
  return { name, file, concurrency: concurrency as number, runs: runs.map(parseRun) };
}

// A run id is also a folder's name: nothing else may lead anywhere.
function parseRun(run: unknown): SweepFile['runs'][number] {
  const { runId, label } = (run ?? {}) as { runId?: unknown; label?: unknown };
  if (!isRunId(runId) || typeof label !== 'string') throw new Error('one of its runs has no id or no label');
  return { runId, label };
}

/** The sweep in whose queue the run waits for its turn; null if it was launched by itself, has begun or has ended. */
export async function waitsIn(runFolder: string, { last }: JournalEnds): Promise<string | null> {
  if (last !== null && !(last.kind === 'state' && last.state === 'queued')) return null;
  const text = await readFile(join(runFolder, runFiles.sweep), 'utf8').catch(() => null);
  if (text === null) return null;
  const { sweepId } = JSON.parse(text) as { sweepId?: unknown };
  return isRunId(sweepId) ? sweepId : null;
}

/** Who works off a sweep's queue: a process, nobody any more, or nobody yet. */
export async function readQueueProcess(sweepFolder: string): Promise<ProcessIdentity | 'ended' | 'not yet'> {
  const { hello, end } = await readJournalEnds(sweepFolder);
  if (end !== null) return 'ended';
  return hello ?? 'not yet';
}
