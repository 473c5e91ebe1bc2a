import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countUpdates, planUpdate } from '../../../src/engine/data/plan-update.ts';

const plan = (lengths: readonly number[], rest: { padToMaxLength: boolean; microBatchSize?: number }) =>
  planUpdate(lengths, {
    microBatchSize: 2,
    maxLength: 100,
    lengthOf: (length) => length,
    labelsOf: () => 1,
    ...rest,
  });

test('with padding the order stays, and each micro-batch has the same share, however short it is', () => {
  const batches = plan([10, 90, 20, 80, 30], { padToMaxLength: true });
  assert.deepEqual(
    batches.map(({ items, length, weights }) => ({ items, length, weights })),
    [
      { items: [10, 90], length: 100, weights: [1 / 6, 1 / 6] },
      { items: [20, 80], length: 100, weights: [1 / 6, 1 / 6] },
      { items: [30], length: 100, weights: [1 / 3] },
    ],
  );
});

test('without padding every item has the same share, and groups hold equal lengths together', () => {
  const batches = plan([10, 90, 20, 80, 30, 50, 40], { padToMaxLength: false });
  assert.deepEqual(
    batches.map(({ items, length }) => ({ items, length })),
    [
      { items: [90, 80], length: 90 },
      { items: [50, 40, 30, 20], length: 50 },
      { items: [10], length: 10 },
    ],
  );
  assert.ok(batches.every(({ weights }) => weights.every((weight) => weight === 1 / 7)));
});

test('no micro-batch takes more tokens than so many of the longest possible items', () => {
  const lengths = Array.from({ length: 64 }, (_, i) => 5 + ((i * 37) % 96));
  for (const microBatchSize of [1, 2, 3, 7]) {
    const batches = plan(lengths, { padToMaxLength: false, microBatchSize });
    assert.ok(batches.every(({ items, length }) => items.length * length <= microBatchSize * 100));
    assert.deepEqual(batches.flatMap(({ items }) => items).sort(), [...lengths].sort());
  }
});

test('items with more labels have a larger share', () => {
  const options = { microBatchSize: 2, maxLength: 100, lengthOf: (n: number) => n, labelsOf: (n: number) => n };
  const weights = (padToMaxLength: boolean) =>
    planUpdate([1, 3, 4], { ...options, padToMaxLength }).flatMap((batch) => batch.weights);
  assert.deepEqual(weights(false), [4 / 8, 3 / 8, 1 / 8]);
  assert.deepEqual(weights(true), [1 / 8, 3 / 8, 1 / 2]);
});

test('updates are counted as transformers’ Trainer counts them', () => {
  assert.deepEqual(countUpdates(60, 4, { epochs: 2, maxSteps: -1 }), { perEpoch: 15, total: 30 });
  assert.deepEqual(countUpdates(61, 12, { epochs: 1.5, maxSteps: -1 }), { perEpoch: 6, total: 9 });
  assert.deepEqual(countUpdates(61, 12, { epochs: 1, maxSteps: 4 }), { perEpoch: 6, total: 4 });
});

test('what counts once an item has equal shares: of all items, or of each micro-batch', () => {
  const options = { microBatchSize: 2, maxLength: 100, lengthOf: (n: number) => n, labelsOf: (n: number) => n };
  const shares = (padToMaxLength: boolean) =>
    planUpdate([60, 80, 70], { ...options, padToMaxLength }).map(({ itemShare }) => itemShare);
  assert.deepEqual(shares(true), [1 / 4, 1 / 2]);
  assert.ok(shares(false).every((share) => share === 1 / 3));
});

test('items without any label have no share, and spoil nothing', () => {
  const options = { microBatchSize: 2, maxLength: 100, lengthOf: () => 5, labelsOf: () => 0 };
  for (const padToMaxLength of [true, false]) {
    const batches = planUpdate([1, 2, 3], { ...options, padToMaxLength });
    assert.deepEqual(new Set(batches.flatMap(({ weights }) => weights)), new Set([0]));
  }
});
