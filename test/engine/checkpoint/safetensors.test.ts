// Safetensors files on disk: written and read bit for bit, other floats widened, and never more read than there is.

import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { loadWeights, SafetensorsFile, saveWeights } from '../../../src/engine/checkpoint/safetensors.ts';
import { AppError } from '../../../src/shared/errors.ts';
import { entry, fileOf } from './safetensors-bytes.ts';

let folder: string;
before(async () => void (folder = await mkdtemp(join(tmpdir(), 'safetensors-'))));
after(() => rm(folder, { recursive: true }));

const bytesOf = (data: Float32Array): Buffer => Buffer.from(data.buffer, data.byteOffset, data.byteLength);

async function refusal(doing: Promise<unknown>): Promise<AppError> {
  const thrown: unknown = await doing.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(thrown instanceof AppError, String(thrown));
  return thrown;
}

test('what was written is read again, bit for bit, also from pieces of a large tensor', async () => {
  const large = Float32Array.from({ length: 2_500_000 }, (_, index) => index * 0.1);
  const tensors = new Map([
    ['b', { shape: [2, 2], data: Float32Array.of(1, 2, 3, Number.NaN) }],
    ['large', { shape: [2500, 1000], data: large }],
    ['a', { shape: [], data: Float32Array.of(-0) }],
    ['empty', { shape: [0, 3], data: new Float32Array() }],
    ['part of another', { shape: [3], data: large.subarray(7, 10) }],
  ]);
  const path = join(folder, 'round.safetensors');
  await saveWeights(path, tensors);
  const read = await loadWeights(path);
  assert.deepEqual(new Set(read.keys()), new Set(tensors.keys()));
  for (const [name, { shape, data }] of tensors) {
    assert.deepEqual(read.get(name)!.shape, shape);
    assert.ok(bytesOf(read.get(name)!.data).equals(bytesOf(data)), name);
  }
  assert.deepEqual([...(await loadWeights(path, (name) => name === 'b')).keys()], ['b']);
});

test('the header says what transformers asks for, and the data start at a multiple of eight bytes', async () => {
  const path = join(folder, 'header.safetensors');
  await saveWeights(path, new Map([['a', { shape: [1], data: Float32Array.of(1) }]]), { format: 'pt', step: '7' });
  const bytes = await readFile(path);
  const length = Number(bytes.readBigUInt64LE());
  assert.equal(length % 8, 0);
  const header = JSON.parse(bytes.subarray(8, 8 + length).toString());
  assert.deepEqual(header, { __metadata__: { format: 'pt', step: '7' }, a: entry([1], [0, 4]) });
});

test('an existing file is not written over', async () => {
  const path = join(folder, 'there.safetensors');
  await writeFile(path, 'mine');
  await refusal(saveWeights(path, new Map()));
  assert.equal(await readFile(path, 'utf8'), 'mine');
});

test('16-bit and 64-bit floats become 32-bit floats, whatever else is in the file', async () => {
  const path = join(folder, 'types.safetensors');
  const header = {
    half: entry([8], [0, 16], 'F16'),
    bfloat: entry([3], [16, 22], 'BF16'),
    bytes: entry([2], [22, 24], 'U8'),
    double: entry([3], [24, 48], 'F64'),
    position_ids: entry([1, 1], [48, 56], 'I64'),
  };
  const bytes = fileOf(header, 56);
  const data = new DataView(bytes.buffer, bytes.length - 56);
  [0x3c00, 0xc000, 0x0001, 0x83ff, 0x7bff, 0x7c00, 0x8000, 0x0400].forEach((half, index) =>
    data.setUint16(index * 2, half, true),
  );
  [0x3f80, 0xff80, 0x0001].forEach((bits, index) => data.setUint16(16 + index * 2, bits, true));
  [0.1, 1e300, -0].forEach((double, index) => data.setFloat64(24 + index * 8, double, true));
  await writeFile(path, bytes);
  const read = await loadWeights(path, (name) => !['bytes', 'position_ids'].includes(name));
  const values = (name: string): number[] => [...read.get(name)!.data];
  assert.deepEqual(values('half'), [1, -2, 2 ** -24, -1023 * 2 ** -24, 65504, Infinity, -0, 2 ** -14]);
  assert.deepEqual(values('bfloat'), [1, -Infinity, 2 ** -133]);
  assert.deepEqual(values('double'), [Math.fround(0.1), Infinity, -0]);
  const error = await refusal(loadWeights(path));
  assert.equal(error.code, 'tensor-type-unsupported');
  assert.match(error.message, /tensor "bytes" has type U8/);
});

test('a file that is cut short while it is open gives an error', async () => {
  const path = join(folder, 'cut.safetensors');
  await saveWeights(path, new Map([['a', { shape: [1000], data: new Float32Array(1000) }]]));
  const file = await SafetensorsFile.open(path);
  await truncate(path, 1000);
  assert.match((await refusal(file.read())).message, /became shorter while it was read/);
  await file.close();
});

test('a missing file, a folder and a damaged file are named', async () => {
  assert.match((await refusal(loadWeights(join(folder, 'none')))).message, /none cannot be read: it does not exist/);
  assert.match((await refusal(loadWeights(folder))).message, /is a folder/);
  const path = join(folder, 'damaged.safetensors');
  await writeFile(path, fileOf({ a: entry([1], [0, 4]) }, 3));
  assert.match((await refusal(loadWeights(path))).message, /damaged\.safetensors .*has 3 bytes of tensors/);
});

test('a huge size in a small file costs no memory', async () => {
  const path = join(folder, 'huge.safetensors');
  await writeFile(path, fileOf({ a: entry([1e12], [0, 4e12]) }, 4));
  assert.match((await refusal(loadWeights(path))).message, /its header says 4000000000000/);
});
