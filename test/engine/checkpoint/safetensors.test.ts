import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeSafetensors, encodeSafetensors } from '../../../src/engine/checkpoint/safetensors.ts';
import { AppError } from '../../../src/shared/errors.ts';

const tensors = new Map([
  ['b', { shape: [2, 2], data: Float32Array.of(1, 2, 3, Number.NaN) }],
  ['a', { shape: [], data: Float32Array.of(-0) }],
  ['empty', { shape: [0, 3], data: new Float32Array() }],
]);

function fileOf(header: unknown, dataBytes: number): Uint8Array {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + json.length + dataBytes);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  return bytes;
}

test('what was written is read again, bit for bit', () => {
  const decoded = decodeSafetensors(new Uint8Array(Buffer.concat(encodeSafetensors(tensors))), 'x');
  for (const [name, { shape, data }] of tensors) {
    assert.deepEqual(decoded.get(name)?.shape, shape);
    assert.deepEqual(Buffer.from(decoded.get(name)!.data.buffer), Buffer.from(data.buffer));
  }
});

test('the header says what transformers asks for, and the data start at a multiple of 8 bytes', () => {
  const [header] = encodeSafetensors(tensors);
  assert.equal(header!.length % 8, 0);
  assert.deepEqual(JSON.parse(new TextDecoder().decode(header!.subarray(8))).__metadata__, { format: 'pt' });
});

const entry = (shape: unknown, offsets: unknown, dtype = 'F32') => ({ dtype, shape, data_offsets: offsets });
const broken: Record<string, Uint8Array> = {
  'is only 3 bytes': new Uint8Array(3),
  'says its header has': new Uint8Array(8).fill(0xff),
  'ends before its header': fileOf({}, 0).subarray(0, 9),
  'not JSON': fileOf('{"a"', 0),
  'no object': fileOf([], 0),
  'starts at byte 4, not 0': fileOf({ a: entry([1], [4, 8]) }, 8),
  'needs 8': fileOf({ a: entry([2], [0, 4]) }, 4),
  'has 8 bytes of tensors': fileOf({ a: entry([1], [0, 4]) }, 8),
  'type BF16': fileOf({ a: entry([1], [0, 2], 'BF16') }, 2),
  'no proper shape': fileOf({ a: entry([-1], [0, 4]) }, 4),
  'no proper offsets': fileOf({ a: entry([1], ['0', 4]) }, 4),
  'no description': fileOf({ a: null }, 0),
};

for (const [reason, bytes] of Object.entries(broken)) {
  test(`a file that is broken is refused with the reason: ${reason}`, () => {
    assert.throws(
      () => decodeSafetensors(bytes, 'model.safetensors'),
      (error: unknown) => error instanceof AppError && error.message.includes(reason) && error.hint !== '',
    );
  });
}
