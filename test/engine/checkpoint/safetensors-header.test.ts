// The rules of the format: each broken one is answered by name, and no header, however made, breaks the parser.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TensorEntry } from '../../../src/engine/checkpoint/safetensors-header.ts';
import { Mt19937 } from '../../../src/engine/random/mt19937.ts';
import { AppError } from '../../../src/shared/errors.ts';
import { entry, fileOf, parseBytes, withHeaderBytes } from './safetensors-bytes.ts';

const lengthOnly = (length: bigint): Uint8Array => new Uint8Array(BigUint64Array.of(length).buffer);
const one = '"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}';

const broken: Record<string, Uint8Array> = {
  'is only 0 bytes long': new Uint8Array(),
  'is only 7 bytes long': new Uint8Array(7),
  'says its header has 9223372036854775808 bytes': lengthOnly(2n ** 63n),
  'says its header has 100000001 bytes, more than 100000000': lengthOnly(100_000_001n),
  'ends before its header does, which should have 100000000 bytes': lengthOnly(100_000_000n),
  'ends before its header does, which should have 2 bytes': fileOf({}, 0).subarray(0, 9),
  'has a header that is not UTF-8': withHeaderBytes(Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x7d), 0),
  'does not start with {': fileOf([], 0),
  'start with {': fileOf(` {${one}}`, 4),
  'with {.': fileOf('\ufeff{}', 0),
  'is not JSON at character 4': fileOf('{"a"', 0),
  'is not JSON at character 2': fileOf('{}{}', 0),
  'is not JSON: a text in it does not end': fileOf('{"a', 0),
  'is not JSON at character 9': fileOf('{"\\ud800"}', 0),
  'nested more than 128 levels deep': fileOf(`{"a":${'['.repeat(1_000_000)}`, 0),
  'has the key "a" twice': fileOf(`{${one},${one}}`, 4),
  'has the key "dtype" twice': fileOf('{"a":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}}', 4),
  'has __metadata__ that is not a map from text to text': fileOf({ __metadata__: { format: 1 } }, 0),
  'has __metadata__ that is not': fileOf({ __metadata__: [] }, 0),
  'tensor "a" without a description': fileOf({ a: null }, 0),
  'tensor "a" without a dtype': fileOf({ a: { shape: [1], data_offsets: [0, 4] } }, 4),
  'tensor "a" of the unknown type "F31"': fileOf({ a: entry([1], [0, 4], 'F31') }, 4),
  'tensor "a" whose shape is not': fileOf({ a: entry([-1], [0, 4]) }, 4),
  'tensor "b" whose shape is not a list of whole numbers': fileOf(
    '{"b":{"dtype":"F32","shape":[1.0],"data_offsets":[0,4]}}',
    4,
  ),
  'tensor "a" whose data_offsets are not two whole numbers': fileOf({ a: entry([1], ['0', 4]) }, 4),
  '"a" whose data_offsets': fileOf({ a: entry([1], [0, 4, 4]) }, 4),
  'data_offsets are not two': fileOf('{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4e0]}}', 4),
  'tensor "a" that ends at byte 0, before it starts at 4': fileOf({ a: entry([1], [4, 0]) }, 4),
  'tensor "a" whose size no computer can hold': fileOf({ a: entry([2 ** 40, 2 ** 40, 0], [0, 0]) }, 0),
  '"a" whose size no computer': fileOf({ a: entry([3], [0, 1], 'F4') }, 1),
  'with 4 bytes, where F32 of shape [2] needs 8': fileOf({ a: entry([2], [0, 4]) }, 4),
  'starts after a hole: at byte 4, not 0': fileOf({ a: entry([1], [4, 8]) }, 8),
  'starts inside another tensor: at byte 4, not 8': fileOf({ a: entry([2], [0, 8]), b: entry([1], [4, 8]) }, 8),
  'has 8 bytes of tensors, where its header says 4': fileOf({ a: entry([1], [0, 4]) }, 8),
  'has 3 bytes of tensors, where its header says 4': fileOf({ a: entry([1], [0, 4]) }, 3),
};

for (const [reason, bytes] of Object.entries(broken)) {
  test(`refused, because it ${reason}`, () => {
    assert.throws(
      () => parseBytes(bytes),
      (error: unknown) => {
        assert.ok(error instanceof AppError, String(error));
        assert.equal(error.code, 'safetensors-invalid');
        assert.ok(error.message.startsWith('model.safetensors ') && error.message.includes(reason), error.message);
        return true;
      },
    );
  });
}

test('what the reference accepts is accepted', () => {
  const header = `{"b":{"data_offsets":[4,4],"shape":[0,7],"dtype":"I64","x":1},"__metadata__":{"format":"pt"},${one},
    "empty":{"dtype":"F32","shape":[0],"data_offsets":[4,4]}}   `;
  const { metadata, entries } = parseBytes(fileOf(header, 4));
  assert.deepEqual([...metadata], [['format', 'pt']]);
  assert.deepEqual(
    entries.map(({ name, begin, end }) => [name, begin, end]),
    [
      ['a', 0, 4],
      ['b', 4, 4],
      ['empty', 4, 4],
    ],
  );
  assert.deepEqual(parseBytes(fileOf('{}', 0)).entries, []);
});

test('names are nothing but names', () => {
  const names = [
    '__proto__',
    'constructor',
    '../../x',
    '<img src=x onerror=alert(1)>',
    '',
    '\u202e',
    '0',
    'a'.repeat(100_000),
  ];
  const header = Object.fromEntries(names.map((name, index) => [name, entry([1], [index * 4, index * 4 + 4])]));
  const { entries } = parseBytes(fileOf(header, 4 * names.length));
  assert.deepEqual(new Set(entries.map(({ name }) => name)), new Set(names));
  assert.equal(({} as Record<string, unknown>)['dtype'], undefined, 'no prototype was written to');
});

test('a header of one endless text, number or list ends in an error, not in the parser', () => {
  const long = 10_000_000;
  for (const json of [
    `{"${'a'.repeat(long)}`,
    `{"a":${'1'.repeat(long)}}`,
    `{"${'\\'.repeat(long)}"`,
    `{"a":[${'0,'.repeat(long / 10)}`,
  ]) {
    assert.throws(() => parseBytes(fileOf(json, 0)), AppError);
  }
});

const types: readonly [dtype: string, bytes: number][] = [['F32', 4], ['F16', 2], ['BF16', 2], ['F64', 8], ['I64', 8], ['BOOL', 1], ['U16', 2]]; // prettier-ignore

/** A sound file: its bytes, and the entries that must be found in it. */
function generate(random: (below: number) => number): { bytes: Uint8Array; expected: TensorEntry[] } {
  let at = 0;
  const expected = Array.from({ length: random(6) }, (_, index) => {
    const [dtype, bytes] = types[random(types.length)]!;
    const shape = Array.from({ length: random(4) }, () => random(4));
    const begin = at;
    at += shape.reduce((product, size) => product * size, bytes);
    return { name: `${['layer', '__proto__', 'é\n"', '𝒳'][random(4)]}.${index}`, dtype, shape, begin, end: at };
  });
  const described = expected.map(
    ({ name, dtype, shape, begin, end }) => [name, entry(shape, [begin, end], dtype)] as const,
  );
  const shuffled = random(2) === 0 ? described : [...described].reverse();
  const metadata = random(2) === 0 ? [] : [['__metadata__', { format: 'pt' }] as const];
  const json = JSON.stringify(Object.fromEntries([...metadata, ...shuffled])) + ' '.repeat(random(9));
  return { bytes: fileOf(json, at), expected };
}

const pieces = ['{', '}', '[', ']', '"', ',', ':', '-', '0', '9', '1e9', '.5', '\\', 'null', 'true', '\\ud800', '"F32"', '"shape"', '18446744073709551616', '__proto__', ' ']; // prettier-ignore

/** The file with one to three changes: to a byte, a run of bytes, the length, the JSON text, or the end. */
function mutate(bytes: Uint8Array, random: (below: number) => number): Uint8Array {
  let mutated = Uint8Array.from(bytes);
  for (let left = 1 + random(3); left > 0 && mutated.length > 8; left--) {
    const at = random(mutated.length);
    const insert = new TextEncoder().encode(pieces[random(pieces.length)]);
    const ways = [
      () => mutated.with(at, random(256)),
      () => mutated.with(random(8), random(256)),
      () => mutated.subarray(0, at),
      () => Uint8Array.of(...mutated, ...insert),
      () => respliced(mutated, 8 + random(mutated.length - 8), random(4), insert),
      () => respliced(mutated, 8 + random(mutated.length - 8), random(4), insert),
      () => respliced(mutated, 8 + random(mutated.length - 8), insert.length, insert),
    ];
    mutated = Uint8Array.from(ways[random(ways.length)]!());
  }
  return mutated;
}

/** Replaces bytes behind the length, which goes on saying where the header ends if it said so before. */
function respliced(bytes: Uint8Array, at: number, remove: number, insert: Uint8Array): Uint8Array {
  const result = Uint8Array.of(...bytes.subarray(0, at), ...insert, ...bytes.subarray(at + remove));
  const view = new DataView(result.buffer);
  view.setBigUint64(0, BigInt.asUintN(64, view.getBigUint64(0, true) + BigInt(insert.length - remove)), true);
  return result;
}

const isNotEmpty = ({ begin, end }: TensorEntry): boolean => end > begin;

test('10,000 generated headers: sound ones are read right, all others are refused by name', () => {
  const generator = new Mt19937(20260728);
  const random = (below: number): number => generator.nextUint32() % below;
  const counts = { sound: 0, accepted: 0, refused: 0 };
  for (let index = 0; index < 10_000; index++) {
    const { bytes, expected } = generate(random);
    if (index % 5 === 0) {
      assert.deepEqual(parseBytes(bytes).entries.filter(isNotEmpty), expected.filter(isNotEmpty));
      counts.sound += 1;
      continue;
    }
    const mutated = mutate(bytes, random);
    try {
      const { entries } = parseBytes(mutated);
      counts.accepted += 1;
      const dataBytes = mutated.length - 8 - Number(new DataView(mutated.buffer).getBigUint64(0, true));
      assert.equal(
        entries.reduce((end, { begin, end: next }) => (begin === end ? next : NaN), 0),
        dataBytes,
      );
    } catch (error) {
      assert.ok(error instanceof AppError && error.code === 'safetensors-invalid', `${index}: ${String(error)}`);
      counts.refused += 1;
    }
  }
  assert.ok(counts.refused > 5000 && counts.accepted > 200 && counts.sound === 2000, JSON.stringify(counts));
});
