// Reads and writes the tensors of a safetensors file, by position and without a second copy of the weights in memory.
// What a header may say is safetensors-header.ts's business.

import { open, type FileHandle } from 'node:fs/promises';
import type { AppError } from '../../shared/errors.ts';
import { writeFailed } from '../../system/errors.ts';
import { safetensorsInvalid, tensorTypeUnsupported, weightsUnreadable } from './errors.ts';
import { bytesOfFloat, isFloatType } from './float-types.ts';
import {
  parseHeaderLength,
  parseSafetensorsHeader,
  renderSafetensorsHeader,
  type TensorEntry,
} from './safetensors-header.ts';
import { bytesOf, readFully, readTensors, type TensorPlace } from './tensor-reader.ts';
import type { Tensor, WeightSource } from './weight-source.ts';

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
    const entries = [...this.tensors.values()].filter(({ name }) => wanted(name));
    const places = entries.map(({ name, dtype, begin, end }): TensorPlace => {
      if (!isFloatType(dtype)) throw tensorTypeUnsupported(this.path, name, dtype);
      return { dtype, elements: (end - begin) / bytesOfFloat(dtype), position: this.#dataStart + begin };
    });
    const read = await readTensors(this.#file, places, () => becameShorter(this.path)).catch((error: unknown) => {
      throw weightsUnreadable(this.path, error);
    });
    return new Map(entries.map(({ name, shape }, index) => [name, { shape, data: read[index]! }]));
  }

  close(): Promise<void> {
    return this.#file.close();
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
  await readFully(file, start, 0, () => becameShorter(path));
  const json = new Uint8Array(parseHeaderLength(start, stats.size, path));
  await readFully(file, json, 8, () => becameShorter(path));
  const dataStart = 8 + json.length;
  const { metadata, entries } = parseSafetensorsHeader(json, stats.size - dataStart, path);
  return { metadata, tensors: new Map(entries.map((entry) => [entry.name, entry])), dataStart };
}

function becameShorter(path: string): AppError {
  return safetensorsInvalid(path, 'became shorter while it was read');
}
