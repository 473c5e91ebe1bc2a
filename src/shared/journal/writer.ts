// Numbers and stamps events and hands their lines to whoever appends them. It holds no file, and one journal has one writer.

import type { EventBody, JournalEvent } from './event.ts';
import { encodeLine } from './line.ts';

export interface JournalSink {
  /** Appends the bytes to the journal; throws if they are not all there. */
  append(bytes: Uint8Array): void;
  /** Milliseconds since 1970. */
  now(): number;
  /** The next sequence number when continuing a journal; absent for a new one. */
  readonly next?: number;
  /** The journal is known to end with a whole line. */
  readonly isWhole?: boolean;
}

export interface JournalWriter {
  /** Appends one event and returns it as written. */
  write(body: EventBody): JournalEvent;
}

/** A writer for a new journal, or for one that an earlier process left, perhaps with a torn last line. */
export function createJournalWriter(sink: JournalSink): JournalWriter {
  let next = sink.next ?? 0;
  let torn = sink.next !== undefined && sink.isWhole !== true;
  return {
    write(body) {
      const event: JournalEvent = { n: next, time: sink.now(), ...body };
      const line = encodeLine(event);
      // A number is never used twice: after a failed append nobody knows whether the line is there.
      next += 1;
      const wasTorn = torn;
      torn = true;
      sink.append(wasTorn ? onFreshLine(line) : line);
      torn = false;
      return event;
    },
  };
}

function onFreshLine(line: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(line.length + 1);
  bytes[0] = 0x0a;
  bytes.set(line, 1);
  return bytes;
}
