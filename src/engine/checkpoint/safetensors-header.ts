// The header of a safetensors file (https://github.com/huggingface/safetensors#format), read and written with the rules of the reference
// implementation: eight bytes with the header's length, a JSON object, then the tensors' bytes without hole or overlap. Pure.

import { safetensorsInvalid } from './errors.ts';
import { parseStrictJson, type StrictJson, StrictJsonFault } from './strict-json.ts';

/** Bits of one element, by the format's name of the type. */
const bitsOfType: ReadonlyMap<string, number> = new Map([
  ...['F64', 'I64', 'U64', 'C64'].map((type) => [type, 64] as const),
  ...['F32', 'I32', 'U32'].map((type) => [type, 32] as const),
  ...['F16', 'BF16', 'I16', 'U16'].map((type) => [type, 16] as const),
  ...['I8', 'U8', 'BOOL', 'F8_E4M3', 'F8_E5M2', 'F8_E8M0'].map((type) => [type, 8] as const),
  ...['F6_E2M3', 'F6_E3M2'].map((type) => [type, 6] as const),
  ['F4', 4],
]);

/** The longest header that the reference implementation reads. */
const maxHeaderBytes = 100_000_000;
/** Sizes that overflow this are refused before anything else, as in the reference. */
const maxSize = 2n ** 64n - 1n;

/** Where a tensor lies: bytes `begin` up to `end`, counted from the end of the header. */
export interface TensorEntry {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

export interface SafetensorsHeader {
  readonly metadata: ReadonlyMap<string, string>;
  /** In the order of their bytes. */
  readonly entries: readonly TensorEntry[];
}

/** The header's length, from the first bytes (eight at least, or the whole file) of a file of `fileBytes`. Throws an AppError. */
export function parseHeaderLength(start: Uint8Array, fileBytes: number, path: string): number {
  if (start.length < 8 || fileBytes < 8)
    throw safetensorsInvalid(path, `is only ${Math.min(start.length, fileBytes)} bytes long`);
  const length = new DataView(start.buffer, start.byteOffset).getBigUint64(0, true);
  if (length > BigInt(maxHeaderBytes)) {
    throw safetensorsInvalid(path, `says its header has ${length} bytes, more than ${maxHeaderBytes}`);
  }
  if (8 + Number(length) > fileBytes) {
    throw safetensorsInvalid(path, `ends before its header does, which should have ${length} bytes`);
  }
  return Number(length);
}

/** Reads a header's JSON; `dataBytes` is what the file has after it. Throws an AppError that names the file, the tensor and the broken rule. */
export function parseSafetensorsHeader(json: Uint8Array, dataBytes: number, path: string): SafetensorsHeader {
  const root = parseRoot(json, path);
  const metadata = parseMetadata(root.get('__metadata__'), path);
  root.delete('__metadata__');
  const entries = [...root]
    .map(([name, value]) => parseEntry(name, value, path))
    .sort((a, b) => a.begin - b.begin || a.end - b.end);
  checkLayout(entries, dataBytes, path);
  return { metadata, entries };
}

function parseRoot(json: Uint8Array, path: string): Map<string, StrictJson> {
  const text = decodeUtf8(json, path);
  if (!text.startsWith('{')) throw safetensorsInvalid(path, 'has a header that does not start with {');
  try {
    return parseStrictJson(text) as Map<string, StrictJson>;
  } catch (error) {
    if (error instanceof StrictJsonFault) throw safetensorsInvalid(path, `has a header that ${error.message}`);
    throw error;
  }
}

function decodeUtf8(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw safetensorsInvalid(path, 'has a header that is not UTF-8');
  }
}

function parseMetadata(value: StrictJson | undefined, path: string): Map<string, string> {
  if (value === undefined || value === null) return new Map();
  const isText = (entry: [string, StrictJson]): entry is [string, string] => typeof entry[1] === 'string';
  const entries = value instanceof Map ? [...value] : [];
  if (!(value instanceof Map) || !entries.every(isText)) {
    throw safetensorsInvalid(path, 'has __metadata__ that is not a map from text to text');
  }
  return new Map(entries);
}

function parseEntry(name: string, value: StrictJson, path: string): TensorEntry {
  const invalid = (reason: string): Error => safetensorsInvalid(path, `has a tensor ${quoted(name)} ${reason}`);
  if (!(value instanceof Map)) throw invalid('without a description');
  const dtype = value.get('dtype');
  const shape = value.get('shape');
  const offsets = value.get('data_offsets');
  const bits = typeof dtype === 'string' ? bitsOfType.get(dtype) : undefined;
  if (typeof dtype !== 'string') throw invalid('without a dtype');
  if (bits === undefined) throw invalid(`of the unknown type ${quoted(dtype)}`);
  if (!isSizes(shape)) throw invalid('whose shape is not a list of whole numbers');
  if (!isSizes(offsets) || offsets.length !== 2) throw invalid('whose data_offsets are not two whole numbers');
  const [begin, end] = offsets as [bigint, bigint];
  if (begin > end) throw invalid(`that ends at byte ${end}, before it starts at ${begin}`);
  const bytes = sizeInBytes(shape, BigInt(bits));
  if (bytes === null) throw invalid('whose size no computer can hold');
  if (bytes !== end - begin) {
    throw invalid(
      `with ${end - begin} bytes, where ${dtype} of shape [${shape.join(', ').slice(0, 100)}] needs ${bytes}`,
    );
  }
  return { name, dtype, shape: shape.map(Number), begin: Number(begin), end: Number(end) };
}

function isSizes(value: StrictJson | undefined): value is bigint[] {
  return Array.isArray(value) && value.every((size) => typeof size === 'bigint' && size <= Number.MAX_SAFE_INTEGER);
}

/** Null if the size overflows or is no whole number of bytes. */
function sizeInBytes(shape: readonly bigint[], bits: bigint): bigint | null {
  let elements = 1n;
  for (const size of shape) {
    elements *= size;
    if (elements > maxSize) return null;
  }
  const total = elements * bits;
  return total > maxSize || total % 8n !== 0n ? null : total / 8n;
}

function checkLayout(entries: readonly TensorEntry[], dataBytes: number, path: string): void {
  let expected = 0;
  for (const { name, begin, end } of entries) {
    if (begin !== expected) {
      const rule = begin > expected ? 'after a hole' : 'inside another tensor';
      throw safetensorsInvalid(
        path,
        `has a tensor ${quoted(name)} that starts ${rule}: at byte ${begin}, not ${expected}`,
      );
    }
    expected = end;
  }
  if (expected !== dataBytes) {
    throw safetensorsInvalid(path, `has ${dataBytes} bytes of tensors, where its header says ${expected}`);
  }
}

function quoted(name: string): string {
  return JSON.stringify(name.length > 200 ? `${name.slice(0, 200)}…` : name);
}

/** The first bytes of a file with these tensors of type F32, in this order: length and JSON, padded so that the data start at a multiple of eight. */
export function renderSafetensorsHeader(
  tensors: readonly { readonly name: string; readonly shape: readonly number[]; readonly bytes: number }[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  let offset = 0;
  const entries = tensors.map(({ name, shape, bytes }) => {
    offset += bytes;
    return [name, { dtype: 'F32', shape, data_offsets: [offset - bytes, offset] }] as const;
  });
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries([['__metadata__', metadata], ...entries])));
  const header = new Uint8Array(8 + Math.ceil(json.length / 8) * 8).fill(0x20);
  new DataView(header.buffer).setBigUint64(0, BigInt(header.length - 8), true);
  header.set(json, 8);
  return header;
}
