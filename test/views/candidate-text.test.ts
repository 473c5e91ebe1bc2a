import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Candidate } from '../../src/shared/plan.ts';
import { describeCandidate } from '../../src/views/plan/candidate-text.ts';

const candidate: Candidate = {
  edits: [],
  layersPerIpu: [3, 7, 7, 7],
  replicas: 4,
  microBatch: 2,
  gradientAccumulationSteps: 32,
  embeddingSerializationFactor: 2,
  optimizerStateOffchip: true,
  recomputeCheckpointEveryLayer: true,
  samplesPerSecond: 1234.5,
  marginBytes: 47_300_000,
  verdict: 'tight',
};

test('a configuration is told with its speed, its memory and what it is', () => {
  assert.deepEqual(describeCandidate(candidate), {
    label: '1,230 sequences/s · tight',
    description: 'layers 3, 7, 7, 7 × 4 replicas',
    detail:
      '47 MB to spare · micro-batch 2 · accumulation 32 · embedding in 2 parts · optimizer off the chip · checkpoint at every layer',
  });
  const small = {
    ...candidate,
    replicas: 1,
    embeddingSerializationFactor: 1,
    optimizerStateOffchip: false,
    recomputeCheckpointEveryLayer: false,
  };
  const { description, detail } = describeCandidate({ ...small, marginBytes: -2e6, verdict: 'does-not-fit' });
  assert.equal(description, 'layers 3, 7, 7, 7 × 1 replica');
  assert.match(detail, /^2 MB too much · .* · optimizer on the chip · checkpoint at every IPU$/);
  assert.doesNotMatch(detail, /parts/);
});
