// Replaces a file as a whole: after a crash, a power cut or on a full disk there is the old content or the new, never a part.
// Written by hand because a single `write` may be cut short by a full disk without an error, and because a rename without
// fsync can lose both contents in a power cut.

import { randomBytes } from 'node:crypto';
import { open, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { systemCode, writeFailed } from './errors.ts';

/** Writes the file so that it is complete on disk when this resolves; on failure the old file is untouched. Rejects with an AppError. */
export async function writeFileAtomic(path: string, data: string | Uint8Array): Promise<void> {
  await writePartsAtomic(path, [typeof data === 'string' ? new TextEncoder().encode(data) : data]);
}

/** The same for a file that is too large to be in memory as a whole: the parts are asked for one after the other. */
export async function writePartsAtomic(path: string, parts: Iterable<Uint8Array>): Promise<void> {
  const folder = dirname(path);
  // Cut short, so that the temporary name fits wherever the final one does.
  const temporary = join(folder, `.${basename(path).slice(0, 40)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    await writeDurably(temporary, parts, await modeOf(path));
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw writeFailed(path, error);
  }
  await syncFolder(folder).catch((error: unknown) => {
    throw writeFailed(folder, error);
  });
}

/** Makes the names in a folder durable: new, renamed and removed files survive a power cut. */
export async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open folders; its file systems journal names by themselves.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } catch (error) {
    // Some network file systems refuse to sync folders.
    if (systemCode(error) !== 'EINVAL') throw error;
  } finally {
    await handle.close();
  }
}

async function writeDurably(path: string, parts: Iterable<Uint8Array>, mode: number): Promise<void> {
  const handle = await open(path, 'wx', mode);
  try {
    let total = 0;
    for (const part of parts) {
      await writeAll(handle, part);
      total += part.byteLength;
    }
    const { size } = await handle.stat();
    if (size !== total) throw new Error(`only ${size} of ${total} bytes arrived on disk`);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  let written = 0;
  while (written < bytes.byteLength) {
    const { bytesWritten } = await handle.write(bytes, written, bytes.byteLength - written);
    if (bytesWritten === 0) throw new Error(`only ${written} of ${bytes.byteLength} bytes could be written`);
    written += bytesWritten;
  }
}

/** The permissions of the file to be replaced, so that they stay; the usual ones for a new file. */
async function modeOf(path: string): Promise<number> {
  const found = await stat(path).catch(() => null);
  return found === null ? 0o666 : found.mode & 0o777;
}
