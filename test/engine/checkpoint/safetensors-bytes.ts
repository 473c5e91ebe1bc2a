// Safetensors files as bytes, sound and broken ones, for the tests of the reader.

import { parseHeaderLength, parseSafetensorsHeader } from '../../../src/engine/checkpoint/safetensors-header.ts';
import type { SafetensorsHeader } from '../../../src/engine/checkpoint/safetensors-header.ts';

/** A file with this header, as JSON text or as what becomes JSON, and so many bytes after it: 0, 1, 2, … 255, 0, … */
export function fileOf(header: unknown, dataBytes: number): Uint8Array {
  return withHeaderBytes(
    new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header)),
    dataBytes,
  );
}

export function withHeaderBytes(json: Uint8Array, dataBytes: number): Uint8Array {
  const data = Uint8Array.from({ length: dataBytes }, (_, index) => index);
  const bytes = new Uint8Array(8 + json.length + dataBytes);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  bytes.set(data, 8 + json.length);
  return bytes;
}

/** What the two parts of the parser make of a file that is in memory. */
export function parseBytes(bytes: Uint8Array): SafetensorsHeader {
  const length = parseHeaderLength(bytes.slice(0, 8), bytes.length, 'model.safetensors');
  return parseSafetensorsHeader(bytes.slice(8, 8 + length), bytes.length - 8 - length, 'model.safetensors');
}

export const entry = (shape: unknown, offsets: unknown, dtype = 'F32') => ({ dtype, shape, data_offsets: offsets });
