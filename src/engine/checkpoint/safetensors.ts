// Reads and writes the tensors of a safetensors file, by position and without a second copy of the weights in memory.
// What a header may say is safetensors-header.ts's business.

import { open, type FileHandle } from 'node:fs/promises';
import { writeFailed } from '../../system/errors.ts';
import { safetensorsInvalid, tensorTypeUnsupported, weightsUnreadable } from './errors.ts';
import { bytesOfFloat, convertToFloat32, isFloatType, type FloatType } from './float-types.ts';
import {
  parseHeaderLength,
  parseSafetensorsHeader,
  renderSafetensorsHeader,
  type TensorEntry,
} from './safetensors-header.ts';
import type { Tensor, WeightSource } from './weight-source.ts';

/** Reads in flight: enough to copy on all cores of a small machine and to keep a fast disk busy. */
const parallelReads = 4;
const pieceBytes = 1 << 22;

/** A part of a tensor that is read at once, from `position` in the file into `target`. */
interface Piece {
  readonly dtype: FloatType;
  readonly position: number;
  readonly target: Float32Array;
}

/** An open safetensors file: its header is checked, its tensors are read when asked for. */
export class SafetensorsFile implements WeightSource {
  readonly path: string;
  readonly metadata: ReadonlyMap<string, string>;
  /** In the order of the file. */
  readonly tensors: ReadonlyMap<string, TensorEntry>;
  readonly #file: FileHandle;
  readonly #dataStart: number;

  private constructor(path: string, file: FileHandle, { tensors, metadata, dataStart }: ReadHeader) {
    this.path = path;
    this.metadata = metadata;
    this.tensors = tensors;
    this.#file = file;
    this.#dataStart = dataStart;
  }

  /** Opens a file and checks its header. Throws an AppError that names the file and the broken rule. */
  static async open(path: string): Promise<SafetensorsFile> {
    const file = await open(path, 'r').catch((error: unknown) => {
      throw weightsUnreadable(path, error);
    });
    try {
      return new SafetensorsFile(path, file, await readHeader(file, path));
    } catch (error) {
      await file.close();
      throw weightsUnreadable(path, error);
    }
  }

  /** The wanted tensors as 32-bit floats, whatever floats the file has. Throws an AppError for those of other types. */
  async read(wanted: (name: string) => boolean = () => true): Promise<Map<string, Tensor>> {
    const pieces: Piece[] = [];
    const read = new Map<string, Tensor>();
    for (const { name, dtype, shape, begin, end } of this.tensors.values()) {
      if (!wanted(name)) continue;
      if (!isFloatType(dtype)) throw tensorTypeUnsupported(this.path, name, dtype);
      const data = allocate((end - begin) / bytesOfFloat(dtype));
      read.set(name, { shape, data });
      pieces.push(...cut(dtype, this.#dataStart + begin, data));
    }
    const left = pieces.values();
    await Promise.all(Array.from({ length: parallelReads }, () => this.#readPieces(left))).catch((error: unknown) => {
      throw weightsUnreadable(this.path, error);
    });
    return read;
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  async #readPieces(pieces: Iterable<Piece>): Promise<void> {
    let scratch: Uint8Array | undefined;
    for (const { dtype, position, target } of pieces) {
      if (dtype === 'F32') {
        await readFully(this.#file, bytesOf(target), position, this.path);
        continue;
      }
      scratch ??= new Uint8Array(pieceBytes);
      const source = scratch.subarray(0, target.length * bytesOfFloat(dtype));
      await readFully(this.#file, source, position, this.path);
      convertToFloat32(source, dtype, target);
    }
  }
}

/** The wanted tensors of a file as 32-bit floats. Throws an AppError that names the file and the broken rule. */
export async function loadWeights(path: string, wanted?: (name: string) => boolean): Promise<Map<string, Tensor>> {
  const file = await SafetensorsFile.open(path);
  try {
    return await file.read(wanted);
  } finally {
    await file.close();
  }
}

/** Writes a new file that is complete on disk when this resolves. Throws an AppError if the disk does not take it, or if the file exists. */
export async function saveWeights(
  path: string,
  tensors: ReadonlyMap<string, Tensor>,
  metadata?: Readonly<Record<string, string>>,
): Promise<void> {
  try {
    const file = await open(path, 'wx');
    try {
      await writeWeights(file, tensors, metadata);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    throw writeFailed(path, error);
  }
}

/** Writes the bytes of a safetensors file to an empty file; to make them durable is the caller's business. `format` is what transformers asks for. */
export async function writeWeights(
  file: FileHandle,
  tensors: ReadonlyMap<string, Tensor>,
  metadata: Readonly<Record<string, string>> = { format: 'pt' },
): Promise<void> {
  const sorted = [...tensors].sort(([a], [b]) => (a < b ? -1 : 1));
  const described = sorted.map(([name, { shape, data }]) => ({ name, shape, bytes: data.byteLength }));
  const parts = [renderSafetensorsHeader(described, metadata), ...sorted.map(([, { data }]) => bytesOf(data))];
  for (const part of parts) {
    for (let done = 0; done < part.length;) {
      const { bytesWritten } = await file.write(part, done);
      if (bytesWritten === 0) throw new Error('the disk takes no more bytes');
      done += bytesWritten;
    }
  }
}

interface ReadHeader {
  readonly metadata: ReadonlyMap<string, string>;
  readonly tensors: ReadonlyMap<string, TensorEntry>;
  readonly dataStart: number;
}

async function readHeader(file: FileHandle, path: string): Promise<ReadHeader> {
  const stats = await file.stat();
  if (!stats.isFile()) throw safetensorsInvalid(path, 'is a folder or a device');
  const start = new Uint8Array(Math.min(8, stats.size));
  await readFully(file, start, 0, path);
  const json = new Uint8Array(parseHeaderLength(start, stats.size, path));
  await readFully(file, json, 8, path);
  const dataStart = 8 + json.length;
  const { metadata, entries } = parseSafetensorsHeader(json, stats.size - dataStart, path);
  return { metadata, tensors: new Map(entries.map((entry) => [entry.name, entry])), dataStart };
}

async function readFully(file: FileHandle, target: Uint8Array, position: number, path: string): Promise<void> {
  for (let done = 0; done < target.length;) {
    const { bytesRead } = await file.read(target, done, target.length - done, position + done);
    if (bytesRead === 0) throw safetensorsInvalid(path, 'became shorter while it was read');
    done += bytesRead;
  }
}

function cut(dtype: FloatType, position: number, data: Float32Array): Piece[] {
  const length = pieceBytes / bytesOfFloat(dtype);
  return Array.from({ length: Math.ceil(data.length / length) }, (_, index) => ({
    dtype,
    position: position + index * pieceBytes,
    target: data.subarray(index * length, (index + 1) * length),
  }));
}

/** Memory that is not cleared first, because every byte of it will be read from the file. */
function allocate(elements: number): Float32Array {
  const { buffer, byteOffset } = Buffer.allocUnsafeSlow(elements * Float32Array.BYTES_PER_ELEMENT);
  return new Float32Array(buffer, byteOffset, elements);
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
