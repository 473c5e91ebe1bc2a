// Downloads one file into the cache's blobs: it gets its name only when all of it is on disk and its checksum is right.

import { createHash, randomBytes, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../../shared/errors.ts';
import { systemCode, writeFailed } from '../../system/errors.ts';
import { downloadWrong } from './errors.ts';

/** A file in a model's repository. */
export interface HubFile {
  readonly path: string;
  readonly bytes: number;
  /** How its content is known: SHA-256 of a large file, git's SHA-1 of a small one. Also its name among the blobs. */
  readonly checksum: string;
}

/** A silence longer than this ends a download. */
const silenceMs = 60_000;

/** Downloads a file to `blob` unless it is there already; `onBytes` learns of each part that arrived. Throws an AppError. */
export async function downloadFile(
  file: HubFile,
  request: (signal: AbortSignal) => Promise<Response>,
  blob: string,
  onBytes: (bytes: number) => void,
): Promise<void> {
  if (await isThere(file, blob)) return onBytes(file.bytes);
  const partial = join(dirname(blob), `${file.checksum}.${randomBytes(6).toString('hex')}.incomplete`);
  try {
    await mkdir(dirname(blob), { recursive: true });
    await receive(file, request, partial, onBytes);
    await rename(partial, blob);
  } catch (error) {
    await rm(partial, { force: true }).catch(() => undefined);
    throw systemCode(error).startsWith('E') ? writeFailed(blob, error) : error;
  }
}

/** Whether an earlier download left the whole file: a damaged one is downloaded again. */
async function isThere(file: HubFile, blob: string): Promise<boolean> {
  const found = await stat(blob).catch(() => null);
  if (found?.size !== file.bytes) return false;
  const hash = startHash(file);
  await pipeline(createReadStream(blob, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex') === file.checksum;
}

async function receive(
  file: HubFile,
  request: (signal: AbortSignal) => Promise<Response>,
  path: string,
  onBytes: (bytes: number) => void,
): Promise<void> {
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(), silenceMs);
  const handle = await open(path, 'wx');
  try {
    const response = await request(silence.signal);
    const hash = startHash(file);
    let arrived = 0;
    for await (const part of bodyOf(response, file)) {
      timer.refresh();
      arrived += part.length;
      if (arrived > file.bytes)
        throw downloadWrong(file.path, `it is longer than the ${file.bytes} bytes that the Hub says`);
      hash.update(part);
      await writeAll(handle, part);
      onBytes(part.length);
    }
    if (arrived < file.bytes) throw downloadWrong(file.path, `it ended after ${arrived} of ${file.bytes} bytes`);
    const checksum = hash.digest('hex');
    if (checksum !== file.checksum) throw downloadWrong(file.path, `its checksum is ${checksum}, not ${file.checksum}`);
    await handle.sync();
  } catch (error) {
    throw silence.signal.aborted ? downloadWrong(file.path, `nothing arrived for ${silenceMs / 1000} s`) : error;
  } finally {
    clearTimeout(timer);
    await handle.close();
  }
}

/** The parts of a body, as long as it is what was asked for. */
async function* bodyOf(response: Response, file: HubFile): AsyncGenerator<Uint8Array> {
  const type = response.headers.get('content-type') ?? '';
  if (!response.ok) {
    await response.body?.cancel();
    throw downloadWrong(file.path, `the server answers ${response.status}`);
  }
  if (type.startsWith('text/html')) {
    await response.body?.cancel();
    throw downloadWrong(file.path, 'a web page came in its place');
  }
  try {
    for await (const part of response.body ?? []) yield part as Uint8Array;
  } catch (error) {
    throw error instanceof AppError ? error : downloadWrong(file.path, 'the connection broke off');
  }
}

function startHash({ checksum, bytes }: HubFile): Hash {
  return checksum.length === 64 ? createHash('sha256') : createHash('sha1').update(`blob ${bytes}\0`);
}

async function writeAll(handle: FileHandle, part: Uint8Array): Promise<void> {
  for (let done = 0; done < part.length;) done += (await handle.write(part, done)).bytesWritten;
}
