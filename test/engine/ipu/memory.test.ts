// Memory of an IPU: configurations of public sources against the verdict, the parts by hand, and laws that hold for any
// configuration.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  planInferenceMemory,
  planMemory,
  stashDepth,
  tightShare,
  tileImbalance,
} from '../../../src/engine/ipu/memory.ts';
import { placeModel } from '../../../src/engine/ipu/placement.ts';
import type { PlanInput } from '../../../src/engine/ipu/plan-input.ts';
import type { MemoryPlan } from '../../../src/shared/plan.ts';
import { inputsOf } from './planned-inputs.ts';
import { readPublishedConfigs } from './published-configs.ts';

const { runs, outOfMemory, notExpressed } = readPublishedConfigs();

const training = (input: PlanInput): MemoryPlan[] => planMemory(input, placeModel(input, input.training));
const inference = (input: PlanInput): MemoryPlan[] => planInferenceMemory(input, placeModel(input, input.inference));

function published(name: string): PlanInput {
  const found = [...runs, ...outOfMemory].find((config) => config.name === name);
  assert.ok(found, `no configuration ${name}`);
  return found.input;
}

test('every published configuration fits, in training and in its evaluation', () => {
  assert.ok(runs.length >= 55, `${runs.length} configurations`);
  for (const { name, source, input } of runs) {
    const plans = input.mode === 'training' ? [...training(input), ...inference(input)] : inference(input);
    for (const [index, { verdict, totalBytes }] of plans.entries()) {
      assert.notEqual(verdict, 'does-not-fit', `${name} (${source}): plan ${index} takes ${totalBytes} bytes`);
    }
  }
});

test('every model and task of the sources is planned, or said not to be', () => {
  for (const { name, approximated, source } of runs) {
    assert.ok(source.length > 10, name);
    assert.ok(approximated === null || approximated.endsWith('.'), name);
  }
  for (const { name, reason, source } of notExpressed) assert.ok(reason.length > 20 && source.length > 10, name);
});

test('configurations documented as out of memory do not fit, on the IPUs that the source names', () => {
  assert.equal(outOfMemory.length, 5);
  for (const { name, source, input, fullIpus } of outOfMemory) {
    const plans = input.mode === 'training' ? training(input) : inference(input);
    const full = plans.flatMap(({ verdict }, index) => (verdict === 'does-not-fit' ? [index] : []));
    assert.ok(full.length > 0, `${name} (${source}) fits`);
    if (fullIpus.length > 0) assert.deepEqual(full, fullIpus, `${name} (${source})`);
  }
});

test('parts of the model card configuration are those worked out by hand', () => {
  // Graphcore/bert-base-uncased-squad, IPU 1: layers 0 to 3 of 7,087,872 parameters, 4 replicas that share the state.
  const parameters = 4 * 7_087_872;
  const plan = training(published('Graphcore/bert-base-uncased-squad'))[1];
  assert.equal(plan?.weightsBytes, 2 * parameters);
  assert.equal(plan.gradientsBytes, 2 * parameters);
  assert.equal(plan.optimizerBytes, (6 * parameters) / 4);
  // 5 micro-batches of 2 × 384 tokens, 4 layer inputs of 768 halves each.
  assert.equal(plan.stashBytes, 5 * 4 * 2 * 384 * 768 * 2);
  assert.equal(plan.workingSetBytes, 2 * (34 * 384 * 768 + 5 * 12 * 384 ** 2));
  // 768 × 768 by 768 × 3072: 3·∛(1472 tiles · sizes of both and of the result), less what lies there already.
  const sizes = [768 * 768 * 2, 768 * 3072 * 2, 768 * 3072 * 2] as const;
  const product = 3 * Math.cbrt(1472 * sizes[0] * sizes[1] * sizes[2]) - sizes[0] - sizes[1] - sizes[2];
  assert.equal(plan.matmulBytes, Math.ceil(product));
  // Code of 44 KiB a tile, and hidden states and gradients to and from both neighbours.
  assert.equal(plan.codeBytes, (12_288 + 8192 + 24_576) * 1472 + 4 * (2 * 384 * 768 * 2));
});

test('an IPU keeps the micro-batches that are on their way; the last keeps none', () => {
  assert.deepEqual(
    [0, 1, 2, 3].map((index) => stashDepth(index, 4)),
    [7, 5, 3, 0],
  );
  assert.equal(stashDepth(0, 1), 0);
  const plans = training(published('pretrain_large_512'));
  const oneLayer = 2 * 512 * 1024 * 2;
  const tokenIds = 12 * 2 * 512;
  assert.deepEqual(
    plans.map(({ stashBytes }) => stashBytes),
    [7 * (3 * oneLayer + tokenIds), 5 * 7 * oneLayer, 3 * 7 * oneLayer, 0],
  );
});

test('without a checkpoint for every layer only the IPU’s input is kept, and all layers are recomputed at once', () => {
  const input = published('pretrain_large_512');
  const each = training(input);
  const none = training({ ...input, recomputeCheckpointEveryLayer: false });
  assert.equal(none[1]?.stashBytes, (each[1]?.stashBytes ?? 0) / 7);
  assert.equal(none[0]?.stashBytes, 7 * 12 * 2 * 512, 'the first recomputes from token ids');
  assert.equal(none[1].workingSetBytes, 7 * (each[1]?.workingSetBytes ?? 0));
  // The last IPU keeps no stash, but within the micro-batch its layers' inputs.
  assert.equal(each[3]?.workingSetBytes, (each[1]?.workingSetBytes ?? 0) + 7 * 2 * 512 * 1024 * 2);
  assert.equal(none[3]?.workingSetBytes, none[1].workingSetBytes);
});

test('half layers are counted as such', () => {
  const [first, second] = training(published('MLPerf 1.1, POD16')).slice(1);
  const layer = { attention: 2 * (13 * 512 * 1024 + 5 * 16 * 512 ** 2), feedForward: 2 * 512 * (5 * 1024 + 4 * 4096) };
  assert.equal(first?.workingSetBytes, layer.attention + layer.feedForward);
  // Seven attention and six feed-forward blocks; six and seven: both begin seven layers' halves.
  assert.equal(first.stashBytes, 5 * 7 * 2 * 512 * 1024 * 2);
  assert.equal(second?.stashBytes, 3 * 7 * 2 * 512 * 1024 * 2);
  const apart = {
    ...published('MLPerf 1.1, POD16'),
    blocksPerIpu: [24, 0].map((attention) => ({ attention, feedForward: 24 - attention })),
  };
  const plans = training({ ...apart, training: { ...apart.training, ipusPerReplica: 2 } });
  assert.equal(plans[0]?.weightsBytes, 2 * (24 * (4 * (1024 ** 2 + 1024) + 2048) + sumOfHeadAndTables(apart)));
});

function sumOfHeadAndTables({ model }: PlanInput): number {
  const h = model.hidden_size;
  const tables = (model.vocab_size + 512 + 2 + 2) * h;
  const heads = h * h + h + 2 * h + 2 + h * h + h + 2 * h + model.vocab_size;
  return tables + heads;
}

test('the optimizer state is shared out over replicas, and leaves the chip', () => {
  const input = published('squad_large_384');
  const { replicationFactor } = input.training;
  assert.equal(replicationFactor, 2);
  const shared = training(input);
  const whole = training({ ...input, replicatedTensorSharding: false });
  const alone = training({ ...input, training: { ...input.training, replicationFactor: 1 } });
  for (const [index, { optimizerBytes }] of whole.entries()) {
    assert.equal(optimizerBytes, 3 * (whole[index]?.weightsBytes ?? 0));
    assert.equal(shared[index]?.optimizerBytes, optimizerBytes / 2);
    assert.equal(alone[index]?.optimizerBytes, optimizerBytes, 'one replica has nobody to share with');
  }
  const away = training({ ...input, optimizerStateOffchip: true });
  assert.ok(away.every(({ optimizerBytes }) => optimizerBytes === 0));
});

test('off the chip, the state of the largest tensor is fetched for its update', () => {
  // mt5_translation.ipynb: the update of a whole table needs all of its state, of one in parts that of a part.
  const whole = published('mt5-small with the optimizer state off the chip, tables whole');
  const table = 250_112 * 512;
  assert.equal(training(whole)[0]?.matmulBytes, (2 + 6) * table);
  assert.equal(training(whole)[3]?.matmulBytes, (2 + 6) * table);
  const parts = training(published('Graphcore/mt5-small-ipu'));
  assert.equal(parts[3]?.matmulBytes, ((2 + 6) * table) / 4);
  assert.equal(parts[0]?.matmulBytes, ((2 + 6) * table) / 8);
  // LAMB needs the change in 32 bits.
  assert.equal(training({ ...whole, optimizer: 'lamb' })[0]?.matmulBytes, (4 + 6) * table);
});

test('the first IPU without layers holds tables, their look-up and no stash but token ids', () => {
  const [first] = training(published('Graphcore/bert-base-ipu, July 2023'));
  const table = 30_522 * 768;
  assert.equal(first?.weightsBytes, 2 * (table + (512 + 2 + 2) * 768));
  assert.equal(first.workingSetBytes, 2 * (2 * 384 * 768 * 2));
  assert.equal(first.matmulBytes, 2 * 2 * table, 'the gradient of the table, and the table as the look-up wants it');
  assert.equal(first.stashBytes, 7 * 12 * 2 * 384);
  const none = training(withTraining(published('Graphcore/bert-base-ipu, July 2023'), { matmulProportion: 0 }))[0];
  assert.equal(none?.matmulBytes, 2 * table + (2 * table) / 16, 'the gradient stays whole');
  const halves = training({
    ...published('Graphcore/bert-base-ipu, July 2023'),
    training: { ...published('Graphcore/bert-base-ipu, July 2023').training, embeddingSerializationFactor: 2 },
  });
  assert.equal(halves[0]?.matmulBytes, 2 * table);
});

test('scores of the vocabulary are there for a quarter of the tokens, and their gradients', () => {
  const input = published('pretrain_base_512');
  const scores = 8 * 128 * 30_522 * 2;
  const hidden = 8 * 512 * 768 * 2;
  // So many tokens that nothing else on the first IPU needs more.
  assert.equal(training(input)[0]?.workingSetBytes, hidden + 2 * scores);
  assert.equal(inference({ ...input, mode: 'inference' })[0]?.workingSetBytes, hidden + scores);
});

test('on the last IPU the head works while the encoder waits to go back', () => {
  const input = { ...published('pretrain_base_512'), untiedProjection: true };
  const wide = withTraining({ ...input, model: { ...input.model, vocab_size: 200_000 } }, { matmulProportion: 0.5 });
  const hidden = 8 * 512 * 768 * 2;
  const scores = 8 * 128 * 200_000 * 2;
  const last = training(wide)[3];
  assert.equal(last?.workingSetBytes, hidden + 2 * scores + 4 * hidden);
  // The product, and the gradient of the whole projection.
  assert.equal(last.matmulBytes, Math.ceil(0.5 * 1472 * 638_976 + 2 * 200_000 * 768));
  const inParts = training(withTraining(wide, { projectionSerializationFactor: 4 }))[3];
  assert.equal(inParts?.matmulBytes, Math.ceil(0.5 * 1472 * 638_976 + (2 * 200_000 * 768) / 4));
  const shared = training(withTraining(wide, { projectionSplitsPerIpu: [0, 0, 1, 1] }));
  assert.equal(shared[2]?.workingSetBytes, hidden + scores, 'half the scores, and their gradients');
  const all = training({ ...wide, recomputeCheckpointEveryLayer: false })[3];
  assert.equal(all?.workingSetBytes, hidden + 2 * scores + 4 * 8 * (34 * 512 * 768 + 5 * 12 * 512 ** 2));
});

test('a projection that shares the embedding’s weights is serialised with them', () => {
  const input = {
    ...published('pretrain_base_512'),
    model: { ...published('pretrain_base_512').model, vocab_size: 200_000 },
  };
  const at = (embeddingSerializationFactor: number): number =>
    training(withTraining(input, { embeddingSerializationFactor, matmulProportion: 0.5 }))[0]?.matmulBytes ?? 0;
  assert.equal(at(1) - at(4), 0.75 * 2 * 200_000 * 768);
});

test('with long sequences the scores of attention are the largest product', () => {
  const base = published('squad_base_384');
  const model = { ...base.model, intermediate_size: 64 };
  const long = withTraining({ ...base, model, sequenceLength: 8192 }, { matmulProportion: 1 });
  // Twelve products of 8192 × 64 by 64 × 8192, each on a twelfth of the tiles; their results are too large to be summed up.
  const operand = 8192 * 64 * 2;
  const scores = 12 * (2 * Math.sqrt((1472 / 12) * operand * operand) - 2 * operand);
  assert.ok(Math.abs((training(long)[1]?.matmulBytes ?? 0) - scores) < 2);
  // More groups than tiles: each has its own, and nothing is copied.
  const many = { ...long, microBatchSize: 1000, sequenceLength: 1, model: { ...model, hidden_size: 12 } };
  assert.ok((training(many)[1]?.matmulBytes ?? 0) < 1e6);
});

test('code is that of what runs on an IPU, and buffers are those of its neighbours and of the host', () => {
  const plans = training(published('Graphcore/bert-base-uncased-squad'));
  const hidden = 2 * 384 * 768 * 2;
  assert.equal(plans[0]?.codeBytes, (12_288 + 4096) * 1472 + 2 * (12 * 2 * 384) + 2 * hidden);
  assert.equal(plans[3]?.codeBytes, (12_288 + 8192 + 24_576 + 8192) * 1472 + 2 * hidden);
  const evaluated = inference(published('Graphcore/bert-base-uncased-squad'));
  assert.equal(evaluated[3]?.codeBytes, (12_288 + 8192 + 8192) * 1472 + hidden);
});

test('where nothing else is large, the table of positions is the largest tensor', () => {
  const input = published('mt5-small with the optimizer state off the chip, tables whole');
  const model = { ...input.model, vocab_size: 1, max_position_embeddings: 100_000 };
  assert.equal(training({ ...input, model })[0]?.matmulBytes, (2 + 6) * 100_000 * 512);
});

test('even figures that nobody can mean give numbers', () => {
  const input = published('pretrain_large_512');
  const nothing = { ...input.model, num_attention_heads: 0, vocab_size: 0, intermediate_size: 0 };
  for (const odd of [
    { ...input, model: nothing },
    { ...input, microBatchSize: 0, evalMicroBatchSize: 0 },
    { ...input, sequenceLength: 0 },
  ]) {
    for (const plan of [...training(odd), ...inference(odd)]) {
      assert.ok(Number.isSafeInteger(plan.totalBytes) && plan.totalBytes > 0);
    }
  }
  assert.deepEqual(planMemory(input, []), []);
  const noList = withTraining(input, { matmulProportion: [] });
  assert.ok(training(noList).every(({ matmulBytes }) => Number.isSafeInteger(matmulBytes)));
});

test('the proportion is an upper bound: nothing takes more than it can use, and little is possible', () => {
  const input = published('pretrain_large_512');
  const at = (matmulProportion: number): number =>
    training({ ...input, training: { ...input.training, matmulProportion } })[2]?.matmulBytes ?? 0;
  assert.equal(at(1), at(0.5));
  assert.equal(at(0.1), Math.ceil(0.1 * 1472 * 638_976));
  assert.equal(at(0), at(0.001), 'the planner takes a small plan regardless');
  // The wide product's sixteenth: 1024 × 1024 by 1024 × 256.
  const piece = [1024 * 1024 * 2, 1024 * 256 * 2, 1024 * 256 * 2] as const;
  const least = 3 * Math.cbrt(1472 * piece[0] * piece[1] * piece[2]) - piece[0] - piece[1] - piece[2];
  assert.equal(at(0), Math.ceil(least));
  const single = training({ ...withTraining(input, { matmulProportion: 1 }), enableHalfPartials: false })[2];
  const operands = 1024 * 1024 * 2 + 1024 * 4096 * 2;
  const sums = 1024 * 4096 * 4;
  const wanted = 3 * Math.cbrt(1472 * (1024 * 1024 * 2) * (1024 * 4096 * 2) * sums) - operands - sums;
  assert.equal(single?.matmulBytes, Math.ceil(wanted), 'partial sums in 32 bits');
  // One for each IPU, as they stand.
  const listed = training({ ...input, training: { ...input.training, matmulProportion: [1, 1, 0.1, 1] } });
  assert.equal(listed[2]?.matmulBytes, at(0.1));
  assert.equal(listed[1]?.matmulBytes, at(1));
});

test('inference keeps no gradients, no state and no stash, and follows its own layout and micro-batch', () => {
  const input = published('e5-large on one IPU');
  const [plan] = inference(input);
  assert.deepEqual([plan?.gradientsBytes, plan?.optimizerBytes, plan?.stashBytes], [0, 0, 0]);
  assert.equal(plan?.workingSetBytes, 2 * 2 * 512 * (2 * 1024 + 2 * 4096), 'the wide layer');
  assert.ok(plan.weightsBytes > 665e6 && plan.weightsBytes < 675e6, '335 million parameters');
  assert.equal(plan.verdict, 'tight');
  const own = inference(withTraining(input, { matmulProportion: 0.6, embeddingSerializationFactor: 6 }));
  assert.deepEqual(own, [plan], 'nor does the layout of training');
  const [more] = inference({ ...input, evalMicroBatchSize: 8 });
  assert.equal(more?.verdict, 'does-not-fit');
  assert.deepEqual(inference({ ...input, microBatchSize: 8 }), [plan], 'the training micro-batch does not matter');
  const [spread] = inference({
    ...input,
    inference: { ...input.inference, layersPerIpu: [6, 6, 6, 6], ipusPerReplica: 4 },
  });
  assert.equal(spread?.verdict, 'fits');
});

test('neither device iterations nor gradient accumulation take memory on the chip', () => {
  const input = published('pretrain_base_512');
  const longer = { ...input, gradientAccumulationSteps: 4096, training: { ...input.training, deviceIterations: 64 } };
  assert.deepEqual(training(longer), training(input));
});

test('the verdict is that of the fullest tile', () => {
  const seen = new Set<string>();
  for (const input of inputsOf(17, 400)) {
    for (const { totalBytes, capacityBytes, marginBytes, tileBytes, tileCapacityBytes, verdict } of training(input)) {
      seen.add(verdict);
      assert.equal(capacityBytes, Math.floor((1472 * 638_976) / tileImbalance));
      assert.equal(tileCapacityBytes, 638_976);
      assert.equal(marginBytes, capacityBytes - totalBytes);
      assert.equal(tileBytes, Math.ceil((totalBytes * tileImbalance) / 1472));
      assert.equal(verdict === 'does-not-fit', marginBytes < 0);
      assert.equal(verdict === 'does-not-fit', tileBytes > tileCapacityBytes);
      assert.equal(verdict === 'fits', totalBytes <= tightShare * capacityBytes);
    }
  }
  assert.deepEqual([...seen].sort(), ['does-not-fit', 'fits', 'tight']);
});

test('parts add up for 1,000 configurations, however odd', () => {
  let ipus = 0;
  for (const input of inputsOf(4, 1000)) {
    for (const plan of [...training(input), ...inference(input)]) {
      ipus++;
      const parts = [
        plan.weightsBytes,
        plan.gradientsBytes,
        plan.optimizerBytes,
        plan.stashBytes,
        plan.workingSetBytes,
        plan.matmulBytes,
        plan.codeBytes,
      ];
      const isWhole = [...parts, plan.tileBytes].every((bytes) => Number.isSafeInteger(bytes) && bytes >= 0);
      const total = parts.reduce((sum, bytes) => sum + bytes, 0);
      // No message is made before it is needed: there are many IPUs.
      if (!isWhole || total !== plan.totalBytes) assert.fail(JSON.stringify({ input, plan }));
    }
  }
  assert.ok(ipus > 10_000, `${ipus} IPUs`);
});

const remedies: readonly (readonly [name: string, apply: (input: PlanInput) => PlanInput])[] = [
  ['a smaller micro-batch', (input) => ({ ...input, microBatchSize: Math.ceil(input.microBatchSize / 2) })],
  ['shorter sequences', (input) => ({ ...input, sequenceLength: Math.ceil(input.sequenceLength / 2) })],
  ['the state off the chip', (input) => ({ ...input, optimizerStateOffchip: true })],
  ['sharing the state', (input) => ({ ...input, replicatedTensorSharding: true })],
  ['8-bit stash', (input) => ({ ...input, stashBytesPerElement: 1 })],
  ['half partials', (input) => ({ ...input, enableHalfPartials: true })],
  ['AdamW', (input) => ({ ...input, optimizer: 'adamw' })],
  ['more replicas', (input) => withTraining(input, { replicationFactor: 2 * input.training.replicationFactor })],
  [
    'a higher embedding factor',
    (input) => withTraining(input, { embeddingSerializationFactor: 3 * input.training.embeddingSerializationFactor }),
  ],
  [
    'a higher projection factor',
    (input) => withTraining(input, { projectionSerializationFactor: 3 * input.training.projectionSerializationFactor }),
  ],
  ['a lower proportion', (input) => withTraining(input, { matmulProportion: lower(input.training.matmulProportion) })],
];

function withTraining(input: PlanInput, changes: Partial<PlanInput['training']>): PlanInput {
  return { ...input, training: { ...input.training, ...changes } };
}

function lower(proportion: number | readonly number[]): number | number[] {
  return typeof proportion === 'number' ? proportion / 2 : proportion.map((share) => share / 2);
}

for (const [name, apply] of remedies) {
  test(`${name} never takes more memory, and sometimes less`, () => {
    let less = 0;
    for (const input of inputsOf(8, 300)) {
      const before = training(input);
      const after = training(apply(input));
      for (const [index, { totalBytes }] of before.entries()) {
        const now = after[index]?.totalBytes ?? Number.NaN;
        // Every part is rounded up to a byte.
        if (!(now <= totalBytes + 7)) assert.fail(`${now} > ${totalBytes}: IPU ${index} of ${JSON.stringify(input)}`);
        if (now < totalBytes) less++;
      }
    }
    assert.ok(less > 10, `less on ${less} IPUs`);
  });
}
