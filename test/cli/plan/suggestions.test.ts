import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { renderSuggestions } from '../../../src/cli/plan/suggestions.ts';
import type { Candidate, Suggestions } from '../../../src/shared/plan.ts';
import { assertGolden } from '../golden.ts';
import { fittingPlan, inferencePlan, unplaceablePlan } from './plans.ts';

const candidate: Candidate = {
  edits: [
    { field: 'ipu_config.layers_per_ipu', value: [3, 3, 3, 3] },
    { field: 'ipu_config.ipus_per_replica', value: null },
    { field: 'training.per_device_train_batch_size', value: 4 },
    { field: 'training.gradient_accumulation_steps', value: 8 },
  ],
  layersPerIpu: [3, 3, 3, 3],
  replicas: 4,
  microBatch: 4,
  gradientAccumulationSteps: 8,
  embeddingSerializationFactor: 2,
  optimizerStateOffchip: false,
  recomputeCheckpointEveryLayer: false,
  samplesPerSecond: 1258,
  marginBytes: 38e6,
  verdict: 'tight',
};

const found: Suggestions = {
  source: 'model',
  perUpdate: 128,
  podIpus: 16,
  looked: 7055,
  front: [
    candidate,
    {
      ...candidate,
      edits: [],
      layersPerIpu: [0, 4, 4, 4],
      samplesPerSecond: 1143,
      marginBytes: 394e6,
      verdict: 'fits',
    },
    {
      ...candidate,
      layersPerIpu: [0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2],
      optimizerStateOffchip: true,
      recomputeCheckpointEveryLayer: true,
      samplesPerSecond: 98.76,
      marginBytes: 650e6,
      verdict: 'fits',
    },
  ],
  rejected: [
    { reason: 'It does not fit', count: 2148, best: { ...candidate, microBatch: 8, marginBytes: -1727e6 } },
    { reason: 'The batch cannot be shared out evenly', count: 428, best: null },
  ],
};

describe('renderSuggestions', () => {
  it('shows the front, what to write, and why others were left out', () =>
    assertGolden('plan-best.txt', renderSuggestions(found, fittingPlan)));

  it('says so when nothing fits', () => {
    const page = renderSuggestions({ ...found, front: [] }, unplaceablePlan);
    assert.match(page, /None of them fits\. As it stands the model cannot be placed\./);
    assert.doesNotMatch(page, /To write/);
  });

  it('leaves out what inference does not have', () => {
    const page = renderSuggestions(found, inferencePlan);
    assert.match(page, /with 128 sequences in each step/);
    assert.doesNotMatch(page, /\bGA\b|optimizer|checkpoint/);
  });

  it('writes out the edits of the first few only', () => {
    const page = renderSuggestions({ ...found, front: Array.from({ length: 12 }, () => candidate) }, fittingPlan);
    assert.match(page, /… and those of 7 more with --json/);
    assert.equal(page.match(/no ipus_per_replica/g)?.length, 5);
  });
});
