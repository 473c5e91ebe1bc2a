// Pipeline stages by the rules of PopART and PopTorch, named in src/engine/ipu/stages.ts.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PlacedIpu } from '../../../src/engine/ipu/placement.ts';
import { numberStages } from '../../../src/engine/ipu/stages.ts';

/** IPUs with so many whole layers, embeddings on the first and the head where told. */
function place(layers: readonly number[], headAt: number): PlacedIpu[] {
  const parameters = { wordEmbeddings: 0, otherEmbeddings: 0, encoder: 0, head: 0, projection: 0 };
  return layers.map((count, index) => ({
    index,
    attention: count,
    feedForward: count,
    firstLayer: layers.slice(0, index).reduce((sum, each) => sum + each, 0),
    embeddingShare: Number(index === 0),
    hasEmbeddings: index === 0,
    hasHead: index === headAt,
    projectionShare: 0,
    parameters,
  }));
}

function describeStages(layers: readonly number[], headAt: number): string {
  const { embeddings, layers: encoder, head } = numberStages(place(layers, headAt));
  return [embeddings, ...encoder, head].map(({ stage, ipu }) => `${stage}@${ipu}`).join(' ');
}

test('fine-tuning: a stage for each IPU', () => {
  assert.equal(describeStages([0, 2, 1], 2), '0@0 1@1 1@1 2@2 2@2');
  assert.equal(describeStages([1, 1], 1), '0@0 0@0 1@1 1@1');
  assert.equal(describeStages([2], 0), '0@0 0@0 0@0 0@0');
});

test('pre-training: the head on the first IPU is a stage of its own at the end', () => {
  assert.equal(describeStages([1, 1, 1], 0), '0@0 0@0 1@1 2@2 3@0');
  assert.equal(describeStages([2], 0), '0@0 0@0 0@0 0@0');
});

test('an IPU without layers has no stage, and leaves no gap', () => {
  assert.equal(describeStages([1, 0, 1], 2), '0@0 0@0 1@2 1@2');
  assert.equal(describeStages([1, 1, 0], 2), '0@0 0@0 1@1 2@2');
});
