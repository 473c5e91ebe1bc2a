// What a run's journal tells about the sessions before this one, and where the next one goes on in it.

import { closeSync, ftruncateSync, openSync, readSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, join } from 'node:path';
import type { EndEvent, HelloEvent } from '../../shared/journal/event.ts';
import { JournalReader, type ReaderPosition } from '../../shared/journal/reader.ts';
import { runFiles } from '../../shared/run-folder.ts';
import { systemCode, writeFailed } from '../../system/errors.ts';
import { isSameProcess, readProcessIdentity } from '../../system/process-identity.ts';
import { runCompleted, runStillActive } from '../../shared/resume-errors.ts';
import { nothingToResume, runActiveElsewhere } from './errors.ts';

const chunkBytes = 1 << 18;
/** A run on another machine that has been silent for so long is taken for dead. */
const silenceMs = 600_000;

export interface PastSessions {
  /** Sequence number of the next event. */
  readonly nextN: number;
  /** Bytes of the journal that are whole lines. */
  readonly wholeBytes: number;
  /** Of the last session; null if none came so far. */
  readonly hello: HelloEvent | null;
  /** How the last session ended; null if it did not say. */
  readonly end: EndEvent | null;
  /** Of the last event, in milliseconds since 1970. */
  readonly lastTime: number;
}

/** Reads a run's journal to its end. Throws an AppError if there is none. */
export function readPastSessions(folder: string): PastSessions {
  const path = join(folder, runFiles.journal);
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    throw systemCode(error) === 'ENOENT' ? nothingToResume(folder) : error;
  }
  try {
    return readThrough(file);
  } finally {
    closeSync(file);
  }
}

/** Throws an AppError if the run has completed, or if the process of its last session is still there. */
export async function checkResumable(folder: string, { hello, end, lastTime }: PastSessions): Promise<void> {
  const runId = basename(folder);
  if (end?.state === 'completed') throw runCompleted(runId);
  if (hello === null || end !== null) return;
  if (hello.host !== hostname()) {
    // Its process cannot be looked at from here; one that is alive writes a heartbeat between its weight updates.
    if (Date.now() - lastTime < silenceMs) throw runActiveElsewhere(runId, hello.host);
    return;
  }
  const found = await readProcessIdentity(hello.pid);
  if (found !== null && isSameProcess(hello, found)) throw runStillActive(runId, hello.pid);
}

/** Removes the torn line that a killed writer left at the journal's end. */
export function cutTornLine(folder: string, { wholeBytes }: PastSessions): void {
  const path = join(folder, runFiles.journal);
  try {
    const file = openSync(path, 'r+');
    try {
      ftruncateSync(file, wholeBytes);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw writeFailed(path, error);
  }
}

function readThrough(file: number): PastSessions {
  const reader = new JournalReader();
  const chunk = new Uint8Array(chunkBytes);
  let hello: HelloEvent | null = null;
  let end: EndEvent | null = null;
  let lastTime = 0;
  for (let offset = 0; ;) {
    const count = readSync(file, chunk, 0, chunkBytes, offset);
    if (count === 0) break;
    offset += count;
    for (const event of reader.push(chunk.subarray(0, count)).events) {
      if (event.kind === 'hello') hello = event;
      // Any later event says that the run went on.
      end = event.kind === 'end' ? event : null;
      lastTime = event.time;
    }
  }
  return { nextN: nextNumber(reader.position), wholeBytes: reader.position.byteOffset, hello, end, lastTime };
}

/** Unreadable lines at the end may have used numbers of their own. */
function nextNumber({ nextN, unreadableLines }: ReaderPosition): number {
  return nextN + unreadableLines;
}
