// The training step as a whole: does its gradient agree with the loss, and does grouping and padding change nothing?

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Feature } from '../../../src/engine/data/features.ts';
import { planUpdate } from '../../../src/engine/data/plan-update.ts';
import { questionAnswering } from '../../../src/engine/model/heads/question-answering.ts';
import { bertBaseUncased } from '../../../src/engine/model/config.ts';
import { initialise } from '../../../src/engine/model/parameters.ts';
import { optimizerNames } from '../../../src/engine/optim/optimizer.ts';
import { openQuestionAnswering } from '../../../src/engine/tasks/question-answering.ts';
import { Mt19937 } from '../../../src/engine/random/mt19937.ts';
import { Trainer, type TrainerOptions } from '../../../src/engine/train/trainer.ts';

const config = {
  ...bertBaseUncased,
  vocab_size: 40,
  hidden_size: 8,
  num_hidden_layers: 2,
  num_attention_heads: 2,
  intermediate_size: 16,
  max_position_embeddings: 24,
  hidden_dropout_prob: 0,
  attention_probs_dropout_prob: 0,
  initializer_range: 0.5,
};

const options = {
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  weightDecay: 0,
  maxGradNorm: 0,
  seed: 1,
};

function feature(length: number, random: Mt19937): Feature {
  const ids = Int32Array.from({ length }, () => 1 + (random.nextUint32() % 39));
  const positions = [1, 2].map(() => random.nextUint32() % length) as [number, number];
  return {
    exampleIndex: 0,
    ids,
    contextStart: 3,
    contextEnd: length - 1,
    offsets: new Int32Array(2 * length),
    startPosition: positions[0],
    endPosition: positions[1],
  };
}

const parameters = () =>
  new Map(questionAnswering.parameters(config).map((spec) => [spec.name, initialise(spec, config, new Mt19937(3))]));

const features = (() => {
  const random = new Mt19937(5);
  return [9, 14, 6, 20, 11].map((length) => feature(length, random));
})();

const vocabulary = { tokens: [], ids: new Map(), special: {} } as never;
const task = await openQuestionAnswering({ train: null, evaluation: null }, vocabulary, {
  maxSeqLength: 20,
  docStride: 4,
  padToMaxLength: false,
  version2: false,
  nBestSize: 20,
  maxAnswerLength: 30,
  nullScoreDiffThreshold: 0,
});

/** Micro-batches with room for `microBatchSize` of the longest sequences. */
function plan(items: readonly Feature[], microBatchSize: number) {
  const { lengthOf, labelsOf } = task;
  const batches = planUpdate(items, { microBatchSize, maxLength: 20, padToMaxLength: false, lengthOf, labelsOf });
  return batches.map((batch) => () => task.trainingBatch({ ...batch, epoch: 0 }));
}

test('the loss falls along the gradient by as much as its norm says', async () => {
  const trainer = await Trainer.create(config, questionAnswering, parameters(), { ...options });
  const batches = plan(features, 2);
  const before = await trainer.update(batches, 1, 0);
  // A loss of about log(length) for random weights, and every parameter takes part.
  assert.ok(before.loss > 1 && before.loss < 20, `${before.loss}`);
  const later = await (async () => {
    let result = before;
    for (let step = 2; step <= 60; step++) result = await trainer.update(batches, step, 0.01);
    return result;
  })();
  assert.ok(later.loss < before.loss / 4, `${later.loss} after ${before.loss}`);
  await trainer.release();
});

test('an update is the same one sequence at a time, in groups of any size and in any order', async () => {
  const results = [];
  for (const [microBatchSize, order] of [
    [1, features],
    [2, features.toReversed()],
    [5, features],
  ] as const) {
    const trainer = await Trainer.create(config, questionAnswering, parameters(), options);
    const result = await trainer.update(plan(order, microBatchSize), 1, 0);
    results.push(result);
    await trainer.release();
  }
  for (const { loss, gradNorm } of results) {
    assert.ok(Math.abs(loss / results[0]!.loss - 1) < 1e-5, `${loss} and ${results[0]!.loss}`);
    assert.ok(Math.abs(gradNorm / results[0]!.gradNorm - 1) < 1e-5, `${gradNorm} and ${results[0]!.gradNorm}`);
  }
});

test('the gradient of every parameter agrees with central differences of the loss', async () => {
  const weights = parameters();
  const trainer = await Trainer.create(config, questionAnswering, weights, {
    ...options,
    beta1: 0,
    beta2: 0.5,
    epsilon: 1e6,
  });
  const batches = plan(features, 5);
  const original = new Map([...weights].map(([name, values]) => [name, values.slice()]));
  // With a huge ε and no momentum an update moves each weight by −rate · gradient / ε: the update shows the gradient.
  await trainer.update(batches, 1, 1e6);
  const gradients = new Map(
    [...weights].map(([name, values]) => [name, values.map((w, i) => original.get(name)![i]! - w)]),
  );
  for (const [name, values] of weights) values.set(original.get(name)!);
  const lossAt = async () => (await trainer.update(batches, 1, 0)).loss;
  for (const [name, gradient] of gradients) {
    const i = gradient.reduce((best, g, j) => (Math.abs(g) > Math.abs(gradient[best]!) ? j : best), 0);
    const values = weights.get(name)!;
    const at = values[i]!;
    values[i] = at + 1 / 256;
    const above = await lossAt();
    values[i] = at - 1 / 256;
    const below = await lossAt();
    values[i] = at;
    const numeric = (above - below) * 128;
    assert.ok(
      Math.abs(numeric - gradient[i]!) < 0.02 * Math.max(0.05, Math.abs(numeric)),
      `${name}[${i}]: ${gradient[i]}, not ${numeric}`,
    );
  }
  await trainer.release();
});

/** Losses, norms and weights after four updates. */
async function trainFour(extra: Partial<TrainerOptions>) {
  const weights = parameters();
  const trainer = await Trainer.create(config, questionAnswering, weights, { ...options, maxGradNorm: 1, ...extra });
  const results = [];
  for (let step = 1; step <= 4; step++) results.push(await trainer.update(plan(features, 2), step, 0.01));
  await trainer.release();
  return { results, weights, trainer };
}

for (const optimizer of optimizerNames) {
  test(`${optimizer}: a loss scale that is a power of two changes no bit`, async () => {
    const [plain, scaled] = [
      await trainFour({ optimizer }),
      await trainFour({ optimizer, lossScaling: { scale: 1024, automatic: false } }),
    ];
    assert.deepEqual(scaled.results, plain.results);
    assert.deepEqual(scaled.weights, plain.weights);
    assert.notDeepEqual(plain.weights, parameters());
  });
}

test('an automatic loss scale that is too large skips updates until it fits, and then changes no bit', async () => {
  // 2^132 is infinite in 32 bits; the updates after the skipped ones are the first ones of a run without it.
  const lossScaling = { scale: 2 ** 132, automatic: true };
  const weights = parameters();
  const trainer = await Trainer.create(config, questionAnswering, weights, { ...options, lossScaling });
  let skipped = 0;
  while ((await trainer.update(plan(features, 2), 1, 0.01)).skipped) {
    assert.deepEqual(weights, parameters(), 'a skipped update leaves the weights alone');
    skipped += 1;
    assert.ok(skipped < 20);
  }
  assert.ok(skipped > 0);
  assert.equal(trainer.lossScale, 2 ** (132 - skipped));
  assert.equal(trainer.appliedUpdates, 1);
  const plain = parameters();
  const other = await Trainer.create(config, questionAnswering, plain, options);
  await other.update(plan(features, 2), 1, 0.01);
  assert.deepEqual(weights, plain);
  for (const each of [trainer, other]) await each.release();
});

test('a trainer that takes over the state of another goes on as that one', async () => {
  const dropping = { ...config, hidden_dropout_prob: 0.1 };
  const lossScaling = { scale: 8, automatic: true };
  const create = (weights: Map<string, Float32Array>) =>
    Trainer.create(dropping, questionAnswering, weights, { ...options, lossScaling });
  const [first, second] = [await create(parameters()), await create(parameters())];
  const update = (trainer: Trainer, step: number) => trainer.update(plan(features, 2), step, 0.01);
  for (const step of [1, 2, 3]) await update(first, step);
  await second.restore(structuredClone(await first.readState()));
  assert.deepEqual(await update(second, 4), await update(first, 4));
  assert.deepEqual(await second.readState(), await first.readState());
  for (const each of [first, second]) await each.release();
});
