// Looks into a run's journal without the store: who writes it, whether it has ended; and writes in it for a run that has no process.
// It reads only what it must of the file: a journal may be large.

import { closeSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { ErrorShape } from '../shared/errors.ts';
import type { EndEvent, EventBody, HelloEvent, JournalEvent } from '../shared/journal/event.ts';
import { decodeLine } from '../shared/journal/line.ts';
import { JournalReader } from '../shared/journal/reader.ts';
import { createJournalWriter } from '../shared/journal/writer.ts';
import { runFiles } from '../shared/run-folder.ts';
import { systemCode } from '../system/errors.ts';

const endBytes = 256 * 1024;

/** The two ends of a journal. */
export interface JournalEnds {
  /** Null while the journal has no readable line. */
  readonly first: JournalEvent | null;
  /** Who writes it, or wrote it last, with the number of that event; null until it has said so. */
  readonly hello: (HelloEvent & Pick<JournalEvent, 'n'>) | null;
  readonly end: EndEvent | null;
  /** Null while the journal has no readable line. */
  readonly last: JournalEvent | null;
}

/** Reads the ends of a run's journal; a journal that is not there yet has none. */
export async function readJournalEnds(folder: string): Promise<JournalEnds> {
  const handle = await open(join(folder, runFiles.journal), 'r').catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  });
  if (handle === null) return { first: null, hello: null, end: null, last: null };
  try {
    const { size } = await handle.stat();
    const buffer = new Uint8Array(endBytes);
    const head = await handle.read(buffer, 0, endBytes, 0);
    const first = readableEvents(buffer.subarray(0, head.bytesRead)).next().value ?? null;
    const tail = await handle.read(buffer, 0, endBytes, Math.max(0, size - endBytes));
    const last = findLast(buffer.subarray(0, tail.bytesRead));
    return { first, hello: await findLastHello(handle, size), end: last?.kind === 'end' ? last : null, last };
  } finally {
    await handle.close();
  }
}

/** The newest hello: each session of a run begins with one. Reads backwards, and no further than that. */
async function findLastHello(handle: FileHandle, size: number): Promise<JournalEnds['hello']> {
  let rest = new Uint8Array();
  for (let end = size; end > 0;) {
    const start = Math.max(0, end - endBytes);
    const bytes = new Uint8Array(end - start + rest.length);
    await handle.read(bytes, 0, end - start, start);
    bytes.set(rest, end - start);
    // The first line may begin in the chunk before; a chunk without a line end belongs to it as a whole.
    const lineStart = start === 0 ? 0 : bytes.indexOf(0x0a) + 1;
    const isPart = start > 0 && lineStart === 0;
    const found = isPart ? null : lastHelloIn(bytes.subarray(lineStart));
    if (found !== null) return found;
    rest = isPart ? bytes : bytes.slice(0, lineStart);
    end = start;
  }
  return null;
}

function lastHelloIn(bytes: Uint8Array): JournalEnds['hello'] {
  // Looking for the word is much faster than reading every line.
  if (!Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes('"hello"')) return null;
  return readableEvents(bytes).reduce<JournalEnds['hello']>(
    (last, event) => (event.kind === 'hello' ? event : last),
    null,
  );
}

function findLast(bytes: Uint8Array): JournalEvent | null {
  return readableEvents(bytes).reduce<JournalEvent | null>((_, event) => event, null);
}

/** Events of all whole, sound lines; a line that is cut off does not match its checksum. */
function* readableEvents(bytes: Uint8Array): Generator<JournalEvent, undefined> {
  let start = 0;
  for (let end = bytes.indexOf(0x0a); end !== -1; end = bytes.indexOf(0x0a, start)) {
    const parsed = decodeLine(bytes.subarray(start, end));
    if ('event' in parsed) yield parsed.event;
    start = end + 1;
  }
  return undefined;
}

/** A journal that is open for writing. */
export interface OpenJournal {
  write(body: EventBody): void;
  close(): void;
}

/** Opens a folder's journal to write on in it, after a torn line if need be. A journal has one writer: only while no process has it. */
export function openJournal(folder: string): OpenJournal {
  const path = join(folder, runFiles.journal);
  const file = openSync(path, 'a+');
  const append = (bytes: Uint8Array): void => {
    for (let written = 0; written < bytes.length; written += writeSync(file, bytes, written));
  };
  const next = readNextNumber(file);
  const writer = createJournalWriter({ append, now: () => Date.now(), ...(next === null ? {} : { next }) });
  return {
    write: (body) => {
      writer.write(body);
      fsyncSync(file);
    },
    close: () => closeSync(file),
  };
}

/** Journals one event of a run that has no process: its launcher or its queue knows. */
export function journalEvent(folder: string, body: EventBody): void {
  const journal = openJournal(folder);
  try {
    journal.write(body);
  } finally {
    journal.close();
  }
}

/** Journals that a run failed whose process is gone and never journalled anything. */
export function journalFailure(folder: string, error: ErrorShape): void {
  journalEvent(folder, { kind: 'end', state: 'failed', error });
}

/** The number of the next event; null for an empty journal. Unreadable lines may have used numbers of their own. */
function readNextNumber(file: number): number | null {
  const reader = new JournalReader();
  const chunk = new Uint8Array(endBytes);
  let offset = 0;
  for (let count; (count = readSync(file, chunk, 0, endBytes, offset)) > 0; offset += count) {
    reader.push(chunk.subarray(0, count));
  }
  const { nextN, unreadableLines } = reader.position;
  return offset === 0 ? null : nextN + unreadableLines;
}
