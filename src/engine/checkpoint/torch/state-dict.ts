// What the pickle of a PyTorch model's weights may say: dictionaries of tensors that refer to storages. Everything else that a pickle
// can name is refused before anything is done with it. Pure: the storages' bytes are torch-file.ts's business.

import { PickleFault, type PickleFunction, type PickleHost } from './pickle.ts';

/** A block of memory that tensors are views of. */
export interface Storage {
  readonly key: string;
  /** The type of its elements, by safetensors' name. */
  readonly dtype: string;
  readonly bytesPerElement: number;
  readonly elements: number;
}

/** A view of a storage: element (i, j, …) lies at `offset + i · strides[0] + j · strides[1] + …`. */
export interface TensorView {
  readonly storage: Storage;
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

/** A pickle asks for a function or class that has no business in a model's weights. */
export class ForbiddenGlobal extends PickleFault {
  readonly global: string;

  constructor(global: string) {
    super(`asks for ${global}`);
    this.global = global;
  }
}

const storageTypes: ReadonlyMap<string, readonly [dtype: string, bytesPerElement: number]> = new Map([
  ['FloatStorage', ['F32', 4]],
  ['HalfStorage', ['F16', 2]],
  ['BFloat16Storage', ['BF16', 2]],
  ['DoubleStorage', ['F64', 8]],
  ['LongStorage', ['I64', 8]],
  ['IntStorage', ['I32', 4]],
  ['ShortStorage', ['I16', 2]],
  ['CharStorage', ['I8', 1]],
  ['ByteStorage', ['U8', 1]],
  ['BoolStorage', ['BOOL', 1]],
]);

class StorageType {
  readonly dtype: string;
  readonly bytesPerElement: number;

  constructor([dtype, bytesPerElement]: readonly [string, number]) {
    this.dtype = dtype;
    this.bytesPerElement = bytesPerElement;
  }
}

/** A storage, or the part of one that an old file gives a key of its own. */
class StorageView {
  readonly storage: Storage;
  readonly offset: number;
  readonly elements: number;

  constructor(storage: Storage, offset: number, elements: number) {
    this.storage = storage;
    this.offset = offset;
    this.elements = elements;
  }
}

class Tensor implements TensorView {
  readonly storage: Storage;
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];

  constructor({ storage, offset, shape, strides }: TensorView) {
    this.storage = storage;
    this.offset = offset;
    this.shape = shape;
    this.strides = strides;
  }
}

const functions: ReadonlyMap<string, PickleFunction> = new Map<string, PickleFunction>([
  ['collections.OrderedDict', orderedDict],
  ['torch._utils._rebuild_tensor_v2', rebuildTensor],
  ['torch._utils._rebuild_parameter', ([tensor]) => tensor],
]);

/** The only things that a model's pickle may name. Throws a ForbiddenGlobal for all others. */
export const stateDictHost: PickleHost = {
  global: (module, name) => {
    const known = functions.get(`${module}.${name}`);
    const storage = module === 'torch' ? storageTypes.get(name) : undefined;
    if (known !== undefined) return known;
    if (storage !== undefined) return new StorageType(storage);
    throw new ForbiddenGlobal(`${module}.${name}`.slice(0, 200));
  },
  persistent: findStorage,
};

/** The tensors by name, from the pickle's value; what is no tensor is left out. Throws a PickleFault. */
export function collectTensors(value: unknown): Map<string, TensorView> {
  if (!(value instanceof Map)) throw new PickleFault('holds no dictionary of tensors');
  const tensors = new Map<string, TensorView>();
  for (const [name, entry] of value) {
    if (typeof name === 'string' && entry instanceof Tensor) tensors.set(name, entry);
  }
  return tensors;
}

function orderedDict([pairs = []]: readonly unknown[]): Map<unknown, unknown> {
  const isPair = (pair: unknown): pair is [unknown, unknown] => Array.isArray(pair) && pair.length === 2;
  if (!Array.isArray(pairs) || !pairs.every(isPair))
    throw new PickleFault('makes a dictionary of something else than pairs');
  return new Map(pairs);
}

/** ('storage', type, key, device, elements), and in old files a view: null or (key, offset, elements). */
function findStorage(id: unknown): StorageView {
  const [kind, type, key, , elements, view = null] = Array.isArray(id) ? (id as unknown[]) : [];
  if (kind !== 'storage' || !(type instanceof StorageType) || typeof key !== 'string' || !isSize(elements)) {
    throw new PickleFault('refers to something else than a storage of numbers');
  }
  const storage: Storage = { key, dtype: type.dtype, bytesPerElement: type.bytesPerElement, elements };
  if (view === null) return new StorageView(storage, 0, elements);
  const [, offset, viewed] = Array.isArray(view) ? (view as unknown[]) : [];
  if (!isSize(offset) || !isSize(viewed) || offset + viewed > elements) {
    throw new PickleFault(`has a view that is larger than its storage ${key.slice(0, 200)}`);
  }
  return new StorageView(storage, offset, viewed);
}

function rebuildTensor([view, offset, shape, strides]: readonly unknown[]): Tensor {
  if (!(view instanceof StorageView) || !isSize(offset) || !isSizes(shape) || !isSizes(strides)) {
    throw new PickleFault('has a tensor without proper storage, offset, sizes and strides');
  }
  if (shape.length !== strides.length) throw new PickleFault('has a tensor with more sizes than strides, or fewer');
  const elements = shape.reduce((product, size) => product * size, 1);
  const last = offset + shape.reduce((sum, size, axis) => sum + (size - 1) * strides[axis]!, 0);
  // More elements than the storage has are possible with a stride of 0; no saver of weights writes such tensors.
  if (elements > view.elements || (elements > 0 && last >= view.elements)) {
    throw new PickleFault(`has a tensor of shape [${shape.join(', ').slice(0, 100)}] that is larger than its storage`);
  }
  return new Tensor({ storage: view.storage, offset: view.offset + offset, shape, strides });
}

function isSize(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every(isSize);
}
