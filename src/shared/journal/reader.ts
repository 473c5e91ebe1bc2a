// Reads a journal from chunks cut at any byte. A torn last line is waited for; any other line that cannot be read is
// reported with its number and passed over. It opens no file: whoever has the bytes pushes them.

import type { JournalEvent } from './event.ts';
import { decodeLine } from './line.ts';

/** Where to continue reading: everything that a reader needs to remember. */
export interface ReaderPosition {
  /** Of the first byte of the first unread line. */
  readonly byteOffset: number;
  /** Number of that line, from 1. */
  readonly nextLine: number;
  /** Sequence number expected there. */
  readonly nextN: number;
  /** Lines passed over since the last readable one: each may have held one of the missing numbers. */
  readonly unreadableLines: number;
}

/** Where a journal begins. */
export const journalStart: ReaderPosition = { byteOffset: 0, nextLine: 1, nextN: 0, unreadableLines: 0 };

/** Longest line that is kept in memory; a longer one is passed over and reported. */
export const maxLineBytes = 16 * 1024 * 1024;

export interface BadLine {
  readonly line: number;
  readonly reason: string;
}

/** What a push brought to light, in the order of the journal. */
export interface JournalBatch {
  readonly events: readonly JournalEvent[];
  readonly badLines: readonly BadLine[];
}

/** Reads one journal, from its start or from a position that an earlier reader left. */
export class JournalReader {
  #position: ReaderPosition;
  /** The torn line so far. */
  #rest = new Uint8Array();
  /** Bytes of the torn line that were dropped because it is too long. */
  #droppedBytes = 0;

  constructor(position: ReaderPosition = journalStart) {
    this.#position = position;
  }

  /** Where a later reader continues: pushed bytes of a torn line are not behind it, and must be pushed again. */
  get position(): ReaderPosition {
    return this.#position;
  }

  /** Reads the next bytes of the journal; the chunk may be reused afterwards. */
  push(chunk: Uint8Array): JournalBatch {
    const events: JournalEvent[] = [];
    const badLines: BadLine[] = [];
    const data = this.#rest.length === 0 ? chunk : concat(this.#rest, chunk);
    let start = 0;
    for (let end = data.indexOf(0x0a); end !== -1; end = data.indexOf(0x0a, start)) {
      this.#readLine(data.subarray(start, end), events, badLines);
      start = end + 1;
    }
    this.#keepRest(data.subarray(start));
    return { events, badLines };
  }

  #readLine(line: Uint8Array, events: JournalEvent[], badLines: BadLine[]): void {
    const { byteOffset, nextLine, nextN, unreadableLines } = this.#position;
    const bytes = this.#droppedBytes + line.length;
    this.#droppedBytes = 0;
    const next = { byteOffset: byteOffset + bytes + 1, nextLine: nextLine + 1 };
    // A writer that continues after a failed write begins with a newline, to be on a fresh line: nothing is missing there.
    if (bytes === 0) {
      this.#position = { ...this.#position, ...next };
      return;
    }
    const report = (reason: string): void => void badLines.push({ line: nextLine, reason });
    const parsed = bytes > maxLineBytes ? { reason: `it is longer than ${maxLineBytes} bytes` } : decodeLine(line);
    if ('reason' in parsed) {
      report(parsed.reason);
      this.#position = { ...next, nextN, unreadableLines: unreadableLines + 1 };
      return;
    }
    const n = 'event' in parsed ? parsed.event.n : parsed.n;
    if (n < nextN) {
      report(`it repeats number ${n}; ${nextN} is next`);
      this.#position = { ...next, nextN, unreadableLines };
      return;
    }
    // The event itself is sound, so it counts; what is missing before it is said.
    if (n > nextN + unreadableLines) report(`numbers ${nextN} to ${n - 1} are missing before it`);
    if ('event' in parsed) events.push(parsed.event);
    this.#position = { ...next, nextN: n + 1, unreadableLines: 0 };
  }

  #keepRest(rest: Uint8Array): void {
    if (this.#droppedBytes + rest.length > maxLineBytes) {
      this.#droppedBytes += rest.length;
      this.#rest = new Uint8Array();
    } else {
      this.#rest = rest.slice();
    }
  }
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}
