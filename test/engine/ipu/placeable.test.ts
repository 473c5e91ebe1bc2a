// Whether layers can be placed: the same answer as placing them gives, and a reason for figures that nobody can place.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeContents } from '../../../src/engine/ipu/contents.ts';
import { placeLayout } from '../../../src/engine/ipu/evaluate.ts';
import { expandLayersPerIpu } from '../../../src/engine/ipu/layers.ts';
import { findPlacementFault } from '../../../src/engine/ipu/placeable.ts';
import { settleInput } from '../../../src/engine/ipu/settle.ts';
import { bertBaseUncased } from '../../../src/engine/model/config.ts';
import { createRandom } from '../../support/random.ts';
import { someInput } from './some-input.ts';

test('what can be placed is what expanding the list of layers says', () => {
  const random = createRandom(17);
  let faults = 0;
  for (let round = 0; round < 2000; round++) {
    const layersPerIpu = Array.from({ length: 1 + random.below(6) }, () => random.below(6) - 1);
    const ipusPerReplica = random.next() < 0.7 ? layersPerIpu.length : 1 + random.below(6);
    const layers = 1 + random.below(12);
    const input = someInput({
      model: { ...bertBaseUncased, num_hidden_layers: layers },
      training: { layersPerIpu, ipusPerReplica },
    });
    const fault = findPlacementFault(input, 'training');
    let thrown: unknown = null;
    try {
      expandLayersPerIpu(layersPerIpu, ipusPerReplica, layers);
    } catch (error) {
      thrown = error;
    }
    assert.equal(fault?.message ?? null, thrown === null ? null : (thrown as Error).message);
    if (fault) faults++;
  }
  assert.ok(faults > 200 && faults < 1800, `${faults} faults`);
});

test('odd entries, endless pipelines and blocks that are not the model’s have their own reasons', () => {
  const blocks = (attention: number, feedForward: number) => [{ attention, feedForward }];
  const one = { layersPerIpu: [12], ipusPerReplica: 1 };
  const cases = [
    [{ training: { layersPerIpu: [0, 4, 4, Number.NaN] } }, 'layers-entry-wrong'],
    [{ training: { layersPerIpu: [0, 4, 4.5, 3.5] } }, 'layers-entry-wrong'],
    [{ training: { layersPerIpu: [0, -2, 7, 7] } }, 'layers-entry-wrong'],
    [{ training: { layersPerIpu: [-1], ipusPerReplica: 1e9 } }, 'pipeline-too-long'],
    [{ training: one, blocksPerIpu: blocks(12, 11) }, 'blocks-sum-wrong'],
    [{ blocksPerIpu: blocks(12, 12) }, 'blocks-sum-wrong'],
    [{ training: one, blocksPerIpu: blocks(12, 12) }, undefined],
  ] as const;
  for (const [changes, code] of cases) {
    assert.equal(findPlacementFault(someInput(changes), 'training')?.code, code, JSON.stringify(changes));
  }
});

test('figures that cannot be meant are replaced, and named', () => {
  const given = someInput({
    microBatchSize: Number.NaN,
    epochs: -3,
    training: { replicationFactor: 0, deviceIterations: 2.5 },
  });
  const { input, replacements } = settleInput(given);
  assert.deepEqual(
    replacements.map(({ field, taken }) => [field, taken]),
    [
      ['training.per_device_train_batch_size', 1],
      ['ipu_config.replication_factor', 1],
      ['ipu_config.device_iterations', 2],
      ['training.num_train_epochs', 0],
    ],
  );
  assert.equal(input.microBatchSize, 1);
  assert.deepEqual(settleInput(someInput()).replacements, []);
});

test('what lies on an IPU is said in words', () => {
  const contentsOf = (changes: Parameters<typeof someInput>[0]): string[] => {
    const input = someInput(changes);
    return placeLayout(input, 'training').map((ipu) => describeContents(input.task, ipu).join(' + '));
  };
  assert.deepEqual(contentsOf({ task: 'pretraining' }), [
    'embeddings + pooler + next-sentence head + masked-language head',
    'layers 0–3',
    'layers 4–7',
    'layers 8–11',
  ]);
  assert.deepEqual(
    contentsOf({
      task: 'sequence-classification',
      training: { layersPerIpu: [1, 11], ipusPerReplica: 2, embeddingSplitsPerIpu: [3, 1] },
    }),
    [
      '75 % of the word embeddings + other embeddings + layer 0',
      '25 % of the word embeddings + layers 1–11 + pooler + classifier',
    ],
  );
  const blocksPerIpu = [
    { attention: 6, feedForward: 5 },
    { attention: 6, feedForward: 7 },
  ];
  assert.deepEqual(contentsOf({ blocksPerIpu, training: { layersPerIpu: [6, 6], ipusPerReplica: 2 } }), [
    'embeddings + 6 attention and 5 feed-forward blocks',
    '6 attention and 7 feed-forward blocks + QA head',
  ]);
});
