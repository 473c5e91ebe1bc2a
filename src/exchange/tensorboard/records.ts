// TensorFlow's record files: length, its checksum, bytes, their checksum. Reads a file of any size piece by piece and as far as it is
// whole; what is not is told. It knows nothing of what the bytes mean.
// Source: tensorflow/core/lib/io/record_writer.h.

import { createReadStream } from 'node:fs';
import { maskedCrc32c } from './crc32c.ts';

/** A longer record is passed over: no scalar needs that much, and lengths in a file may be anything. */
export const mostRecordBytes = 64 * 1024 * 1024;

const headerBytes = 12;
const footerBytes = 4;

/** One record, or what is wrong at this place; after `isEnd` nothing more of the file can be read. */
export type RecordRead =
  { readonly data: Uint8Array } | { readonly problem: string; readonly atByte: number; readonly isEnd: boolean };

/** The bytes of one record as they stand in a file. */
export function frameRecord(data: Uint8Array): Uint8Array {
  const framed = new Uint8Array(headerBytes + data.length + footerBytes);
  const view = new DataView(framed.buffer);
  view.setBigUint64(0, BigInt(data.length), true);
  view.setUint32(8, maskedCrc32c(framed.subarray(0, 8)), true);
  framed.set(data, headerBytes);
  view.setUint32(headerBytes + data.length, maskedCrc32c(data), true);
  return framed;
}

/** The records of a file in order. Rejects only if the file cannot be opened or read. */
export async function* readRecords(path: string): AsyncGenerator<RecordRead> {
  const bytes = new ByteSource(createReadStream(path, { highWaterMark: 1024 * 1024 }));
  try {
    for (let at = 0; ;) {
      const header = await bytes.take(headerBytes);
      if (header.length === 0) return;
      const tell = (problem: string, isEnd: boolean): RecordRead => ({ problem, atByte: at, isEnd });
      if (header.length < headerBytes) return yield tell('the file ends in the middle of a record', true);
      const view = new DataView(header.buffer, header.byteOffset, headerBytes);
      if (view.getUint32(8, true) !== maskedCrc32c(header.subarray(0, 8)))
        return yield tell('the checksum of a record’s length does not match', true);
      const length = Number(view.getBigUint64(0, true));
      if (length > mostRecordBytes) {
        if ((await bytes.skip(length + footerBytes)) < length + footerBytes)
          return yield tell('the file ends in the middle of a record', true);
        yield tell(`a record of ${Math.round(length / 1e6)} MB is passed over`, false);
      } else {
        const body = await bytes.take(length + footerBytes);
        if (body.length < length + footerBytes) return yield tell('the file ends in the middle of a record', true);
        const data = body.subarray(0, length);
        const sum = new DataView(body.buffer, body.byteOffset + length, footerBytes).getUint32(0, true);
        yield sum === maskedCrc32c(data) ? { data } : tell('the checksum of a record does not match', false);
      }
      at += headerBytes + length + footerBytes;
    }
  } finally {
    bytes.close();
  }
}

/** Bytes of a stream, taken in pieces of any size. */
class ByteSource {
  readonly #stream: ReturnType<typeof createReadStream>;
  readonly #chunks: AsyncIterator<Uint8Array>;
  #rest = new Uint8Array();

  constructor(stream: ReturnType<typeof createReadStream>) {
    this.#stream = stream;
    this.#chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  }

  /** The next bytes; fewer only at the end of the file. Memory is taken for what is there, not for what is asked for. */
  async take(count: number): Promise<Uint8Array> {
    const parts: Uint8Array[] = [this.#rest];
    let length = this.#rest.length;
    while (length < count) {
      const { value, done } = await this.#chunks.next();
      if (done) break;
      parts.push(value);
      length += value.length;
    }
    const all = parts.length === 1 ? this.#rest : concat(parts, length);
    this.#rest = all.subarray(count);
    return all.subarray(0, count);
  }

  /** Passes over the next bytes and gives how many there were. */
  async skip(count: number): Promise<number> {
    let skipped = Math.min(count, this.#rest.length);
    this.#rest = this.#rest.subarray(skipped);
    while (skipped < count) {
      const { value, done } = await this.#chunks.next();
      if (done) break;
      const used = Math.min(count - skipped, value.length);
      this.#rest = value.subarray(used) as Uint8Array<ArrayBuffer>;
      skipped += used;
    }
    return skipped;
  }

  close(): void {
    this.#stream.destroy();
  }
}

function concat(parts: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
