// Model folders in every form that transformers writes, and broken ones: the same tensors, or an error that names what is wrong.

import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { loadModel, type LoadedModel } from '../../../src/engine/checkpoint/load.ts';
import { loadWeights, saveWeights } from '../../../src/engine/checkpoint/safetensors.ts';
import { bertParameters, type ParameterSpec } from '../../../src/engine/model/parameters.ts';
import type { BertConfig } from '../../../src/engine/model/config.ts';
import { Mt19937 } from '../../../src/engine/random/mt19937.ts';
import { AppError } from '../../../src/shared/errors.ts';

const models = join(import.meta.dirname, '../../fixtures/models');
const head = ['qa_outputs.weight', 'qa_outputs.bias'];
let folder: string;
before(async () => void (folder = await mkdtemp(join(tmpdir(), 'load-model-'))));
after(() => rm(folder, { recursive: true }));

function withHead(config: BertConfig): ParameterSpec[] {
  const [name, bias] = head as [string, string];
  return [
    ...bertParameters(config),
    { name, shape: [2, config.hidden_size], initial: 'normal', decay: true },
    { name: bias, shape: [2], initial: 'zeros', decay: false },
  ];
}

const load = (path: string): Promise<LoadedModel> => loadModel(path, withHead, new Mt19937(42));

async function assertExpected({ parameters }: LoadedModel, but: readonly string[] = []): Promise<void> {
  const expected = await loadWeights(join(models, 'expected/expected.safetensors'));
  assert.deepEqual(new Set(parameters.keys()), new Set(expected.keys()));
  for (const [name, { data }] of expected) {
    if (!but.includes(name)) assert.deepEqual([...parameters.get(name)!], [...data], name);
  }
}

/** A copy of a fixture that a test may change. */
async function copyOf(name: string, as: string): Promise<string> {
  await cp(join(models, name), join(folder, as), { recursive: true });
  return join(folder, as);
}

async function refusal(path: string): Promise<AppError> {
  const thrown: unknown = await load(path).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(thrown instanceof AppError, String(thrown));
  return thrown;
}

for (const form of ['whole', 'sharded', 'bin', 'sharded-bin', 'legacy-bin']) {
  test(`a folder that transformers wrote: ${form}`, async () => {
    const model = await load(join(models, form));
    assert.equal(model.config.hidden_size, 8);
    assert.deepEqual(model.notes, []);
    await assertExpected(model);
  });
}

test('TensorFlow’s names, another head and positions: the head is new and said so, the other head ignored and named', async () => {
  const model = await load(join(models, 'old-names'));
  await assertExpected(model, head);
  assert.ok(model.parameters.get(head[0]!)!.some((value) => value !== 0) && model.parameters.get(head[0]!)!.every((value) => Math.abs(value) < 0.2)); // prettier-ignore
  assert.deepEqual([...model.parameters.get(head[1]!)!], [0, 0]);
  assert.equal(model.notes.length, 2);
  assert.match(model.notes[0]!, /initialised at random: qa_outputs\.weight, qa_outputs\.bias\.$/);
  assert.match(model.notes[1]!, /not part of the model to train: cls\.predictions\.bias\.$/);
});

test('a head that is missing has the deviation that the experiment asks for', async () => {
  const { parameters } = await loadModel(join(models, 'old-names'), withHead, new Mt19937(42), 1e-4);
  const values = parameters.get(head[0]!)!;
  assert.ok(values.every((value) => Math.abs(value) < 1e-3) && values.some((value) => value !== 0));
});

test('an encoder saved by itself has no prefix', async () => {
  const model = await load(join(models, 'without-prefix'));
  await assertExpected(model, head);
  assert.match(model.notes[1]!, /pooler\.dense\.bias, pooler\.dense\.weight/);
});

test('a name that fits goes before one that must be translated', async () => {
  const path = await copyOf('whole', 'both-names');
  const tensors = await loadWeights(join(path, 'model.safetensors'));
  const name = 'bert.embeddings.LayerNorm.weight';
  tensors.set('embeddings.LayerNorm.gamma', { shape: [8], data: new Float32Array(8) });
  tensors.set('bert.embeddings.LayerNorm.gamma', { shape: [8], data: new Float32Array(8) });
  await rm(join(path, 'model.safetensors'));
  await saveWeights(join(path, 'model.safetensors'), tensors);
  const model = await load(path);
  assert.deepEqual([...model.parameters.get(name)!], [...tensors.get(name)!.data]);
  assert.match(model.notes[0]!, /bert\.embeddings\.LayerNorm\.gamma, embeddings\.LayerNorm\.gamma/);
});

test('the shape of config.json is asked for before anything is read', async () => {
  const path = await copyOf('whole', 'other-shape');
  const config = JSON.parse(await readFile(join(path, 'config.json'), 'utf8'));
  await writeFile(join(path, 'config.json'), JSON.stringify({ ...config, intermediate_size: 13 }));
  const error = await refusal(path);
  assert.equal(error.code, 'tensor-shape-wrong');
  assert.match(error.message, /intermediate\.dense\.weight has shape \[12, 8\], but config\.json asks for \[13, 8\]/);
});

test('no weights, no encoder, and a pointer of Git LFS', async () => {
  const path = await copyOf('whole', 'odd-weights');
  const weights = join(path, 'model.safetensors');
  await writeFile(weights, 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 440473133\n');
  assert.equal((await refusal(path)).code, 'weights-not-fetched');
  await rm(weights);
  assert.match((await refusal(path)).message, /neither model\.safetensors nor pytorch_model\.bin/);
  await saveWeights(weights, new Map([['encoder', { shape: [1], data: new Float32Array(1) }]]));
  assert.equal((await refusal(path)).code, 'no-tensor-fits');
});

const index = 'model.safetensors.index.json';
const brokenIndexes: readonly [text: string, code: string, reason: RegExp][] = [
  ['{', 'weights-index-invalid', /index\.json cannot be used .* is not JSON/],
  ['[]', 'weights-index-invalid', /has no weight_map/],
  ['{"weight_map":{}}', 'weights-index-invalid', /has no weight_map/],
  ['{"weight_map":{"a":"x","a":"y"}}', 'weights-index-invalid', /has the key "a" twice/],
  [
    '{"weight_map":{"a":"../../x"}}',
    'weights-index-invalid',
    /puts tensor "a" into "\.\.\/\.\.\/x", which is no file name/,
  ],
  ['{"weight_map":{"a":"/etc/passwd"}}', 'weights-index-invalid', /into "\/etc\/passwd"/],
  ['{"weight_map":{"a":"C:\\\\x"}}', 'weights-index-invalid', /which is no file name/],
  ['{"weight_map":{"a":".."}}', 'weights-index-invalid', /into "\.\."/],
  ['{"weight_map":{"a":7}}', 'weights-index-invalid', /into "7"|which is no file name/],
  ['{"weight_map":{"a":"none.safetensors"}}', 'shard-missing', /none\.safetensors is missing, one of the files/],
  [
    '{"weight_map":{"__proto__":"model-00001-of-00002.safetensors"}}',
    'shard-lacks-tensor',
    /lacks the tensor "__proto__"/,
  ],
];
test('a broken index names the tensor and the file', async () => {
  const path = await copyOf('sharded', 'broken-index');
  for (const [text, code, reason] of brokenIndexes) {
    await writeFile(join(path, index), text);
    const error = await refusal(path);
    assert.equal(error.code, code, text);
    assert.match(error.message, reason);
  }
});
