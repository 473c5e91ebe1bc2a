// A pytorch_model.bin: a zip archive with a pickle and its storages, or the one-file format before PyTorch 1.6. The pickle is read as data
// (see pickle.ts); nothing in it is ever run.

import { open, type FileHandle } from 'node:fs/promises';
import type { AppError } from '../../../shared/errors.ts';
import { pickleForbidden, tensorTypeUnsupported, torchFileInvalid, weightsUnreadable } from '../errors.ts';
import { isFloatType, type FloatType } from '../float-types.ts';
import { readFully, readTensors } from '../tensor-reader.ts';
import type { Tensor, WeightSource } from '../weight-source.ts';
import { readLegacyFile } from './legacy-file.ts';
import { PickleFault, readPickle } from './pickle.ts';
import { collectTensors, ForbiddenGlobal, stateDictHost, type Storage, type TensorView } from './state-dict.ts';
import { elementAt, isContiguous, spanOf } from './strides.ts';
import { readZipDirectory, ZipFault } from './zip.ts';

/** The tensors of a file and where each storage lies in it. */
export interface TorchContents {
  readonly tensors: ReadonlyMap<string, TensorView>;
  readonly placeOf: (storage: Storage) => { readonly position: number; readonly bytes: number } | undefined;
}

/** The largest pickle that is read; those of the largest BERT models have a few hundred kilobytes. */
const maxPickleBytes = 1 << 26;

/** An open pytorch_model.bin. */
export class TorchFile implements WeightSource {
  readonly path: string;
  readonly tensors: ReadonlyMap<string, TensorView>;
  readonly #file: FileHandle;
  readonly #placeOf: TorchContents['placeOf'];

  private constructor(path: string, file: FileHandle, { tensors, placeOf }: TorchContents) {
    this.path = path;
    this.tensors = tensors;
    this.#file = file;
    this.#placeOf = placeOf;
  }

  /** Opens a file and reads which tensors it has. Throws an AppError that names the file and what is wrong with it. */
  static async open(path: string): Promise<TorchFile> {
    const file = await open(path, 'r').catch((error: unknown) => {
      throw weightsUnreadable(path, error);
    });
    try {
      return new TorchFile(path, file, await readContents(file));
    } catch (error) {
      await file.close();
      throw describe(path, error);
    }
  }

  /** The wanted tensors as 32-bit floats. Throws an AppError that names the tensor which cannot be read so. */
  async read(wanted: (name: string) => boolean): Promise<Map<string, Tensor>> {
    const views = [...this.tensors].filter(([name]) => wanted(name));
    const places = views.map(([name, view]) => this.#place(name, view));
    const cutShort = (): AppError => torchFileInvalid(this.path, 'became shorter while it was read');
    const spans = await readTensors(this.#file, places, cutShort).catch((error: unknown) => {
      throw describe(this.path, error);
    });
    return new Map(
      views.map(([name, view], index) => [name, { shape: view.shape, data: arrange(view, spans[index]!) }]),
    );
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  #place(name: string, view: TensorView): { dtype: FloatType; elements: number; position: number } {
    const { storage, offset } = view;
    if (!isFloatType(storage.dtype)) throw tensorTypeUnsupported(this.path, name, storage.dtype);
    const place = this.#placeOf(storage);
    if (place === undefined) throw torchFileInvalid(this.path, `lacks the values of tensor ${JSON.stringify(name)}`);
    if (place.bytes !== storage.elements * storage.bytesPerElement) {
      const needed = storage.elements * storage.bytesPerElement;
      throw torchFileInvalid(this.path, `has ${place.bytes} bytes for tensor ${JSON.stringify(name)}, not ${needed}`);
    }
    return {
      dtype: storage.dtype,
      elements: spanOf(view),
      position: place.position + offset * storage.bytesPerElement,
    };
  }
}

/** The elements in row-major order, from those between the view's first and last. */
function arrange(view: TensorView, span: Float32Array): Float32Array {
  if (isContiguous(view)) return span;
  const elements = view.shape.reduce((product, size) => product * size, 1);
  return Float32Array.from({ length: elements }, (_, index) => span[elementAt(view, index)]!);
}

async function readContents(file: FileHandle): Promise<TorchContents> {
  const stats = await file.stat();
  if (!stats.isFile()) throw new PickleFault('is a folder or a device');
  const start = new Uint8Array(Math.min(4, stats.size));
  await readFully(file, start, 0, () => new PickleFault('became shorter while it was read'));
  const isZip = start[0] === 0x50 && start[1] === 0x4b;
  return isZip ? readZip(file, stats.size) : readLegacyFile(file, stats.size, maxPickleBytes);
}

async function readZip(file: FileHandle, fileBytes: number): Promise<TorchContents> {
  const entries = await readZipDirectory(file, fileBytes);
  const names = [...entries.keys()].filter((name) => /^[^/]+\/data\.pkl$/.test(name));
  if (names.length !== 1) throw new ZipFault(`has ${names.length} entries data.pkl, not one`);
  const folder = names[0]!.slice(0, -'data.pkl'.length);
  const bytesOfEntry = async (name: string): Promise<Uint8Array> => {
    const { position, bytes } = entries.get(name)!;
    if (bytes > maxPickleBytes) throw new ZipFault(`has an entry ${name} of ${bytes} bytes`);
    const read = new Uint8Array(bytes);
    await readFully(file, read, position, () => new ZipFault('became shorter while it was read'));
    return read;
  };
  const order = entries.has(`${folder}byteorder`)
    ? new TextDecoder().decode(await bytesOfEntry(`${folder}byteorder`))
    : 'little';
  if (order.trim() !== 'little') throw new ZipFault(`has the byte order ${JSON.stringify(order.slice(0, 20))}`);
  const { value } = readPickle(await bytesOfEntry(names[0]!), 0, stateDictHost);
  return { tensors: collectTensors(value), placeOf: ({ key }) => entries.get(`${folder}data/${key}`) };
}

function describe(path: string, error: unknown): unknown {
  if (error instanceof ForbiddenGlobal) return pickleForbidden(path, error.global);
  if (error instanceof PickleFault || error instanceof ZipFault) return torchFileInvalid(path, error.message);
  return weightsUnreadable(path, error);
}
