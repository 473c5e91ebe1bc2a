// The batch arithmetic of every published run whose figures are known.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planBatch } from '../../../src/engine/ipu/batch.ts';
import type { BatchPlan } from '../../../src/shared/plan.ts';
import { bertLarge, type Changes, someInput } from './some-input.ts';

interface Published {
  readonly title: string;
  readonly source: string;
  readonly changes: Changes;
  readonly expected: Partial<BatchPlan>;
}

const published: readonly Published[] = [
  {
    title: 'Graphcore/bert-base-uncased-squad: 2 × 16 × 4 × 2 = 256, of which the optimizer sees 128; evaluation 32',
    source: 'huggingface.co/Graphcore/bert-base-uncased-squad, README.md and ipu_config.json (commit df2d5cd)',
    changes: {},
    expected: {
      microBatch: 2,
      perUpdate: 128,
      perStep: 256,
      evalPerStep: 32,
      stepsPerEpoch: 345,
      updatesPerEpoch: 690,
      totalSteps: 1035,
      totalUpdates: 2070,
      evalSteps: 337,
    },
  },
  {
    title: 'the same command with the Graphcore/bert-base-ipu of today: 128 and 40',
    source: 'huggingface.co/Graphcore/bert-base-ipu (commit 0bbecd4) with --n_ipu 16',
    changes: { training: { deviceIterations: 1 }, inference: { deviceIterations: 5 } },
    expected: { perUpdate: 128, perStep: 128, evalPerStep: 40, stepsPerEpoch: 691, evalSteps: 270 },
  },
  {
    title: 'Graphcore/roberta-base-squad: 4 × 16 × 4 = 256, evaluation 40',
    source: 'huggingface.co/Graphcore/roberta-base-squad, README.md',
    changes: { microBatchSize: 4, training: { deviceIterations: 1 }, inference: { deviceIterations: 5 } },
    expected: { perUpdate: 256, perStep: 256, evalPerStep: 40 },
  },
  {
    title: 'BERT-large on SQuAD in the introductory notebook: 690 steps of 256 in two epochs',
    source: 'gradient-ai/Graphcore-HuggingFace notebook-tutorials/introduction_to_optimum_graphcore.ipynb',
    changes: { ...bertLarge, microBatchSize: 1, gradientAccumulationSteps: 64, epochs: 2 },
    expected: { perUpdate: 256, perStep: 256, stepsPerEpoch: 345, totalSteps: 690, totalUpdates: 690, evalPerStep: 32 },
  },
  {
    title: 'the question answering notebook: 2,073 steps of 128 in three epochs',
    source: 'huggingface/optimum-graphcore notebooks/question_answering.ipynb (2022-08-09)',
    changes: { microBatchSize: 1, gradientAccumulationSteps: 32, training: { deviceIterations: 1 } },
    expected: { perUpdate: 128, perStep: 128, stepsPerEpoch: 691, totalSteps: 2073 },
  },
  {
    title: 'packed SQuAD on a POD4: 39,826 packs, 231 steps of 512 in three epochs',
    source: 'huggingface/optimum-graphcore notebooks/packedBERT_question_answering.ipynb',
    changes: {
      podIpus: 4,
      microBatchSize: 1,
      gradientAccumulationSteps: 32,
      sequencesPerPack: 88524 / 39826,
      trainSamples: 39826,
      training: { replicationFactor: 1, deviceIterations: 16 },
    },
    expected: { perUpdate: 32, perStep: 512, stepsPerEpoch: 77, updatesPerEpoch: 1232, totalSteps: 231 },
  },
  {
    title: 'README of the question answering example: 2 × 16 × 4 = 128 on 16 IPUs, evaluation 16 × 4 × 5',
    source: 'huggingface/optimum-graphcore examples/question-answering/README.md',
    changes: { evalMicroBatchSize: 16, training: { deviceIterations: 1 }, inference: { deviceIterations: 5 } },
    expected: { perStep: 128, evalPerStep: 320 },
  },
  {
    title: 'the tests of the examples: 2 × 64 × 2 = 256 on 8 IPUs, one epoch of 345 steps',
    source: 'huggingface/optimum-graphcore tests/test_examples.py',
    changes: {
      podIpus: 8,
      epochs: 1,
      gradientAccumulationSteps: 64,
      training: { replicationFactor: 2, deviceIterations: 1 },
    },
    expected: { perStep: 256, totalSteps: 345 },
  },
  {
    title: 'Graphcore’s own SQuAD configuration of BERT-large: 4 × 32 × 2 = 256, twice a step',
    source: 'graphcore/examples nlp/bert/pytorch/configs_squad.yml, squad_large_384',
    changes: {
      microBatchSize: 4,
      gradientAccumulationSteps: 32,
      training: {
        ipusPerReplica: 8,
        replicationFactor: 2,
        layersPerIpu: [2, 3, 3, 3, 3, 3, 3, 4],
        deviceIterations: 2,
      },
    },
    expected: { perUpdate: 256, perStep: 512, stepsPerEpoch: 172, updatesPerEpoch: 344 },
  },
  {
    title: 'the tutorial on fine-tuning BERT: a global batch of 256 on two replicas',
    source: 'graphcore/tutorials tutorials/pytorch/finetuning_bert',
    changes: { gradientAccumulationSteps: 64, training: { replicationFactor: 2, deviceIterations: 1 } },
    expected: { perUpdate: 256 },
  },
  {
    title: 'pre-training of BERT-large in Graphcore’s examples: 8 × 2048 × 4 = 65,536',
    source: 'graphcore/examples nlp/bert/pytorch/configs_pretraining.yml, pretrain_large_128',
    changes: { ...bertLarge, task: 'pretraining', microBatchSize: 8, gradientAccumulationSteps: 2048 },
    expected: { perUpdate: 65536, perStep: 65536 },
  },
  {
    title: 'inference of the e5-large notebook: 2 × 4 × 256 = 2,048 for each call',
    source: 'huggingface/optimum-graphcore notebooks/text_embeddings_models',
    changes: {
      mode: 'inference',
      inference: { layersPerIpu: [24], ipusPerReplica: 1, replicationFactor: 4, deviceIterations: 256 },
    },
    expected: { evalPerStep: 2048, stepsPerEpoch: null, totalSteps: null, totalUpdates: null, evalSteps: 6 },
  },
];

for (const { title, source, changes, expected } of published) {
  test(`${title} (${source})`, () => {
    const batch = planBatch(someInput(changes));
    for (const [name, value] of Object.entries(expected)) assert.equal(batch[name as keyof BatchPlan], value, name);
  });
}

// Source: huggingface/optimum-graphcore optimum/graphcore/trainer.py, `max_steps`.
test('a limit of weight updates goes before the epochs, and ends with a whole step', () => {
  const batch = planBatch(someInput({ maxSteps: 7, training: { deviceIterations: 2 } }));
  assert.deepEqual([batch.totalUpdates, batch.totalSteps], [7, 4]);
});

// Source: trainer.py, ceil(num_train_epochs × steps per epoch).
test('a broken number of epochs is rounded up to whole steps', () => {
  assert.equal(planBatch(someInput({ epochs: 0.5 })).totalSteps, 173);
});

test('what nobody has counted is null, and data smaller than a step make none', () => {
  const unknown = planBatch(someInput({ trainSamples: null, evalSamples: null }));
  assert.deepEqual(
    [unknown.stepsPerEpoch, unknown.updatesPerEpoch, unknown.totalSteps, unknown.totalUpdates, unknown.evalSteps],
    [null, null, null, null, null],
  );
  assert.equal(planBatch(someInput({ trainSamples: 255 })).stepsPerEpoch, 0);
  assert.equal(planBatch(someInput({ microBatchSize: 0 })).stepsPerEpoch, null);
});
