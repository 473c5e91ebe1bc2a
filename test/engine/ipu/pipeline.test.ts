// Operation counts and utilisation of whole plans: published pipelines, limits, and that no configuration throws.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ipuUtilisation, type PipelineInput, planPipeline } from '../../../src/engine/ipu/pipeline.ts';
import { bertBaseUncased, bertLargeUncased } from '../../../src/engine/model/config.ts';
import { createRandom } from '../../support/random.ts';

const baseSquad: PipelineInput = {
  model: bertBaseUncased,
  layersPerIpu: [0, 4, 4, 4],
  gradientAccumulationSteps: 16,
  microBatchSize: 2,
  sequenceLength: 384,
  recomputeCheckpointEveryLayer: true,
};

test('the pipeline of Graphcore/bert-base-uncased-squad', () => {
  const plan = planPipeline(baseSquad);
  assert.equal(plan.stages, 7);
  assert.equal(plan.cyclesPerUpdate, 22);
  assert.deepEqual(
    plan.ipus.map(({ index, layers }) => [index, layers]),
    [
      [0, 0],
      [1, 4],
      [2, 4],
      [3, 4],
    ],
  );
  const [embeddings, second, third] = plan.ipus.map(({ utilisation }) => utilisation);
  assert.ok(
    embeddings !== undefined && embeddings > 0 && embeddings < 0.01,
    'embeddings alone compute next to nothing',
  );
  assert.equal(second, third);
  // IPU 0 hardly counts: three equal stages give 16 / (16 + 2); the last IPU recomputes a layer less.
  assert.ok(Math.abs(1 - plan.bubble - 16 / 18) < 0.02, `${plan.bubble}`);
  assert.equal(1 - plan.bubble, second);
});

test('an encoder layer costs 24·h²·S + 4·S²·h forward, twice that backward and once more to recompute', () => {
  const h = 768;
  const s = 384;
  const layer = 24 * h * h * s + 4 * s * s * h;
  const [, middle, , last] = planPipeline(baseSquad).ipus;
  assert.equal(middle?.forwardFlop, 2 * 4 * layer);
  assert.equal(middle?.backwardFlop, 3 * 2 * 4 * layer);
  assert.equal(last?.forwardFlop, 2 * (4 * layer + 4 * h * s));
  assert.equal(last?.backwardFlop, 2 * last!.forwardFlop + 2 * 3 * layer);
  const [, , , coarse] = planPipeline({ ...baseSquad, recomputeCheckpointEveryLayer: false }).ipus;
  assert.equal(
    coarse?.backwardFlop,
    2 * coarse!.forwardFlop,
    'without layer checkpoints the last IPU recomputes nothing',
  );
});

test('one IPU works all the time and has no bubble', () => {
  const plan = planPipeline({ ...baseSquad, layersPerIpu: [12], gradientAccumulationSteps: 1 });
  assert.equal(plan.stages, 1);
  assert.equal(plan.bubble, 0);
  assert.deepEqual(ipuUtilisation({ ...baseSquad, layersPerIpu: [12] }), [1]);
});

test('more gradient accumulation shrinks the bubble, uneven layers leave IPUs waiting', () => {
  const bubbles = [7, 16, 64, 1024].map((steps) => {
    return planPipeline({
      ...baseSquad,
      model: bertLargeUncased,
      layersPerIpu: [3, 7, 7, 7],
      gradientAccumulationSteps: steps,
    }).bubble;
  });
  assert.deepEqual(
    [...bubbles].sort((a, b) => b - a),
    bubbles,
  );
  assert.ok(bubbles.at(-1)! < 0.01);
  const [first, second] = ipuUtilisation({ ...baseSquad, layersPerIpu: [3, 7, 7, 7], gradientAccumulationSteps: 1024 });
  assert.ok(Math.abs(first! / second! - 3 / 7) < 0.001, 'work is in the ratio of the layers');
});

test('no configuration throws or gives a share outside 0 to 1', () => {
  const random = createRandom(3);
  for (let round = 0; round < 2000; round++) {
    const hidden = 8 * random.below(200);
    const input: PipelineInput = {
      model: { hidden_size: hidden, intermediate_size: random.below(9000) },
      layersPerIpu: Array.from({ length: random.below(18) }, () => random.below(8)),
      gradientAccumulationSteps: 1 + random.below(random.pick([4, 100, 1e9])),
      microBatchSize: 1 + random.below(64),
      sequenceLength: random.next() * 512,
      recomputeCheckpointEveryLayer: random.next() < 0.5,
    };
    const { bubble, ipus } = planPipeline(input);
    const shares = [bubble, ...ipus.map(({ utilisation }) => utilisation)];
    assert.ok(
      shares.every((share) => share >= 0 && share <= 1),
      JSON.stringify({ input, shares }),
    );
    assert.equal(ipus.length, input.layersPerIpu.length);
  }
});
