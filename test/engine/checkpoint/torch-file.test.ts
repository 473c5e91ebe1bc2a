// pytorch_model.bin as PyTorch writes it, old and new, and as somebody writes it who means harm: tensors come out, nothing else happens.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { loadWeights } from '../../../src/engine/checkpoint/safetensors.ts';
import { TorchFile } from '../../../src/engine/checkpoint/torch/torch-file.ts';
import type { Tensor } from '../../../src/engine/checkpoint/weight-source.ts';
import { Mt19937 } from '../../../src/engine/random/mt19937.ts';
import { AppError } from '../../../src/shared/errors.ts';
import { pickleOf, zipOf, type ZipPart } from './torch-bytes.ts';

const models = join(import.meta.dirname, '../../fixtures/models');
let folder: string;
before(async () => void (folder = await mkdtemp(join(tmpdir(), 'torch-file-'))));
after(() => rm(folder, { recursive: true }));

async function readAll(path: string, wanted: (name: string) => boolean = () => true): Promise<Map<string, Tensor>> {
  const file = await TorchFile.open(path);
  try {
    return await file.read(wanted);
  } finally {
    await file.close();
  }
}

async function refusal(bytes: Uint8Array): Promise<AppError> {
  const path = join(folder, 'case.bin');
  await writeFile(path, bytes);
  const thrown: unknown = await readAll(path).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(thrown instanceof AppError, String(thrown));
  assert.ok(thrown.message.includes('case.bin'), thrown.message);
  return thrown;
}

function assertSame(read: ReadonlyMap<string, Tensor>, expected: ReadonlyMap<string, Tensor>): void {
  assert.deepEqual(new Set(read.keys()), new Set(expected.keys()));
  for (const [name, { shape, data }] of expected) {
    assert.deepEqual(read.get(name)!.shape, shape, name);
    assert.deepEqual([...read.get(name)!.data], [...data], name);
  }
}

for (const path of ['bin/pytorch_model.bin', 'legacy-bin/pytorch_model.bin']) {
  test(`the tensors of ${path} are those that PyTorch wrote`, async () => {
    assertSame(await readAll(join(models, path)), await loadWeights(join(models, 'expected/expected.safetensors')));
  });
}

for (const path of ['views/views.bin', 'views/views-legacy.bin', 'views/views-protocol-4.bin']) {
  test(`transposed, sliced and widened tensors of ${path}`, async () => {
    const read = await readAll(join(models, path), (name) => name !== 'whole' && name !== 'flags');
    const expected = await loadWeights(join(models, 'views/expected.safetensors'), (name) => read.has(name));
    assert.ok(read.size >= 7);
    assertSame(read, expected);
  });
}

test('a tensor of whole numbers is refused only when it is wanted', async () => {
  const path = join(models, 'views/views.bin');
  await assert.rejects(
    readAll(path, (name) => name === 'whole'),
    /tensor "whole" has type I64/,
  );
});

const malicious: readonly [file: string, global: string][] = [
  ['os-system.bin', 'posix.system'],
  ['eval-legacy.bin', '__builtin__.eval'],
  ['getattr.bin', 'builtins.getattr'],
];
for (const [file, global] of malicious) {
  test(`a pickle that would run ${global} is refused by that name, and nothing runs`, async () => {
    const error = await refusal(await readFile(join(models, 'malicious', file)));
    assert.equal(error.code, 'pickle-forbidden');
    assert.match(error.message, new RegExp(`asks for "${global}".*Nothing of it was run`));
    assert.ok(!existsSync('executed') && !existsSync(join(folder, 'executed')));
  });
}

test('a plain pickle is refused too', async () => {
  assert.equal((await refusal(await readFile(join(models, 'malicious/plain-pickle.bin')))).code, 'pickle-forbidden');
});

const proto = [0x80, 2];
const global = (name: string): (number | string)[] => [0x63, name.replace(/\.(?=[^.]*$)/, '\n'), '\n'];
const floats = global('torch.FloatStorage');
const text = (value: string): (number | string)[] => [0x58, value.length, 0, 0, 0, value];
const storage = (elements: number): (number | string)[] => ['(', ...text('storage'), ...floats, ...text('0'), ...text('cpu'), 'K', elements, 't', 'Q']; // prettier-ignore
const sizes = (...values: number[]): (number | string)[] => ['(', ...values.flatMap((value) => ['J', value & 0xff, (value >> 8) & 0xff, (value >> 16) & 0xff, (value >> 24) & 0xff]), 't']; // prettier-ignore
const tensor = (elements: number, offset: number, shape: number[], strides: number[]): (number | string)[] => [
  ...global('torch._utils._rebuild_tensor_v2'),
  '(',
  ...storage(elements),
  'K',
  offset,
  ...sizes(...shape),
  ...sizes(...strides),
  0x89,
  'N',
  't',
  'R', // prettier-ignore
];
const dictionary = (...value: (number | string)[]): Uint8Array =>
  pickleOf(...proto, '}', ...text('a'), ...value, 's', '.');
const archive = (pickle: Uint8Array, data = new Uint8Array(4), more: readonly ZipPart[] = []): Uint8Array =>
  zipOf([{ name: 'x/data.pkl', data: pickle }, { name: 'x/data/0', data }, ...more]);

test('the hand-made archive is sound', async () => {
  const path = join(folder, 'sound.bin');
  await writeFile(
    path,
    archive(dictionary(...tensor(4, 1, [3], [1])), new Uint8Array(Float32Array.of(1, 2, 3, 4).buffer)),
  );
  assert.deepEqual([...(await readAll(path)).get('a')!.data], [2, 3, 4]);
});

const broken: Record<string, Uint8Array> = {
  'does not begin as PyTorch’s files do': Buffer.from('<!DOCTYPE html>'),
  'does not begin as PyTorch’s files': new Uint8Array(),
  'has no directory at its end': Buffer.from('PK\x03\x04 and no more'),
  'holds no dictionary of tensors': archive(pickleOf(...proto, 'N', '.')),
  'has the instruction 0x81': archive(pickleOf(...proto, 'N', ')', 0x81, '.')),
  'has the instruction 0x69': archive(pickleOf(...proto, '(', 'ios\nsystem\n', '.')),
  'takes more from its stack than there is': archive(pickleOf(...proto, 'R', '.')),
  'than there is.': archive(pickleOf(...proto, 't', '.')),
  'recalls the value 7, which it never remembered': archive(pickleOf(...proto, 'h', 7, '.')),
  'remembers a value where there is none': archive(pickleOf(...proto, 'q', 7, '.')),
  'calls what cannot be called': archive(pickleOf(...proto, ...floats, ')', 'R', '.')),
  'sets attributes of something else than a dictionary': archive(pickleOf(...proto, 'N', 'N', 'b', '.')),
  'ends before its pickle does': archive(pickleOf(...proto, 'X', 0xff, 0xff, 0xff, 0x7f, 'abc')),
  'ends within a name': archive(pickleOf(...proto, 'ccollections')),
  'is a pickle of version 77': archive(pickleOf(0x80, 77, '.')),
  'refers to something else than a storage': archive(pickleOf(...proto, 'N', 'Q', '.')),
  'is larger than its storage': archive(dictionary(...tensor(1, 0, [2], [1]))),
  'of shape [1000000, 1000000] that is larger': archive(dictionary(...tensor(1, 0, [1000000, 1000000], [0, 0]))),
  'shape [1] that is larger than its storage': archive(dictionary(...tensor(1, 1, [1], [1]))),
  'without proper storage, offset, sizes and strides': archive(dictionary(...tensor(1, 0, [-1], [1]))),
  'more sizes than strides': archive(dictionary(...tensor(1, 0, [1, 1], [1]))),
  'has 3 bytes for tensor "a", not 4': archive(dictionary(...tensor(1, 0, [1], [1])), new Uint8Array(3)),
  'lacks the values of tensor "a"': zipOf([{ name: 'x/data.pkl', data: dictionary(...tensor(1, 0, [1], [1])) }]),
  'has 0 entries data.pkl': zipOf([{ name: 'data.pkl', data: pickleOf('N.') }]),
  'has 2 entries data.pkl': archive(pickleOf('N.'), undefined, [{ name: 'y/data.pkl', data: pickleOf('N.') }]),
  'has the entry "x/data/0" twice': archive(pickleOf('N.'), undefined, [{ name: 'x/data/0', data: new Uint8Array(4) }]),
  'has the packed entry "x/p"': archive(pickleOf('N.'), undefined, [
    { name: 'x/p', data: new Uint8Array(4), method: 8 },
  ]),
  'has the encrypted entry "x/e"': archive(pickleOf('N.'), undefined, [
    { name: 'x/e', data: new Uint8Array(4), flags: 1 },
  ]),
  'has the byte order "big"': archive(pickleOf('N.'), undefined, [{ name: 'x/byteorder', data: pickleOf('big') }]),
  'ends before its entry': zipOf([{ name: 'x', data: new Uint8Array(4) }], (directory) => {
    directory.writeUInt32LE(1000, 20);
    directory.writeUInt32LE(1000, 24);
  }),
  'ends before its directory says': zipOf([{ name: 'x', data: new Uint8Array(4) }], (directory) =>
    directory.writeUInt32LE(0x7fffffff, 42),
  ),
};
for (const [reason, bytes] of Object.entries(broken)) {
  test(`refused, because it ${reason}`, async () => {
    const error = await refusal(bytes);
    assert.equal(error.code, 'torch-file-invalid');
    assert.ok(error.message.includes(reason), error.message);
  });
}

test('a bomb of remembered lists within lists costs no more than its bytes', async () => {
  // Every list holds the one before ten times: written out it would have 10^1000 elements.
  const layers = Array.from({ length: 1000 }, () => [
    ']',
    'q',
    1,
    '(',
    ...Array.from({ length: 10 }, () => ['h', 0]).flat(),
    'e',
    'q',
    0,
  ]);
  const error = await refusal(archive(dictionary(']', 'q', 0, ...layers.flat())));
  assert.match(error.message, /fills something else than a dictionary/);
});

test('cut off anywhere, or with any byte changed, a file gives tensors or a named error', async () => {
  const random = new Mt19937(11);
  const path = join(folder, 'mutated.bin');
  let refused = 0;
  for (const name of ['views/views.bin', 'views/views-legacy.bin']) {
    const sound = await readFile(join(models, name));
    for (let index = 0; index < 600; index++) {
      const at = random.nextUint32() % sound.length;
      const changed = index % 3 === 0 ? sound.subarray(0, at) : Buffer.from(sound);
      if (changed.length > at) changed[at] = random.nextUint32() & 0xff;
      await writeFile(path, changed);
      await readAll(path).catch((error: unknown) => {
        assert.ok(
          error instanceof AppError,
          `${name} ${index}: ${error instanceof Error ? error.stack : String(error)}`,
        );
        refused += 1;
      });
    }
  }
  assert.ok(refused > 400, String(refused));
});
