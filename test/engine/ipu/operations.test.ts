import assert from 'node:assert/strict';
import test from 'node:test';
import { countWork, predictedShare } from '../../../src/engine/ipu/operations.ts';
import { placeModel } from '../../../src/engine/ipu/placement.ts';
import type { PlanInput } from '../../../src/engine/ipu/plan-input.ts';
import { publishedInput } from './published.ts';

const work = (input: PlanInput, rows = 1) => {
  const placed = placeModel(input, input.training);
  return placed.map((ipu) => countWork(input, ipu, { layout: input.training, ipus: placed.length }, rows));
};

test('a layer and sequence count 24·h²·S + 4·S²·h operations', () => {
  const [, second] = work(publishedInput('og-packed-squad-pod4'));
  assert.equal(second!.forward.flop, 4 * (24 * 768 ** 2 * 384 + 4 * 384 ** 2 * 768));
});

test('blocks placed apart add up to the layers placed whole', () => {
  const whole = publishedInput('og-packed-squad-pod4');
  const apart = [0, 5, 3, 4].map((attention, i) => ({ attention, feedForward: [0, 3, 5, 4][i]! }));
  const sum = (input: PlanInput): number => work(input).reduce((total, { forward }) => total + forward.flop, 0);
  assert.equal(sum({ ...whole, blocksPerIpu: apart }), sum(whole));
});

test('work grows with the sequences of a micro-batch, products do not', () => {
  const input = publishedInput('og-packed-squad-pod4');
  const [one, four] = [work(input)[1]!.forward, work(input, 4)[1]!.forward];
  assert.equal(four.flop, 4 * one.flop);
  assert.equal(four.elements, 4 * one.elements);
  assert.equal(four.products, one.products);
});

test('the pipeline does its encoder work again; its end leaves out the last layer, or all without checkpoints', () => {
  const input = publishedInput('og-packed-squad-pod4');
  const again = work(input).map(({ recomputed }) => recomputed.flop);
  assert.equal(again[2], again[1]);
  assert.equal(again[3], (again[1]! * 3) / 4);
  assert.equal(work({ ...input, recomputeCheckpointEveryLayer: false }).at(-1)!.recomputed.flop, 0);
});

test('a tied head sends the pipeline back to the first IPU, so that the last one is not its end', () => {
  const input = publishedInput('eidf-bert-base-4ipu');
  const [first, second, , last] = work(input);
  assert.equal(last!.recomputed.flop, second!.recomputed.flop);
  assert.equal(last!.sentBytes, 2 * 128 * 768);
  const vocabulary = predictedShare * 128 * 2 * 768 * 30522;
  assert.ok(first!.forward.flop > vocabulary && first!.forward.flop < 1.2 * vocabulary);
  const untied = work({ ...input, untiedProjection: true });
  assert.equal(untied[0]!.forward.flop, 0);
  assert.equal(untied[3]!.sentBytes, 0);
});

test('one IPU sends nothing', () => {
  const input = publishedInput('og-e5-large-infer');
  assert.deepEqual(
    work(input).map(({ sentBytes }) => sentBytes),
    [0],
  );
});

test('serialised, look-ups and the vocabulary projection come in as many products, the operations staying the same', () => {
  const input = publishedInput('eidf-bert-base-4ipu');
  const parts = { embeddingSerializationFactor: 2, projectionSerializationFactor: 6 };
  const [plain, serialised] = [input, { ...input, training: { ...input.training, ...parts } }].map(
    (it) => work(it)[0]!,
  );
  assert.equal(serialised!.forward.flop, plain!.forward.flop);
  assert.equal(serialised!.forward.products, plain!.forward.products + 1 + 5);
  assert.equal(serialised!.forward.elements, plain!.forward.elements + 128 * 768);
});
