// The one writer of annotations.json: merges a change into the files of some runs, and reads them into their rows. A file that
// cannot be read is put aside, never written over. Two windows that change the same run in the same moment: the later one counts.

import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { AnnotationChange } from '../shared/messages/runs.ts';
import { runFiles } from '../shared/run-folder.ts';
import { AppError } from '../shared/errors.ts';
import { writeFileAtomic } from '../system/atomic-file.ts';
import {
  annotationsOf,
  annotationsStamp,
  changeAnnotations,
  readAnnotationsFile,
  type AnnotationsFile,
} from './annotations.ts';
import type { Driver } from './driver.ts';
import { annotationsKeptAside, runFolderGone } from './errors.ts';
import { isRunFolder } from './run-files.ts';
import { readRun, readStoredAnnotations, writeAnnotations } from './run-rows.ts';

/** How many files are written at a time: each waits for the disk. */
const writesAtOnce = 8;

/** Where run folders are, and who is told of a file that was put aside. */
export interface AnnotationPlace {
  readonly db: Driver;
  readonly runsFolder: string;
  readonly onProblem: (error: AppError) => void;
}

/** Changes what the user says of these runs. Rejects before anything is written if one of them has no folder. */
export async function annotateRuns(
  place: AnnotationPlace,
  runIds: readonly string[],
  change: AnnotationChange,
): Promise<void> {
  const wanted = [...new Set(runIds)];
  for (const runId of wanted) if (!isRunFolder(place.runsFolder, runId)) throw runFolderGone(runId);
  for (let from = 0; from < wanted.length; from += writesAtOnce) {
    const batch = wanted.slice(from, from + writesAtOnce);
    await Promise.all(batch.map((runId) => writeChange(place, runId, change)));
    for (const runId of batch) takeInAnnotations(place.db, place.runsFolder, runId);
  }
}

/** Reads a run's annotations.json if it is another one than before; true if it was. Throws an AppError, once for each content, if it is broken. */
export function takeInAnnotations(db: Driver, runsFolder: string, runId: string): boolean {
  const folder = join(runsFolder, runId);
  const stamp = annotationsStamp(folder);
  const before = readStoredAnnotations(db, runId);
  if (before === undefined || before.stamp === stamp) return false;
  let file: AnnotationsFile;
  try {
    file = readAnnotationsFile(folder);
  } catch (thrown) {
    // What was read before stays shown, and the same content is not told again.
    if (thrown instanceof AppError) writeAnnotations(db, runId, { ...before, stamp });
    throw thrown;
  }
  writeAnnotations(db, runId, { annotations: annotationsOf(file), stamp });
  return true;
}

async function writeChange(place: AnnotationPlace, runId: string, change: AnnotationChange): Promise<void> {
  const folder = join(place.runsFolder, runId);
  const before = await readOrKeepAside(place, runId, folder);
  await writeFileAtomic(
    join(folder, runFiles.annotations),
    `${JSON.stringify(changeAnnotations(before, change), null, 2)}\n`,
  );
}

/** The file's content; of a broken one what was last read of it. */
async function readOrKeepAside(place: AnnotationPlace, runId: string, folder: string): Promise<AnnotationsFile> {
  try {
    return readAnnotationsFile(folder);
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code !== 'annotations-broken') throw thrown;
    const stamp = new Date().toISOString().slice(0, 23).replaceAll(/[:.]/g, '-');
    const aside = join(folder, `annotations.kept-aside-${stamp}.json`);
    await rename(join(folder, runFiles.annotations), aside);
    place.onProblem(annotationsKeptAside(aside, thrown));
    return { ...(readRun(place.db, runId)?.annotations ?? {}) };
  }
}
