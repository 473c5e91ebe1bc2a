// The safetensors format (https://github.com/huggingface/safetensors#format): an eight-byte header length, a JSON header, then the
// tensors' bytes. Only float32 tensors are read and written here; the reader refuses anything that breaks the format's rules.

import type { AppError } from '../../shared/errors.ts';
import { safetensorsInvalid, tensorTypeUnsupported } from './errors.ts';

export interface Tensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

const maxHeaderBytes = 100_000_000;

/** The file's bytes, in parts to be written one after the other. The metadata is what transformers' `from_pretrained` expects. */
export function encodeSafetensors(tensors: ReadonlyMap<string, Tensor>): Uint8Array[] {
  const names = [...tensors.keys()].sort();
  const header: Record<string, unknown> = { __metadata__: { format: 'pt' } };
  let offset = 0;
  for (const name of names) {
    const { shape, data } = tensors.get(name)!;
    header[name] = { dtype: 'F32', shape, data_offsets: [offset, offset + data.byteLength] };
    offset += data.byteLength;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const headerBytes = new Uint8Array(8 + Math.ceil(json.length / 8) * 8).fill(0x20);
  new DataView(headerBytes.buffer).setBigUint64(0, BigInt(headerBytes.length - 8), true);
  headerBytes.set(json, 8);
  return [headerBytes, ...names.map((name) => bytesOf(tensors.get(name)!.data))];
}

function bytesOf(data: Float32Array): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

/** The tensors of a file; throws an AppError that names the file and the broken rule. */
export function decodeSafetensors(bytes: Uint8Array, fileName: string): Map<string, Tensor> {
  const { header, dataStart } = readHeader(bytes, fileName);
  const dataLength = bytes.length - dataStart;
  const entries = Object.entries(header)
    .filter(([name]) => name !== '__metadata__')
    .map(([name, entry]) => parseEntry(name, entry, fileName))
    .sort((a, b) => a.begin - b.begin || a.end - b.end);
  let expected = 0;
  for (const { name, begin, end } of entries) {
    if (begin !== expected)
      throw safetensorsInvalid(fileName, `tensor ${name} starts at byte ${begin}, not ${expected}`);
    expected = end;
  }
  if (expected !== dataLength)
    throw safetensorsInvalid(fileName, `has ${dataLength} bytes of tensors, its header says ${expected}`);
  return new Map(
    entries.map(({ name, shape, begin, end }) => {
      const data = new Float32Array((end - begin) / 4);
      new Uint8Array(data.buffer).set(bytes.subarray(dataStart + begin, dataStart + end));
      return [name, { shape, data }];
    }),
  );
}

function readHeader(bytes: Uint8Array, fileName: string): { header: Record<string, unknown>; dataStart: number } {
  const invalid = (reason: string): AppError => safetensorsInvalid(fileName, reason);
  if (bytes.length < 8) throw invalid(`is only ${bytes.length} bytes long`);
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (length > BigInt(maxHeaderBytes)) throw invalid(`says its header has ${length} bytes`);
  const dataStart = 8 + Number(length);
  if (dataStart > bytes.length) throw invalid('ends before its header does');
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(8, dataStart)));
  } catch {
    throw invalid('has a header that is not JSON');
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header))
    throw invalid('has a header that is no object');
  return { header: header as Record<string, unknown>, dataStart };
}

interface Entry {
  readonly name: string;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

function parseEntry(name: string, value: unknown, fileName: string): Entry {
  const invalid = (reason: string): AppError => safetensorsInvalid(fileName, `tensor ${name} ${reason}`);
  if (typeof value !== 'object' || value === null) throw invalid('has no description');
  const { dtype, shape, data_offsets: offsets } = value as Record<string, unknown>;
  if (!isSizes(shape)) throw invalid('has no proper shape');
  if (!isSizes(offsets) || offsets.length !== 2) throw invalid('has no proper offsets');
  if (dtype !== 'F32') throw tensorTypeUnsupported(fileName, name, String(dtype));
  const [begin, end] = offsets as [number, number];
  const size = shape.reduce((product, dim) => product * BigInt(dim), 4n);
  if (begin > end || BigInt(end - begin) !== size)
    throw invalid(`has ${end - begin} bytes, its shape [${shape.join(', ')}] needs ${size}`);
  return { name, shape, begin, end };
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}
