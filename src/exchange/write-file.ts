// Writes a file of any size from pieces that are made one after the other: it appears under its name when it is complete.

import { randomBytes } from 'node:crypto';
import { open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { systemCode, writeFailed } from '../system/errors.ts';

const bufferBytes = 1024 * 1024;

/** Writes the pieces and gives the number of bytes. On failure the old file is untouched; what making a piece throws goes on. */
export async function writeStreamed(path: string, pieces: AsyncIterable<Uint8Array | string>): Promise<number> {
  return writeAside(path, async (temporary) => {
    const handle = await open(temporary, 'wx').catch((error: unknown) => {
      throw writeFailed(path, error);
    });
    let total = 0;
    let waiting: Uint8Array[] = [];
    let waitingBytes = 0;
    const flush = async (): Promise<void> => {
      const bytes = Buffer.concat(waiting);
      [waiting, waitingBytes] = [[], 0];
      for (let written = 0; written < bytes.length;)
        written += (await handle.write(bytes, written, bytes.length - written)).bytesWritten;
      total += bytes.length;
    };
    try {
      for await (const piece of pieces) {
        const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
        waiting.push(bytes);
        waitingBytes += bytes.length;
        if (waitingBytes >= bufferBytes) await flush();
      }
      await flush();
      await handle.sync();
    } finally {
      await handle.close();
    }
    return total;
  });
}

/** Lets `write` make the file under a name beside its own, and then gives it that name. Rejects with an AppError for faults of the disk. */
export async function writeAside<T>(path: string, write: (temporary: string) => Promise<T>): Promise<T> {
  // Cut short, so that the temporary name fits wherever the final one does.
  const temporary = join(dirname(path), `.${basename(path).slice(0, 40)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    const result = await write(temporary);
    // A rename onto an empty folder would replace it.
    if ((await stat(path).catch(() => null))?.isDirectory()) throw Object.assign(new Error('it is a folder'), { code: 'EEXIST' }); // prettier-ignore
    await rename(temporary, path);
    return result;
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw systemCode(error) === '' ? error : writeFailed(path, error);
  }
}
