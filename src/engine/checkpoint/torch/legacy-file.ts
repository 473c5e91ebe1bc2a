// The format of torch.save before PyTorch 1.6: four pickles (a magic number, a version, the machine, the value), a pickled list of
// storage keys, and the storages in that order, each after its number of elements.

import type { FileHandle } from 'node:fs/promises';
import { readFully } from '../tensor-reader.ts';
import { PickleEnds, PickleFault, readPickle } from './pickle.ts';
import { collectTensors, stateDictHost, type Storage, type TensorView } from './state-dict.ts';
import type { TorchContents } from './torch-file.ts';

const magic = 0x1950a86a20f9469cfc6cn;
const protocol = 1001;
const firstReadBytes = 1 << 20;

/** What the file holds, of which only the pickles at its start are read. Throws a PickleFault. */
export async function readLegacyFile(
  file: FileHandle,
  fileBytes: number,
  maxPickleBytes: number,
): Promise<TorchContents> {
  for (let bytes = firstReadBytes; ; bytes *= 4) {
    const start = new Uint8Array(Math.min(bytes, fileBytes));
    await readFully(file, start, 0, () => new PickleFault('became shorter while it was read'));
    try {
      const { tensors, keys, end } = parseStart(start);
      return { tensors, placeOf: await placeStorages(file, fileBytes, tensors, keys, end) };
    } catch (error) {
      if (!(error instanceof PickleEnds) || start.length === fileBytes || bytes >= maxPickleBytes) throw error;
    }
  }
}

function parseStart(bytes: Uint8Array): { tensors: Map<string, TensorView>; keys: readonly string[]; end: number } {
  let end = 0;
  const next = (): unknown => {
    const read = readPickle(bytes, end, stateDictHost);
    end = read.end;
    return read.value;
  };
  if (bytes[0] !== 0x80 || next() !== magic) throw new PickleFault('does not begin as PyTorch’s files do');
  if (next() !== protocol) throw new PickleFault('has an unknown version of PyTorch’s format');
  const machine = next();
  if (!(machine instanceof Map) || machine.get('little_endian') !== true) {
    throw new PickleFault('was saved on a machine with another byte order');
  }
  const tensors = collectTensors(next());
  const keys = next();
  if (!Array.isArray(keys) || !keys.every((key) => typeof key === 'string')) {
    throw new PickleFault('has no list of storages');
  }
  return { tensors, keys, end };
}

async function placeStorages(
  file: FileHandle,
  fileBytes: number,
  tensors: ReadonlyMap<string, TensorView>,
  keys: readonly string[],
  start: number,
): Promise<TorchContents['placeOf']> {
  const storages = new Map([...tensors.values()].map(({ storage }) => [storage.key, storage]));
  const places = new Map<string, { position: number; bytes: number }>();
  let at = start;
  for (const key of keys) {
    const storage = storages.get(key);
    if (storage === undefined)
      throw new PickleFault(`has a storage ${JSON.stringify(key.slice(0, 100))} that no tensor uses`);
    const bytes = storage.elements * storage.bytesPerElement;
    if (at + 8 + bytes > fileBytes) throw new PickleFault('ends before its storages do');
    await checkElements(file, at, storage);
    places.set(key, { position: at + 8, bytes });
    at += 8 + bytes;
  }
  return ({ key }) => places.get(key);
}

async function checkElements(file: FileHandle, at: number, { key, elements }: Storage): Promise<void> {
  const count = new Uint8Array(8);
  await readFully(file, count, at, () => new PickleFault('became shorter while it was read'));
  if (new DataView(count.buffer).getBigUint64(0, true) !== BigInt(elements)) {
    throw new PickleFault(
      `has another number of elements in storage ${JSON.stringify(key.slice(0, 100))} than its pickle says`,
    );
  }
}
