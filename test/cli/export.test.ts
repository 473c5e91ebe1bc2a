// `ipuw export onnx` as a user calls it.

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { InferenceSession } from 'onnxruntime-node';
import type { ExportSummary } from '../../src/engine/export-onnx.ts';
import { loadModel } from '../../src/engine/checkpoint/load.ts';
import { questionAnswering } from '../../src/engine/model/heads/question-answering.ts';
import { modelType } from '../../src/engine/onnx/messages.ts';
import { Mt19937 } from '../../src/engine/random/mt19937.ts';
import { prepareModel, readModelConfig, readVocabulary } from '../../src/engine/run/model.ts';
import { loadExperiment } from '../../src/config/load.ts';
import { ipuw, type Answer } from './ipuw.ts';

const root = join(import.meta.dirname, '../..');
const modelFolder = join(root, 'test/fixtures/heads/model');
let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ipu-export-cli-'));
  await mkdir(join(folder, '.vscode'));
});
after(() => rm(folder, { recursive: true }));

async function write(name: string, experiment: object): Promise<string> {
  await writeFile(join(folder, name), JSON.stringify(experiment));
  return name;
}

function summaryOf({ exitCode, stdout, stderr }: Answer): ExportSummary {
  assert.equal(exitCode, 0, stderr);
  return JSON.parse(stdout) as ExportSummary;
}

/** The file has these weights, to the bit; gives the number of its nodes. */
async function assertWeights(path: string, parameters: ReadonlyMap<string, Float32Array>): Promise<number> {
  const { graph } = modelType.decode(await readFile(path)) as unknown as {
    graph: { node: object[]; initializer: { name: string; rawData: Uint8Array }[] };
  };
  for (const [name, data] of parameters) {
    const { rawData } = graph.initializer.find((each) => each.name === name)!;
    assert.deepEqual(new Float32Array(Uint8Array.from(rawData).buffer), data, name);
  }
  return graph.node.length;
}

it('writes the weights of a model folder, on the IPUs of layers_per_ipu', async () => {
  const file = await write('squad.ipu.json', {
    model: { model_name_or_path: modelFolder },
    data: { train_file: 'not-here.json', validation_file: 'not-here.json', max_seq_length: 32, doc_stride: 8 },
    training: { per_device_train_batch_size: 3, seed: 5 },
    ipu_config: { layers_per_ipu: [-1, -1] },
  });
  const answer = await ipuw(folder, 'export', 'onnx', file, '--json');
  const summary = summaryOf(answer);
  assert.equal(summary.file, join(folder, 'squad.onnx'));
  assert.equal(summary.bytes, (await stat(summary.file)).size);
  assert.equal(summary.weights, modelFolder);
  assert.deepEqual(
    summary.inputs.map(({ name, shape }) => [name, shape]),
    [
      ['input_ids', [3, 32]],
      ['attention_mask', [3, 32]],
      ['token_type_ids', [3, 32]],
    ],
  );
  const session = await InferenceSession.create(summary.file);
  assert.deepEqual(session.outputNames, ['start_logits', 'end_logits']);
  await session.release();
  const { config, parameters } = await loadModel(modelFolder, questionAnswering.parameters, new Mt19937(5));
  assert.equal(
    summary.ipus.reduce((sum, { layers }) => sum + layers, 0),
    config.num_hidden_layers,
  );
  const nodes = await assertWeights(summary.file, parameters);
  assert.equal(
    summary.ipus.reduce((sum, ipu) => sum + ipu.nodes, 0),
    nodes,
  );
});

it('writes random weights where there is no model, and says so; keeps a file that exists', async () => {
  const file = join(root, 'samples/quick-start.ipu.json');
  const args = ['export', 'onnx', file, '--output', 'small.onnx', '--seq-len', '48', '--micro-batch', '1'];
  const text = await ipuw(folder, ...args);
  assert.equal(text.exitCode, 0, text.stderr);
  assert.match(text.stdout, /Inputs +input_ids int32\[1, 48\]/);
  assert.match(text.stderr, /The weights are random, from seed 42: the experiment names no model\./);
  const { size } = await stat(join(folder, 'small.onnx'));
  const experiment = await loadExperiment(file);
  const vocabulary = await readVocabulary(experiment);
  const config = await readModelConfig(experiment, vocabulary);
  const { parameters } = await prepareModel(experiment, vocabulary, questionAnswering, config);
  await assertWeights(join(folder, 'small.onnx'), parameters);
  const again = await ipuw(folder, ...args, '--half');
  assert.equal(again.exitCode, 1);
  assert.match(again.stderr, /small\.onnx exists already\.\nhint: .*--force/);
  assert.equal((await stat(join(folder, 'small.onnx'))).size, size);
  const forced = summaryOf(await ipuw(folder, ...args, '--half', '--force', '--json'));
  assert.ok(forced.bytes < 0.51 * size);
});

it('a model that has yet to be downloaded has the geometry of its name', async () => {
  const file = await write('hub.ipu.json', {
    model: { model_name_or_path: 'google/bert_uncased_L-2_H-128_A-2' },
    data: { dataset_name: 'squad', max_seq_length: 64, doc_stride: 8 },
    ipu_config: { layers_per_ipu: [1, 1] },
  });
  const answer = await ipuw(folder, 'export', 'onnx', file, '--json');
  const summary = summaryOf(answer);
  assert.equal(summary.weights, null);
  assert.match(summary.notes.join('\n'), /google\/bert_uncased_L-2_H-128_A-2 is not on this machine/);
  assert.deepEqual(summary.stages.map(({ stage, ipu }) => [stage, ipu]), [[0, 0], [1, 1]]); // prettier-ignore
});

it('says what is wrong, and writes nothing then', async () => {
  const fails = async (message: RegExp, expectedCode: number, ...args: string[]): Promise<void> => {
    const { exitCode, stdout, stderr } = await ipuw(folder, 'export', ...args, '--output', 'never.onnx');
    assert.equal(exitCode, expectedCode);
    assert.equal(stdout, '');
    assert.match(stderr, message);
    assert.match(stderr, /^hint: .+/m);
    assert.ok(!(await readdir(folder)).includes('never.onnx'));
  };
  const sample = join(root, 'samples/quick-start.ipu.json');
  await fails(/exported as "onx"\.\nhint: Did you mean onnx\?/, 2, 'onx', sample);
  await fails(/\nhint: Give one of onnx, command, runs, series, report, tensorboard\./, 2, 'foo', sample);
  await fails(/nowhere\.ipu\.json does not exist/, 1, 'onnx', 'nowhere.ipu.json');
  await fails(/512 tokens are longer than the 256 positions/, 1, 'onnx', sample, '--seq-len', '512');
  const huge = await write('huge.ipu.json', {
    model: { hidden_size: 4096, num_attention_heads: 16, vocab_file: join(root, 'samples/vocab.txt') },
    data: { dataset_name: 'x' },
    ipu_config: { layers_per_ipu: [-1] },
  });
  await fails(/an ONNX file has at most 2147483647\.\nhint: .*--half/, 1, 'onnx', huge);
  await fails(/--micro-batch is "0"/, 2, 'onnx', sample, '--micro-batch', '0');
  const layers = await write('layers.ipu.json', {
    data: { dataset_name: 'x' },
    ipu_config: { layers_per_ipu: [1, 2] },
  });
  await fails(/layers_per_ipu/, 1, 'onnx', layers);
  const labels = await write('labels.ipu.json', { task: 'sequence-classification', data: { train_file: 'gone.csv' } });
  await fails(/gone\.csv/, 1, 'onnx', labels);
});
