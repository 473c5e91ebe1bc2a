// Loading experiment files from disk: what is resolved, and the one error that says what is missing and where.

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { examineExperiment, loadExperiment } from '../../src/config/load.ts';
import type { Problem } from '../../src/config/problem.ts';
import { AppError } from '../../src/shared/errors.ts';

let folder: string;
const hubCache = process.env['HF_HUB_CACHE'];
const bert = { model_type: 'bert', hidden_size: 32, num_hidden_layers: 3, num_attention_heads: 4, intermediate_size: 64, max_position_embeddings: 400, hidden_dropout_prob: 0.2, attention_probs_dropout_prob: 0.3 }; // prettier-ignore

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'load-experiment-'));
  // Whatever the cache of this machine holds, the tests have their own.
  process.env['HF_HUB_CACHE'] = join(folder, 'cache');
  await write('vocab.txt', '[PAD]\n');
  await write('squad/train-v1.1.json', '{}');
  await write('squad/dev-v1.1.json', '{}');
  for (const name of ['models/tiny', 'Graphcore/bert-base-uncased']) {
    await write(`${name}/config.json`, JSON.stringify(bert));
    await write(`${name}/model.safetensors`, 'weights');
    await write(`${name}/vocab.txt`, '[PAD]\n');
  }
});
after(() => {
  if (hubCache === undefined) delete process.env['HF_HUB_CACHE'];
  else process.env['HF_HUB_CACHE'] = hubCache;
  return rm(folder, { recursive: true, force: true });
});

async function write(path: string, text: string | Uint8Array): Promise<string> {
  const file = join(folder, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
  return file;
}

const files = { train_file: 'squad/train-v1.1.json', validation_file: 'squad/dev-v1.1.json' };

async function loadObject(experiment: object, onWarnings?: (warnings: readonly Problem[]) => void) {
  return loadExperiment(await write('case.ipu.json', JSON.stringify(experiment, null, 2)), onWarnings);
}

async function refusal(loading: Promise<unknown>): Promise<AppError> {
  const thrown = await loading.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(thrown instanceof AppError, String(thrown));
  return thrown;
}

test('defaults are filled in, paths absolute, the name from the file', async () => {
  const experiment = await loadObject({ model: { vocab_file: './vocab.txt' }, data: files });
  assert.equal(experiment.name, 'case');
  assert.equal(experiment.model.vocab_file, join(folder, 'vocab.txt'));
  assert.equal(experiment.data.train_file, join(folder, 'squad/train-v1.1.json'));
  assert.equal(experiment.model.hidden_size, 768);
  assert.equal(experiment.training.learning_rate, 5e-5);
});

test('the geometry is the model folder’s, dropout too unless the file sets it', async () => {
  const warnings: Problem[] = [];
  const { model } = await loadObject(
    { model: { model_name_or_path: 'models/tiny', hidden_size: 768, attention_probs_dropout_prob: 0 }, data: files },
    (found) => warnings.push(...found),
  );
  assert.equal(model.model_name_or_path, join(folder, 'models/tiny'));
  assert.equal(model.vocab_file, join(folder, 'models/tiny/vocab.txt'));
  assert.deepEqual([model.hidden_size, model.num_hidden_layers, model.max_position_embeddings], [32, 3, 400]);
  assert.deepEqual([model.hidden_dropout_prob, model.attention_probs_dropout_prob], [0.2, 0]);
  assert.deepEqual(
    warnings.map(({ code, line }) => [code, line]),
    [['geometry-ignored', 4]],
  );
});

test('a name on the Hub works once there is a folder of that name', async () => {
  const { model } = await loadObject({ model: { model_name_or_path: 'Graphcore/bert-base-uncased' }, data: files });
  assert.equal(model.model_name_or_path, join(folder, 'Graphcore/bert-base-uncased'));
});

test('a name on the Hub without a folder: a warning that it will be downloaded, and a rule that needs its geometry waits', async () => {
  const warnings: Problem[] = [];
  const model = { model_name_or_path: 'Graphcore/bert-large-uncased', model_revision: 'v1.0' };
  const experiment = await loadObject(
    {
      model,
      data: { ...files, max_seq_length: 600 },
      ipu_config: { layers_per_ipu: [12, 12], gradient_accumulation_steps: 4 },
    },
    (found) => warnings.push(...found),
  );
  assert.equal(experiment.model.model_name_or_path, 'Graphcore/bert-large-uncased');
  assert.equal(experiment.model.vocab_file, null);
  assert.deepEqual(
    warnings.map(({ code, line }) => [code, line]),
    [['model-will-be-downloaded', 3]],
  );
  assert.match(warnings[0]!.message, /"Graphcore\/bert-large-uncased" is not in this machine’s Hugging Face cache/);
  assert.match(warnings[0]!.hint, /did you mean the folder "Graphcore\/bert-base-uncased"/);
});

test('a name on the Hub whose model is in the cache has that model’s geometry, and stays a name', async () => {
  const commit = 'ab'.repeat(20);
  const cached = 'cache/models--someone--cached';
  await write(`${cached}/refs/main`, `${commit}\n`);
  await write(`${cached}/snapshots/${commit}/config.json`, JSON.stringify(bert));
  await write(`${cached}/snapshots/${commit}/pytorch_model.bin`, 'weights');
  const load = (model: object) => {
    const warnings: Problem[] = [];
    return loadObject({ model: { model_name_or_path: 'someone/cached', ...model }, data: files }, (found) =>
      warnings.push(...found),
    ).then((experiment) => ({ model: experiment.model, codes: warnings.map(({ code }) => code) }));
  };
  assert.deepEqual((await load({})).codes, ['model-will-be-downloaded'], 'the copy lacks the vocabulary');
  await write(`${cached}/snapshots/${commit}/vocab.txt`, '[PAD]\n');
  const { model, codes } = await load({});
  assert.deepEqual(codes, []);
  assert.deepEqual(
    [model.model_name_or_path, model.hidden_size, model.hidden_dropout_prob],
    ['someone/cached', 32, 0.2],
  );
  assert.equal((await load({ model_revision: commit })).model.hidden_size, 32);
  assert.deepEqual((await load({ model_revision: 'other' })).codes, ['model-will-be-downloaded']);
  assert.equal((await refusal(load({ model_revision: '../..' }))).code, 'model-revision-broken');
  await write(`${cached}/snapshots/${commit}/config.json`, '{');
  assert.equal((await refusal(load({}))).code, 'model-config-broken');
});

test('what can be no name on the Hub is a folder that is missing', async () => {
  for (const name of ['models/a..b', 'no/such/name', 'models/x.git', '-x', './x']) {
    const error = await refusal(loadObject({ model: { model_name_or_path: name }, data: files }));
    assert.equal(error.code, 'model-folder-missing', name);
  }
});

test('weights in any of Hugging Face’s forms make a folder complete; an index needs its files', async () => {
  await write('models/shards/config.json', JSON.stringify(bert));
  await write('models/shards/vocab.txt', '[PAD]\n');
  const index = { weight_map: { a: 'model-00001-of-00002.safetensors', b: 'model-00002-of-00002.safetensors' } };
  await write('models/shards/model.safetensors.index.json', JSON.stringify(index));
  await write('models/shards/model-00001-of-00002.safetensors', 'weights');
  const load = () => loadObject({ model: { model_name_or_path: 'models/shards' }, data: files });
  assert.match((await refusal(load())).message, /lacks model-00002-of-00002\.safetensors\./);
  await write('models/shards/model-00002-of-00002.safetensors', 'weights');
  assert.equal((await load()).model.hidden_size, 32);
});

test('rules that need the geometry are checked with the model folder’s', async () => {
  const model = { model_name_or_path: 'models/tiny' };
  const layers = await refusal(
    loadObject({ model, data: files, ipu_config: { layers_per_ipu: [2, 2], gradient_accumulation_steps: 3 } }),
  );
  assert.equal(layers.code, 'layers-sum-wrong');
  assert.match(layers.message, /the model has 3/);
  const long = await refusal(loadObject({ model, data: { ...files, max_seq_length: 512 } }));
  assert.equal(long.code, 'sequence-longer-than-positions');
});

test('a rule that needs the vocabulary waits until it is counted', async () => {
  await write('four.txt', '[PAD]\n[UNK]\n[CLS]\n[SEP]\n');
  const found = async (vocab_file: string, factor: number) => {
    const warnings: Problem[] = [];
    const ipu_config = { embedding_serialization_factor: factor };
    await loadObject({ model: { vocab_file }, data: files, ipu_config }, (all) => warnings.push(...all));
    return warnings.map(({ code }) => code);
  };
  assert.deepEqual(await found('four.txt', 4), []);
  assert.deepEqual(await found('four.txt', 3), ['embedding-factor-does-not-divide']);
});

test('warnings do not stop a launch and are handed over', async () => {
  const warnings: Problem[] = [];
  await loadObject(
    { model: { vocab_file: 'vocab.txt' }, data: files, ipu_config: { layers_per_ipu: [6, 6] } },
    (found) => warnings.push(...found),
  );
  assert.deepEqual(
    warnings.map(({ code, severity }) => [code, severity]),
    [['pipeline-not-filled', 'warning']],
  );
});

test('missing files are named with their place and the nearest name', async () => {
  const model = { vocab_file: 'vocab.tx' };
  const data = { train_file: 'squad/train-v1.json', validation_file: 'sqaud/dev.json' };
  const error = await refusal(loadObject({ model, data }));
  assert.equal(error.code, 'experiment-invalid');
  const file = join(folder, 'case.ipu.json');
  const [title, ...lines] = error.message.split('\n');
  assert.equal(title, `${file} has 3 problems:`);
  const places = ['3:19', '6:19', '7:24'].map((place) => `  ${file}:${place}: The `);
  assert.deepEqual(
    lines.map((line, index) => line.slice(0, places[index]?.length)),
    places,
  );
  assert.match(error.message, /vocabulary .*vocab\.tx does not exist\. Did you mean "vocab\.txt"\?/);
  assert.match(error.message, /training dataset .* Did you mean "squad\/train-v1\.1\.json"\?/);
  assert.match(error.message, /evaluation dataset .* in the folder .*sqaud/);
});

test('files that the run does not need may be missing', async () => {
  const training = { do_eval: false };
  const data = { ...files, validation_file: 'nowhere.json' };
  const experiment = await loadObject({ model: { vocab_file: 'vocab.txt' }, data, training });
  assert.equal(experiment.data.validation_file, join(folder, 'nowhere.json'));
});

test('a folder where a file should be, and an incomplete or strange model folder', async () => {
  const folderError = await refusal(loadObject({ model: { vocab_file: 'models' }, data: files }));
  assert.match(folderError.message, /models is not a file/);
  await write('models/pickled/config.json', JSON.stringify(bert));
  const pickled = { model: { model_name_or_path: 'models/pickled', vocab_file: 'vocab.txt' }, data: files };
  assert.match((await refusal(loadObject(pickled))).message, /lacks model\.safetensors\./);
  await write('models/pickled/pytorch_model.bin', '');
  assert.equal((await loadObject(pickled)).model.hidden_size, 32);
  const misspelt = await refusal(loadObject({ model: { model_name_or_path: './models/tinny' }, data: files }));
  assert.match(misspelt.hint, /Did you mean "models\/tiny"\?/);
  const configs: [text: string, reason: RegExp][] = [
    ['{', /not JSON/],
    ['[]', /cannot be used: .*not an object/],
    ['{ "model_type": "gpt2" }', /"gpt2"/],
    ['{ "hidden_size": "768" }', /must be a whole number/],
  ];
  for (const [text, reason] of configs) {
    await write('models/strange/config.json', text);
    await write('models/strange/model.safetensors', '');
    await write('models/strange/vocab.txt', '');
    const error = await refusal(loadObject({ model: { model_name_or_path: 'models/strange' }, data: files }));
    assert.equal(error.code, 'model-config-broken', text);
    assert.match(error.message, reason);
  }
});

test('at most five problems are listed, the others counted', async () => {
  const training = Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`unknown_${index}`, 1]));
  const error = await refusal(loadObject({ model: { vocab_file: 'vocab.txt' }, data: files, training }));
  const lines = error.message.split('\n');
  assert.match(lines[0] ?? '', /has 8 problems:/);
  assert.equal(lines.length, 7);
  assert.equal(lines.at(-1), '  and 3 more');
});

test('a missing, unreadable or binary experiment file', async () => {
  await write('quick-start.ipu.json', '{}');
  const missing = await refusal(loadExperiment(join(folder, 'quickstart.ipu.json')));
  assert.equal(missing.code, 'experiment-file-missing');
  assert.equal(missing.hint, `Did you mean ${join(folder, 'quick-start.ipu.json')}?`);
  const nowhere = await refusal(loadExperiment(join(folder, 'no/such/folder.ipu.json')));
  assert.match(nowhere.hint, /Check the path/);
  assert.match((await refusal(loadExperiment(folder))).message, /it is a folder/);
  const binary = await write('binary.ipu.json', new Uint8Array([0x7b, 0xff, 0xfe]));
  assert.match((await refusal(loadExperiment(binary))).message, /not text in UTF-8/);
});

test('the quick start of the samples can be launched as it is', async () => {
  const samples = resolve(import.meta.dirname, '../../samples');
  const warnings: Problem[] = [];
  const experiment = await loadExperiment(join(samples, 'quick-start.ipu.json'), (found) => warnings.push(...found));
  assert.equal(experiment.name, 'quick-start');
  assert.deepEqual(warnings, []);
});

test('a text that is being edited is examined whatever it is, and gives what its good values say', async () => {
  const at = join(folder, 'edited.ipu.json');
  const good = { model: { vocab_file: 'vocab.txt' }, data: files, ipu_config: { layers_per_ipu: [6, 6] } };
  const text = JSON.stringify(good);
  const whole = await examineExperiment(text, at);
  assert.equal(whole.readable, true);
  assert.deepEqual(whole.experiment.ipu_config.layers_per_ipu, [6, 6]);
  assert.equal(whole.experiment.model.vocab_size, 1, 'the vocabulary is counted');
  assert.equal(whole.modelNote, 'BERT: 12 layers × 768, random weights');
  for (let end = 0; end < text.length; end++) {
    const { readable, problems } = await examineExperiment(text.slice(0, end), at);
    assert.equal(readable, false);
    assert.equal(problems.filter(({ severity }) => severity === 'error').length, 1);
  }
  const odd = await examineExperiment('{"model": {"hidden_size": "wide", "vocab_file": "/dev/zero"}, "data": 3}', at);
  assert.equal(odd.readable, true);
  assert.equal(odd.experiment.model.hidden_size, 768);
  assert.deepEqual(
    odd.problems.map(({ code }) => code),
    ['value-wrong-type', 'vocab-file-missing', 'section-not-an-object'],
  );
});

test('the model’s geometry comes from its config.json, else from its name, and the note says so', async () => {
  const examine = (name: string) =>
    examineExperiment(JSON.stringify({ model: { model_name_or_path: name, num_hidden_layers: 7 }, data: files }), at);
  const at = join(folder, 'note.ipu.json');
  const there = await examine('models/tiny');
  assert.equal(there.modelNote, 'tiny: 3 layers × 32, from its config.json');
  assert.equal(there.experiment.model.vocab_size, 30522, 'what Hugging Face assumes where config.json is silent');
  const named = await examine('Graphcore/bert-large-uncased');
  assert.equal(named.modelNote, 'bert-large-uncased: 24 layers × 1024, known by its name, not yet on this machine');
  const gone = await examine('./bert-base-cased');
  assert.deepEqual([gone.experiment.model.num_hidden_layers, gone.experiment.model.vocab_size], [12, 28996]);
  assert.deepEqual(
    gone.problems.map(({ code }) => code),
    ['model-folder-missing'],
  );
  const unknown = await examine('someone/else');
  assert.match(unknown.modelNote, /^else: 7 layers × 768, taken from the fields of `model`/);
});
