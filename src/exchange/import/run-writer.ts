// Makes the folder of a run that was read from files: it appears under its run id only when it is complete, so that nobody sees a part.

import { randomBytes, randomInt } from 'node:crypto';
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Experiment } from '../../config/fields.ts';
import type { EventBody } from '../../shared/journal/event.ts';
import { createJournalWriter } from '../../shared/journal/writer.ts';
import { runFiles } from '../../shared/run-folder.ts';
import { makeRunId } from '../../shared/run-id.ts';
import { syncFolder, writeFileAtomic } from '../../system/atomic-file.ts';
import { writeFailed } from '../../system/errors.ts';
import { stringifyWithNumbers } from '../../shared/json-number.ts';
import type { ImportRecord } from './imported-file.ts';

/** Writes events with times of their own. */
export interface ImportJournal {
  /** `time`: milliseconds since 1970. */
  write(body: EventBody, time: number): void;
}

/** Everything of a run folder but its journal. */
export interface NewRun {
  readonly experiment: Experiment;
  /** What is known of how it was made; null: nothing. */
  readonly environment: object | null;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
}

/** What the journal's writer knows when it is done. */
export interface WrittenRun<R extends ImportRecord> {
  readonly record: R;
  /** Of the first event, where that is only known now. */
  readonly startedAt?: number;
}

const bufferBytes = 1024 * 1024;

const partialPrefix = '.importing-';
/** No import takes so long. */
const leftoverMs = 24 * 60 * 60 * 1000;

/** Creates the folder of a run in the runs folder, with the journal that `fill` writes. Nothing stays behind if that fails. */
export async function writeImportedRun<R extends ImportRecord>(
  runs: string,
  run: NewRun,
  fill: (journal: ImportJournal) => Promise<WrittenRun<R>>,
): Promise<{ readonly runId: string; readonly folder: string; readonly record: R }> {
  await removeLeftovers(runs);
  const partial = join(runs, `${partialPrefix}${randomBytes(6).toString('hex')}`);
  try {
    await mkdir(partial);
    const { record, startedAt = run.startedAt } = await withJournal(join(partial, runFiles.journal), fill);
    const files = { [runFiles.environment]: run.environment, [runFiles.imported]: record, [runFiles.experiment]: run.experiment }; // prettier-ignore
    for (const [name, content] of Object.entries(files))
      if (content !== null) await writeFileAtomic(join(partial, name), `${stringifyWithNumbers(content, 2)}\n`);
    const { runId, folder } = await giveName(runs, partial, run.experiment.name, startedAt);
    await syncFolder(runs);
    return { runId, folder, record };
  } catch (error) {
    await rm(partial, { recursive: true, force: true }).catch(() => undefined);
    throw error;
  }
}

/** What an import left that was ended from outside; one that is under way writes all the time. */
async function removeLeftovers(runs: string): Promise<void> {
  const names = await readdir(runs).catch(() => []);
  for (const name of names.filter((each) => each.startsWith(partialPrefix))) {
    const found = await stat(join(runs, name)).catch(() => null);
    if (found && Date.now() - found.mtimeMs > leftoverMs) await rm(join(runs, name), { recursive: true, force: true });
  }
}

async function withJournal<T>(path: string, fill: (journal: ImportJournal) => Promise<T>): Promise<T> {
  const file = openSync(path, 'wx');
  let time = 0;
  let parts: Uint8Array[] = [];
  let waiting = 0;
  const flush = (): void => {
    const bytes = Buffer.concat(parts);
    try {
      for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written);
    } catch (error) {
      throw writeFailed(path, error);
    }
    [parts, waiting] = [[], 0];
  };
  const append = (bytes: Uint8Array): void => {
    parts.push(bytes);
    waiting += bytes.length;
    if (waiting >= bufferBytes) flush();
  };
  const writer = createJournalWriter({ append, now: () => time });
  try {
    const result = await fill({
      write(body, at) {
        time = at;
        writer.write(body);
      },
    });
    flush();
    fsyncSync(file);
    return result;
  } finally {
    closeSync(file);
  }
}

/** The earliest and latest times that a run id can say. */
const [earliest, latest] = [Date.UTC(1970, 0, 1), Date.UTC(9999, 0, 1)];

async function giveName(
  runs: string,
  partial: string,
  name: string,
  startedAt: number,
): Promise<{ readonly runId: string; readonly folder: string }> {
  const time = new Date(Math.min(Math.max(startedAt, earliest), latest));
  for (;;) {
    const runId = makeRunId(name, time, () => randomInt(2 ** 32) / 2 ** 32);
    const folder = join(runs, runId);
    if ((await stat(folder).catch(() => null)) !== null) continue;
    try {
      await rename(partial, folder);
    } catch (error) {
      throw writeFailed(folder, error);
    }
    return { runId, folder };
  }
}
