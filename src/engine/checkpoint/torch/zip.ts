// The directory of a zip archive whose entries are stored as they are, as PyTorch writes it. Deliberately neither unpacks nor writes to disk:
// a name in the archive is only a key, and an entry only a range of the file.

import type { FileHandle } from 'node:fs/promises';
import { readFully } from '../tensor-reader.ts';

/** Why an archive is not acceptable, in words that follow "it". */
export class ZipFault extends Error {}

/** Where the bytes of an entry lie in the file. */
export interface ZipEntry {
  readonly position: number;
  readonly bytes: number;
}

const endSignature = 0x06054b50;
const end64LocatorSignature = 0x07064b50;
const end64Signature = 0x06064b50;
const entrySignature = 0x02014b50;
const localSignature = 0x04034b50;
/** The record at the end and the longest comment after it. */
const maxEndBytes = 22 + 0xffff;
const maxDirectoryBytes = 1 << 26;

/** The entries by name. Throws a ZipFault if one is packed, encrypted, there twice or not within the file. */
export async function readZipDirectory(file: FileHandle, fileBytes: number): Promise<Map<string, ZipEntry>> {
  const directory = await findDirectory(file, fileBytes);
  const view = await readView(file, directory.position, directory.bytes, fileBytes);
  const entries = new Map<string, ZipEntry>();
  for (let at = 0; at + 46 <= view.byteLength && view.getUint32(at, true) === entrySignature;) {
    const header = parseEntry(view, at);
    if (entries.has(header.name)) throw new ZipFault(`has the entry ${quoted(header.name)} twice`);
    entries.set(header.name, await locate(file, fileBytes, header));
    at = header.next;
  }
  if (entries.size !== directory.count)
    throw new ZipFault(`lists ${entries.size} entries where it says ${directory.count}`);
  return entries;
}

interface Directory {
  readonly position: number;
  readonly bytes: number;
  readonly count: number;
}

async function findDirectory(file: FileHandle, fileBytes: number): Promise<Directory> {
  const start = Math.max(0, fileBytes - maxEndBytes);
  const tail = await readView(file, start, fileBytes - start, fileBytes);
  let at = tail.byteLength - 22;
  while (at >= 0 && tail.getUint32(at, true) !== endSignature) at -= 1;
  if (at < 0) throw new ZipFault('has no directory at its end');
  const locator = at - 20;
  if (locator >= 0 && tail.getUint32(locator, true) === end64LocatorSignature) {
    return readDirectory64(file, fileBytes, sizeAt(tail, locator + 8));
  }
  const [count, bytes, position] = [
    tail.getUint16(at + 10, true),
    tail.getUint32(at + 12, true),
    tail.getUint32(at + 16, true),
  ];
  return checkDirectory({ position, bytes, count });
}

async function readDirectory64(file: FileHandle, fileBytes: number, position: number): Promise<Directory> {
  const view = await readView(file, position, 56, fileBytes);
  if (view.getUint32(0, true) !== end64Signature) throw new ZipFault('has a damaged directory');
  return checkDirectory({ count: sizeAt(view, 32), bytes: sizeAt(view, 40), position: sizeAt(view, 48) });
}

function checkDirectory(directory: Directory): Directory {
  if (directory.bytes > maxDirectoryBytes) throw new ZipFault(`has a directory of ${directory.bytes} bytes`);
  return directory;
}

interface EntryHeader {
  readonly name: string;
  readonly bytes: number;
  readonly localPosition: number;
  readonly next: number;
}

function parseEntry(view: DataView, at: number): EntryHeader {
  const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true)) as [number, number, number]; // prettier-ignore
  const extraAt = at + 46 + nameBytes;
  const next = extraAt + extraBytes + commentBytes;
  if (next > view.byteLength) throw new ZipFault('has a damaged directory');
  const name = new TextDecoder().decode(new Uint8Array(view.buffer, view.byteOffset + at + 46, nameBytes));
  const [flags, method] = [view.getUint16(at + 8, true), view.getUint16(at + 10, true)];
  if ((flags & 1) !== 0) throw new ZipFault(`has the encrypted entry ${quoted(name)}`);
  if (method !== 0) throw new ZipFault(`has the packed entry ${quoted(name)}; PyTorch stores them as they are`);
  // Sizes that do not fit into 32 bits stand in an extra field, in this order.
  const large = findExtra64(view, extraAt, extraAt + extraBytes);
  const size = (offset: number): number => {
    const short = view.getUint32(at + offset, true);
    return short === 0xffffffff ? large() : short;
  };
  const bytes = size(24);
  const packedBytes = size(20);
  const localPosition = size(42);
  if (bytes !== packedBytes) throw new ZipFault(`gives two sizes for the entry ${quoted(name)}`);
  return { name, bytes, localPosition, next };
}

function findExtra64(view: DataView, start: number, end: number): () => number {
  let [at, left] = [start, 0];
  while (at + 4 <= end && left === 0) {
    const bytes = view.getUint16(at + 2, true);
    if (view.getUint16(at, true) === 1) left = Math.min(bytes, end - at - 4);
    at += left > 0 ? 4 : 4 + bytes;
  }
  return () => {
    if (left < 8) throw new ZipFault('has an entry whose size is missing');
    left -= 8;
    at += 8;
    return sizeAt(view, at - 8);
  };
}

async function locate(
  file: FileHandle,
  fileBytes: number,
  { name, bytes, localPosition }: EntryHeader,
): Promise<ZipEntry> {
  const local = await readView(file, localPosition, 30, fileBytes);
  if (local.getUint32(0, true) !== localSignature)
    throw new ZipFault(`has no entry ${quoted(name)} where its directory says`);
  const position = localPosition + 30 + local.getUint16(26, true) + local.getUint16(28, true);
  if (position + bytes > fileBytes) throw new ZipFault(`ends before its entry ${quoted(name)} does`);
  return { position, bytes };
}

async function readView(file: FileHandle, position: number, bytes: number, fileBytes: number): Promise<DataView> {
  if (position + bytes > fileBytes) throw new ZipFault('ends before its directory says');
  const read = new Uint8Array(bytes);
  await readFully(file, read, position, () => new ZipFault('became shorter while it was read'));
  return new DataView(read.buffer);
}

function sizeAt(view: DataView, at: number): number {
  const size = view.getBigUint64(at, true);
  if (size > BigInt(Number.MAX_SAFE_INTEGER)) throw new ZipFault(`says that a part has ${size} bytes`);
  return Number(size);
}

function quoted(name: string): string {
  return JSON.stringify(name.slice(0, 200));
}
