// Whatever somebody names → runs: finds what lies there and hands each to its importer. Links are not followed.

import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { importNotReadable, importPathMissing, noRunToImport, tooManyRunsToImport } from '../errors.ts';
import { importCard } from './card.ts';
import type { ImportedRun } from './imported-file.ts';
import { importEventFiles } from './tensorboard.ts';
import { importTrainerState, trainerStateFile } from './trainer-state.ts';

const mostRuns = 1000;
const deepest = 12;

/** One thing that becomes one run. */
type Candidate =
  | { readonly kind: 'card' | 'trainer-state'; readonly file: string }
  | { readonly kind: 'tensorboard'; readonly files: readonly string[]; readonly name: string };

/**
 * Imports the file or all runs of the folder at `path` into the runs folder, which has to be there. Rejects with an AppError if there
 * is nothing to import; what was imported before stays.
 */
export async function importRuns(path: string, runs: string): Promise<readonly ImportedRun[]> {
  const start = resolve(path);
  const imported: ImportedRun[] = [];
  for (const candidate of await findCandidates(start)) imported.push(await importOne(candidate, runs));
  return imported;
}

function importOne(candidate: Candidate, runs: string): Promise<ImportedRun> {
  switch (candidate.kind) {
    case 'card':
      return importCard(candidate.file, runs);
    case 'trainer-state':
      return importTrainerState(candidate.file, runs);
    case 'tensorboard':
      return importEventFiles(candidate.files, candidate.name, runs);
  }
}

async function findCandidates(path: string): Promise<readonly Candidate[]> {
  const found = await stat(path).catch(() => null);
  if (found === null) throw importPathMissing(path);
  if (found.isFile()) return [candidateOfFile(path)];
  if (!found.isDirectory()) throw noRunToImport(path);
  const candidates: Candidate[] = [];
  await searchFolder(path, path, 0, candidates);
  if (candidates.length > 0) return candidates;
  const card = join(path, 'README.md');
  if ((await stat(card).catch(() => null))?.isFile()) return [{ kind: 'card', file: card }];
  throw noRunToImport(path);
}

function candidateOfFile(path: string): Candidate {
  const name = basename(path);
  if (isEventFile(name)) return { kind: 'tensorboard', files: [path], name: basename(dirname(path)) };
  if (/\.(md|markdown)$/i.test(name)) return { kind: 'card', file: path };
  if (/^trainer_state.*\.json$/i.test(name)) return { kind: 'trainer-state', file: path };
  throw noRunToImport(path);
}

/** A folder with event files is a run of its own; what lies below a Trainer's folder belongs to its run. */
async function searchFolder(folder: string, start: string, depth: number, found: Candidate[]): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw importNotReadable(folder, error instanceof Error ? error.message : String(error));
  });
  const files = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const state = files.includes(trainerStateFile) ? join(folder, trainerStateFile) : await newestState(folder, folders);
  if (state !== undefined) found.push({ kind: 'trainer-state', file: state });
  else {
    const events = files.filter(isEventFile).sort().map((name) => join(folder, name)); // prettier-ignore
    if (events.length > 0) found.push({ kind: 'tensorboard', files: events, name: nameOf(folder, start) });
    if (depth < deepest)
      for (const name of folders.sort()) await searchFolder(join(folder, name), start, depth + 1, found);
  }
  if (found.length > mostRuns) throw tooManyRunsToImport(start, mostRuns);
}

/** A training that was interrupted has the file in its checkpoints alone: the newest one knows all that the others know. */
async function newestState(folder: string, folders: readonly string[]): Promise<string | undefined> {
  const steps = folders.flatMap((name) => /^checkpoint-(\d+)$/.exec(name)?.[1] ?? []).map(Number);
  for (const step of steps.sort((a, b) => b - a)) {
    const file = join(folder, `checkpoint-${step}`, trainerStateFile);
    if ((await stat(file).catch(() => null))?.isFile()) return file;
  }
  return undefined;
}

function isEventFile(name: string): boolean {
  return name.includes('tfevents') && !/\.(gz|zip|zst|bz2|xz)$/i.test(name);
}

/** As TensorBoard names it: the way from the folder that was named. */
function nameOf(folder: string, start: string): string {
  const way = relative(start, folder).replaceAll(sep, '/');
  return way === '' ? basename(folder) : `${basename(start)}/${way}`;
}
