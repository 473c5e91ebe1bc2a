// The events of a run's journal, for everything that hands a run on: read piece by piece, so that a run may be of any length. What a later
// session of a resumed run did again is given once, as the later one has it.

import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type { JournalEvent } from '../shared/journal/event.ts';
import { JournalReader } from '../shared/journal/reader.ts';
import { runFiles } from '../shared/run-folder.ts';
import { systemCode } from '../system/errors.ts';
import { journalNotReadable } from './errors.ts';

/** Steps of which a session holds values. */
interface Session {
  from: number;
  to: number;
}

/** All events of the run in the folder, without values that a later session has again; a run without a journal has none. Rejects with an AppError. */
export async function* readRunEvents(folder: string): AsyncGenerator<JournalEvent> {
  const sessions = await readSessions(folder);
  let session = -1;
  for await (const event of readAll(folder)) {
    if (event.kind === 'hello') session += 1;
    if (!isAgain(event, sessions, session)) yield event;
  }
}

/** A step's values were journalled again after a resume: those of the last session count, as in the store. */
function isAgain(event: JournalEvent, sessions: readonly Session[], session: number): boolean {
  if (event.kind !== 'metrics' && event.kind !== 'ipu' && event.kind !== 'host') return false;
  return sessions.slice(session + 1).some(({ from, to }) => event.step >= from && event.step <= to);
}

/** The steps of each session; none where there is only one, so that the journal need not be understood twice. */
async function readSessions(folder: string): Promise<readonly Session[]> {
  if ((await countHellos(folder)) < 2) return [];
  const sessions: Session[] = [];
  for await (const event of readAll(folder)) {
    if (event.kind === 'hello') sessions.push({ from: Infinity, to: -Infinity });
    const last = sessions.at(-1);
    if (event.kind !== 'metrics' || !last) continue;
    last.from = Math.min(last.from, event.step);
    last.to = Math.max(last.to, event.step);
  }
  return sessions;
}

/** At least as many as there are: the word may stand in a text as well. */
async function countHellos(folder: string): Promise<number> {
  const word = Buffer.from('"kind":"hello"');
  let count = 0;
  let end = Buffer.alloc(0);
  for await (const chunk of chunksOf(folder)) {
    const bytes = Buffer.concat([end, chunk]);
    for (let at = bytes.indexOf(word); at !== -1; at = bytes.indexOf(word, at + 1)) count += 1;
    end = bytes.subarray(-(word.length - 1));
  }
  return count;
}

async function* readAll(folder: string): AsyncGenerator<JournalEvent> {
  const reader = new JournalReader();
  for await (const chunk of chunksOf(folder)) yield* reader.push(chunk).events;
}

async function* chunksOf(folder: string): AsyncGenerator<Uint8Array> {
  const path = join(folder, runFiles.journal);
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 })) yield chunk as Uint8Array;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return;
    if (systemCode(error) === '') throw error;
    throw journalNotReadable(path, error instanceof Error ? error.message : String(error));
  }
}
