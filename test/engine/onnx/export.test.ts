// The exported file against the engine's own inference, and against PopART's rules for stages.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { firstTokens, masked } from '../../../src/engine/data/batch.ts';
import { convertToFloat32 } from '../../../src/engine/checkpoint/float-types.ts';
import { HostDevice } from '../../../src/engine/exec/host-device.ts';
import type { TensorData } from '../../../src/engine/exec/program.ts';
import { buildInferenceGraph } from '../../../src/engine/model/graphs.ts';
import type { Head } from '../../../src/engine/model/head.ts';
import { createRandom } from '../../support/random.ts';
import { config, exportModel, heads, readModel, type ExportedModel } from './exported-model.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ipu-export-'));
});
after(() => rm(folder, { recursive: true }));

/** Inputs of the file: random tokens, sequences of different lengths. */
function drawInputs({ model, sizes }: ExportedModel): Record<string, Int32Array> {
  const random = createRandom(11);
  const inputs: Record<string, Int32Array> = {};
  for (const { name, shape } of model.inputs) {
    const limit = { input_ids: config.vocab_size, token_type_ids: 2, masked_positions: sizes.sequenceLength }[name];
    const count = shape.reduce((product, size) => product * size, 1);
    inputs[name] = Int32Array.from({ length: count }, (_, i) =>
      limit === undefined ? Number(i % sizes.sequenceLength < 5 + (i % 7)) : random.below(limit),
    );
  }
  return inputs;
}

/** What the engine computes from the same inputs, score after score. */
async function scoreWithEngine(head: Head, exported: ExportedModel, inputs: Record<string, Int32Array>) {
  const { microBatch, sequencesPerItem, sequenceLength, maskedWords } = exported.sizes;
  const sequences = microBatch * sequencesPerItem;
  const bindings = { B: microBatch, S: sequenceLength, M: microBatch * maskedWords };
  const rows = inputs['masked_positions']?.map((at, i) => at + sequenceLength * Math.floor(i / maskedWords));
  const tokens: Record<string, TensorData> = {
    ...inputs,
    position_ids: Int32Array.from({ length: sequences * sequenceLength }, (_, i) => i % sequenceLength),
    attention_bias: Float32Array.from(inputs['attention_mask']!, (kept) => (kept === 1 ? 0 : masked)),
    first_tokens: firstTokens(sequences, sequenceLength),
    ...(rows === undefined ? {} : { masked_positions: rows }),
  };
  const program = await new HostDevice('cpu').compile(buildInferenceGraph(config, head));
  const scores = Object.fromEntries(
    program.outputNames.map((name) => [name, new Float32Array(program.outputSize(name, bindings))]),
  );
  await program.run({ ...Object.fromEntries(exported.parameters), ...tokens }, scores, bindings);
  await program.release();
  return Object.values(scores).flatMap((values) => [...values]);
}

/** What ONNX Runtime computes from the file as it is, output after output. */
async function scoreWithFile(name: string, exported: ExportedModel, inputs: Record<string, Int32Array>) {
  const path = join(folder, `${name}.onnx`);
  await writeFile(path, exported.bytes);
  const session = await InferenceSession.create(path);
  const feeds = exported.model.inputs.map(({ name: each, shape }) => [each, new Tensor('int32', inputs[each]!, shape)]);
  const results = await session.run(Object.fromEntries(feeds) as Record<string, Tensor>);
  await session.release();
  return exported.model.outputs.flatMap(({ name: each, shape }) => {
    const { data, dims, type } = results[each]!;
    assert.deepEqual(dims, shape, `shape of ${each}`);
    if (type !== 'float16') return [...(data as Float32Array)];
    const { buffer, byteOffset, byteLength } = data as Uint16Array;
    const wide = new Float32Array(data.length);
    convertToFloat32(new Uint8Array(buffer, byteOffset, byteLength), 'F16', wide);
    return [...wide];
  });
}

function assertClose(actual: readonly number[], expected: readonly number[], tolerance: number): void {
  assert.equal(actual.length, expected.length);
  expected.forEach((each, i) => assert.ok(Math.abs(actual[i]! - each) <= tolerance, `${i}: ${actual[i]}, not ${each}`));
}

describe('an exported model', () => {
  for (const { name, task, head } of heads) {
    it(`scores as the engine does: ${name}`, async () => {
      const exported = exportModel(task, head, [0, 3, 1]);
      const inputs = drawInputs(exported);
      const expected = await scoreWithEngine(head, exported, inputs);
      assert.ok(new Set(expected).size > 1, 'the scores tell inputs apart');
      assertClose(await scoreWithFile(name, exported, inputs), expected, 1e-4);
      const half = exportModel(task, head, [0, 3, 1], 'float16');
      assert.ok(half.model.outputs.every(({ dtype }) => dtype === 'float16'));
      assertClose(await scoreWithFile(`${name} half`, half, inputs), expected, 0.1);
    });
  }

  it('passes the checker of the onnx package', { skip: onnxPackageMissing() }, async () => {
    for (const { task, head } of heads) {
      for (const floatType of ['float32', 'float16'] as const) {
        const path = join(folder, `${task}-${floatType}-check.onnx`);
        await writeFile(path, exportModel(task, head, [2, 2], floatType).bytes);
        const check = 'import onnx, sys; onnx.checker.check_model(onnx.load(sys.argv[1]), full_check=True)';
        execFileSync('python3', ['-c', check, path], { stdio: 'pipe' });
      }
    }
  });
});

function onnxPackageMissing(): string | false {
  try {
    execFileSync('python3', ['-c', 'import onnx'], { stdio: 'ignore' });
    return false;
  } catch {
    return 'the Python package onnx is not installed';
  }
}

const layouts = [[4], [2, 2], [0, 2, 2], [1, 0, 3], [0, 4, 0], [-1, -1, -1], [1, -1]];

describe('the stages of an exported model', () => {
  for (const layersPerIpu of layouts) {
    it(`keep PopART's rules with layers_per_ipu [${layersPerIpu.join(', ')}]`, () => {
      for (const { task, head } of heads) checkStages(exportModel(task, head, layersPerIpu));
    });
  }

  it('are numbered as PopTorch does: an IPU that comes up again gets one more stage', () => {
    const { nodes } = readModel(exportModel('pretraining', heads.at(-1)!.head, [0, 2, 2]).bytes);
    const order = [...new Set(nodes.map(({ ipu, stage }) => `${stage} on ${ipu}`))];
    assert.deepEqual(order, ['0 on 0', '1 on 1', '2 on 2', '3 on 0']);
    assert.ok(nodes.some(({ inputs, stage }) => stage === 3 && inputs.includes(wordTable)));
  });
});

const wordTable = 'bert.embeddings.word_embeddings.weight';

function checkStages({ bytes, placed }: ExportedModel): void {
  const { nodes, initializers, opsets } = readModel(bytes);
  assert.deepEqual(opsets, [{ domain: '', version: 11 }]);
  const stageOfValue = new Map<string, number>();
  const ipuOfStage = new Map<number, number>();
  const ipuOfWeight = new Map<string, number>();
  for (const { name, domain, inputs, outputs, ipu, stage } of nodes) {
    assert.ok(ipu !== undefined && stage !== undefined, `${name} has both attributes`);
    assert.equal(domain, '');
    assert.equal(ipuOfStage.get(stage) ?? ipu, ipu, `stage ${stage} is on one IPU`);
    ipuOfStage.set(stage, ipu);
    for (const input of inputs) assert.ok((stageOfValue.get(input) ?? 0) <= stage, `${name} reads ${input} too early`);
    for (const output of outputs) stageOfValue.set(output, stage);
    for (const weight of inputs.filter((each) => initializers.includes(each) && !each.startsWith('shape:'))) {
      assert.equal(ipuOfWeight.get(weight) ?? ipu, ipu, `${weight} is on one IPU`);
      ipuOfWeight.set(weight, ipu);
    }
  }
  assert.deepEqual(
    [...ipuOfStage.keys()],
    [...ipuOfStage.keys()].map((_, i) => i),
    'no number is left out',
  );
  comparePlacement(placed, ipuOfWeight);
}

/** Encoder layers, embeddings and head lie where `placeModel` says, weight by weight. */
function comparePlacement(placed: ExportedModel['placed'], ipuOfWeight: ReadonlyMap<string, number>): void {
  for (const { index, attention, firstLayer, hasEmbeddings, hasHead } of placed) {
    const here = [...ipuOfWeight].filter(([, ipu]) => ipu === index).map(([name]) => name);
    const layers = new Set(here.flatMap((name) => /^bert\.encoder\.layer\.(\d+)\./.exec(name)?.[1] ?? []).map(Number));
    const expected = Array.from({ length: attention }, (_, i) => firstLayer + i);
    assert.deepEqual([...layers], expected, `layers of IPU ${index}`);
    assert.equal(here.includes(wordTable), hasEmbeddings);
    assert.equal(
      here.some((name) => !/^bert\.(embeddings|encoder)\./.test(name)),
      hasHead,
    );
  }
}
