// The search: its front has no beaten member, its members keep the rules and the batch and lead to the figures they state, and
// nothing that it looks at is lost.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluateConfiguration } from '../../../src/engine/ipu/evaluate.ts';
import { findFront, thinFront } from '../../../src/engine/ipu/front.ts';
import type { PlanInput } from '../../../src/engine/ipu/plan-input.ts';
import { checkConfiguration } from '../../../src/engine/ipu/rules.ts';
import { suggestConfigurations } from '../../../src/engine/ipu/search.ts';
import { splitLayers } from '../../../src/engine/ipu/splits.ts';
import { bertBaseUncased } from '../../../src/engine/model/config.ts';
import type { Candidate, Suggestions } from '../../../src/shared/plan.ts';
import { createRandom } from '../../support/random.ts';
import { oddInputsOf } from './odd-inputs.ts';
import { bertLarge, someInput } from './some-input.ts';

const large = someInput({ ...bertLarge, training: { ...bertLarge.training, embeddingSerializationFactor: 1 } });
const pretraining = someInput({
  ...bertLarge,
  task: 'pretraining',
  sequenceLength: 128,
  podIpus: 64,
  microBatchSize: 8,
  gradientAccumulationSteps: 512,
  training: { ...bertLarge.training, replicationFactor: 16 },
});
const pairs = { layersPerIpu: [1, 1], ipusPerReplica: 2, replicationFactor: 2 };
const small = someInput({
  model: { ...bertBaseUncased, num_hidden_layers: 2, hidden_size: 96 },
  podIpus: 4,
  training: pairs,
  inference: pairs,
});
const inputs: Readonly<Record<string, PlanInput>> = {
  'BERT-large on 16 IPUs': large,
  'BERT-base on 16 IPUs': someInput(),
  'pre-training of BERT-large on 64 IPUs': pretraining,
  'a small model on 4 IPUs': small,
  'evaluation of BERT-large': { ...large, mode: 'inference' },
  'nobody said how many IPUs': { ...large, podIpus: null },
};

/** The configuration of a candidate, read from its edits by the names of the fields alone. */
function inputOf(input: PlanInput, { edits }: Candidate): PlanInput {
  const layoutNames: Readonly<Record<string, keyof PlanInput['training']>> = {
    layers_per_ipu: 'layersPerIpu',
    replication_factor: 'replicationFactor',
    matmul_proportion: 'matmulProportion',
    embedding_serialization_factor: 'embeddingSerializationFactor',
    serialized_embedding_splits_per_ipu: 'embeddingSplitsPerIpu',
    projection_serialization_factor: 'projectionSerializationFactor',
    serialized_projection_splits_per_ipu: 'projectionSplitsPerIpu',
    device_iterations: 'deviceIterations',
  };
  const names: Readonly<Record<string, keyof PlanInput>> = {
    'training.per_device_train_batch_size': 'microBatchSize',
    'training.per_device_eval_batch_size': 'evalMicroBatchSize',
    'training.gradient_accumulation_steps': 'gradientAccumulationSteps',
    'ipu_config.optimizer_state_offchip': 'optimizerStateOffchip',
    'ipu_config.replicated_tensor_sharding': 'replicatedTensorSharding',
    'ipu_config.recompute_checkpoint_every_layer': 'recomputeCheckpointEveryLayer',
  };
  const changes: Record<string, unknown> = {};
  const layout: Record<string, unknown> = { ...input[input.mode] };
  for (const { field, value } of edits) {
    // Evaluation's own replicas change nothing of a plan for training.
    if (input.mode === 'training' && field.startsWith('ipu_config.inference_')) continue;
    const name = field.replace(/^ipu_config\.(inference_)?/, '');
    if (names[field]) changes[names[field]] = value;
    else if (name !== 'ipus_per_replica') {
      assert.ok(layoutNames[name], field);
      layout[layoutNames[name]] = value;
    }
  }
  layout['ipusPerReplica'] = (layout['layersPerIpu'] as number[]).length;
  return { ...input, ...changes, [input.mode]: layout };
}

const candidatesOf = ({ front, rejected }: Suggestions): Candidate[] => [
  ...front,
  ...rejected.flatMap(({ best }) => (best ? [best] : [])),
];

for (const [name, input] of Object.entries(inputs)) {
  const found = suggestConfigurations(input);

  test(`${name}: no member of the front is beaten, and the fastest comes first`, () => {
    assert.ok(found.front.length > 1 && found.front.length <= 16, `${found.front.length} members`);
    for (const [index, member] of found.front.entries()) {
      assert.notEqual(member.verdict, 'does-not-fit');
      const next = found.front[index + 1];
      if (next) assert.ok(next.samplesPerSecond <= member.samplesPerSecond && next.marginBytes > member.marginBytes);
    }
  });

  test(`${name}: candidates keep the rules and the batch, and lead to the figures they state`, () => {
    const batchOf = ({ mode, ...plan }: PlanInput): number =>
      mode === 'training'
        ? plan.microBatchSize * plan.gradientAccumulationSteps * plan.training.replicationFactor
        : plan.evalMicroBatchSize * plan.inference.deviceIterations * plan.inference.replicationFactor;
    assert.equal(found.perUpdate, batchOf(input));
    for (const candidate of candidatesOf(found)) {
      const changed = inputOf(input, candidate);
      const errors = checkConfiguration(changed).filter(({ severity }) => severity === 'error');
      assert.deepEqual(errors, [], JSON.stringify(candidate));
      assert.equal(batchOf(changed), found.perUpdate);
      assert.ok(candidate.layersPerIpu.length * candidate.replicas <= found.podIpus);
      const { samplesPerSecond, marginBytes, verdict } = candidate;
      assert.deepEqual(evaluateConfiguration(changed), { samplesPerSecond, marginBytes, verdict });
    }
  });

  test(`${name}: whatever was looked at is in the front or counted with its reason`, () => {
    const counted = found.rejected.reduce((sum, { count }) => sum + count, 0);
    assert.equal(found.front.length + counted, found.looked);
    const sizes = found.rejected.map(({ count }) => count);
    assert.deepEqual(
      [...sizes].sort((a, b) => b - a),
      sizes,
    );
  });
}

test('the front is at least as fast as the published configurations of the same batch', () => {
  const { front } = suggestConfigurations(large);
  const published = {
    ...large.training,
    layersPerIpu: [2, 3, 3, 3, 3, 3, 3, 4],
    ipusPerReplica: 8,
    replicationFactor: 2,
  };
  const known: PlanInput[] = [
    { ...large, optimizerStateOffchip: true, microBatchSize: 1, gradientAccumulationSteps: 32 },
    { ...large, training: published, microBatchSize: 2, gradientAccumulationSteps: 32 },
  ];
  for (const input of known) {
    const { samplesPerSecond, verdict } = evaluateConfiguration(input)!;
    assert.notEqual(verdict, 'does-not-fit');
    assert.ok(front[0]!.samplesPerSecond >= samplesPerSecond);
  }
});

test('a configuration that cannot be placed gets suggestions all the same', () => {
  const { front } = suggestConfigurations(someInput({ training: { layersPerIpu: [9, 9, 9, 9] } }));
  assert.ok(front.length > 0);
});

test('no configuration makes the search throw', () => {
  for (const input of oddInputsOf(31, 30)) {
    const { front, rejected, looked } = suggestConfigurations(input);
    assert.equal(front.length + rejected.reduce((sum, { count }) => sum + count, 0), looked);
  }
});

test('a front is what no other member beats, for random figures', () => {
  const random = createRandom(12);
  for (let round = 0; round < 200; round++) {
    const all = Array.from({ length: 1 + random.below(30) }, () => ({
      samplesPerSecond: random.below(10),
      marginBytes: random.below(10),
    }));
    const front = findFront(all);
    const beats = (a: (typeof all)[0], b: (typeof all)[0]): boolean =>
      a.samplesPerSecond >= b.samplesPerSecond &&
      a.marginBytes >= b.marginBytes &&
      (a.samplesPerSecond > b.samplesPerSecond || a.marginBytes > b.marginBytes);
    for (const member of front) assert.ok(!all.some((other) => beats(other, member)));
    for (const other of all.filter((each) => !front.includes(each))) {
      const isAlike = (each: (typeof all)[0]): boolean =>
        each.samplesPerSecond === other.samplesPerSecond && each.marginBytes === other.marginBytes;
      assert.ok(front.some((member) => beats(member, other) || isAlike(member)));
    }
    const thin = thinFront(front, 5);
    assert.ok(thin.length <= 5 && thin.every((member) => front.includes(member)) && thin[0] === front[0]);
  }
});

test('splits add up, leave no IPU after the first empty, and have the published ones among them', () => {
  for (const [layers, ipus] of [
    [12, 4],
    [24, 8],
    [24, 16],
    [3, 4],
    [12, 1],
    [48, 2],
    [1, 2],
  ] as const) {
    const splits = splitLayers(layers, ipus);
    assert.ok(splits.length > 0, `${layers} on ${ipus}`);
    for (const split of splits) {
      assert.equal(split.length, ipus);
      assert.equal(
        split.reduce((sum, count) => sum + count, 0),
        layers,
      );
      assert.ok(split.slice(1).every((count) => count >= 1));
    }
    assert.equal(new Set(splits.map(String)).size, splits.length);
  }
  const has = (split: readonly number[]): boolean =>
    splitLayers(
      split.reduce((sum, count) => sum + count, 0),
      split.length,
    ).some((each) => String(each) === String(split));
  for (const split of [[0, 4, 4, 4], [3, 7, 7, 7], [2, 3, 3, 3, 3, 3, 3, 4], [0, 3, 3, 3, 3, 4, 4, 4], [12]])
    assert.ok(has(split), String(split));
  assert.deepEqual(splitLayers(12, 16), [], 'more IPUs than layers');
});
