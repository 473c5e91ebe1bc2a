// Compares a run of the engine with a training of transformers' Trainer: what both say of each weight update, and the final weights.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadWeights } from '../../../src/engine/checkpoint/safetensors.ts';
import type { Tensor } from '../../../src/engine/checkpoint/weight-source.ts';
import { only, readJournal } from './run-folder.ts';

/** What the reference logged after a weight update; the last entry sums up and has no loss. */
export interface GoldenEntry {
  readonly step: number;
  readonly epoch: number;
  readonly grad_norm: number;
  readonly learning_rate: number;
}

/** Asserts that |actual − expected| is at most a share of |expected|. */
export function assertNear(actual: number, expected: number, share: number, what: string): void {
  const bound = share * Math.abs(expected);
  assert.ok(Math.abs(actual - expected) <= bound, `${what} is ${actual}, not ${expected}`);
}

/**
 * Losses within 2e-5 for 30 updates, learning rates and epochs exactly, gradient norms within 1e-4.
 *
 * @param rateShare how far learning rates may be off: C libraries differ in the last bit of a cosine
 */
export async function compareUpdates(
  run: string,
  log: readonly GoldenEntry[],
  losses: readonly number[],
  rateShare = 0,
): Promise<void> {
  const { events } = await readJournal(run);
  const metrics = only(events, 'metrics');
  assert.equal(metrics.length, losses.length);
  for (const [i, { step, values }] of metrics.entries()) {
    const expected = log[i]!;
    assert.equal(step, expected.step);
    assertNear(values['learning_rate']!, expected.learning_rate, rateShare, `learning rate of update ${step}`);
    assert.equal(values['epoch'], expected.epoch, `epoch of update ${step}`);
    if (i < 30) assertNear(values['loss']!, losses[i]!, 2e-5, `loss of update ${step}`);
    assertNear(values['grad_norm']!, expected.grad_norm, 1e-4, `gradient norm of update ${step}`);
  }
}

/** The weights of a run's last checkpoint. */
export async function readFinalWeights(run: string): Promise<ReadonlyMap<string, Tensor>> {
  const { path } = only((await readJournal(run)).events, 'checkpoint').at(-1)!;
  return loadWeights(join(run, path, 'model.safetensors'));
}

/** The mean loss of a run. */
export async function readTrainLoss(run: string): Promise<number> {
  const results = JSON.parse(await readFile(join(run, 'results/train_results.json'), 'utf8')) as { train_loss: number };
  return results.train_loss;
}

/** Losses of weight updates, from the losses of their micro-batches, each already divided by their number in the update. */
export function sumByUpdate(microLosses: readonly number[], perEpoch: number, accumulation: number): number[] {
  const losses: number[] = [];
  for (let start = 0; start < microLosses.length; start += perEpoch) {
    const epoch = microLosses.slice(start, start + perEpoch);
    for (let i = 0; i < perEpoch; i += accumulation) {
      losses.push(epoch.slice(i, i + accumulation).reduce((a, b) => a + b, 0));
    }
  }
  return losses;
}

/** Tensors that shift all positions' logits by the same amount, which no softmax over positions sees. */
const unseen = ['qa_outputs.bias', 'bert.encoder.layer.1.output.LayerNorm.bias'];

/**
 * How far a final weight may be from the reference's: 1e-4. The gradients of two tensors are zero but for rounding, which Adam then magnifies
 * to steps of up to the learning rate: the reference's own values of them are noise, and only the size of that can be compared.
 */
export function weightBound(tensor: string, log: readonly GoldenEntry[]): number {
  if (!unseen.includes(tensor)) return 1e-4;
  return log.reduce((sum, { learning_rate: rate }) => sum + (rate ?? 0), 0);
}
