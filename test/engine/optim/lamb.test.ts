// LAMB against the formula written out in double precision elsewhere (test/reference/make_optim.py).

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { lamb, trustRatio } from '../../../src/engine/optim/lamb.ts';

interface Golden {
  readonly biasCorrection: boolean;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly weightDecay: Readonly<Record<string, number>>;
  readonly start: Readonly<Record<string, readonly number[]>>;
  readonly steps: readonly {
    readonly rate: number;
    readonly gradients: Readonly<Record<string, readonly number[]>>;
    readonly weights: Readonly<Record<string, readonly number[]>>;
  }[];
}

const goldens = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../fixtures/optim/lamb.json'), 'utf8'),
) as readonly Golden[];

for (const golden of goldens) {
  for (const [name, start] of Object.entries(golden.start)) {
    test(`ten updates of ${name}, ${golden.biasCorrection ? 'with' : 'without'} bias correction, agree with the paper`, () => {
      const weights = Float32Array.from(start);
      const moments = { first: new Float32Array(start.length), second: new Float32Array(start.length) };
      const scratch = new Float32Array(start.length + 3);
      for (const [i, { rate, gradients, weights: expected }] of golden.steps.entries()) {
        const { beta1, beta2, epsilon } = golden;
        // The gradients come scaled up, as loss scaling leaves them.
        const scaled = Float32Array.from(gradients[name]!, (value) => 4 * value);
        const weightDecay = golden.weightDecay[name]!;
        const step = { beta1, beta2, epsilon, step: i + 1, learningRate: rate, weightDecay, gradientScale: 0.25 };
        lamb(weights, scaled, moments, step, golden.biasCorrection, scratch);
        for (const [j, value] of expected[name]!.entries()) {
          assert.ok(Math.abs(weights[j]! - value) < 2e-6, `update ${i + 1}, [${j}]: ${weights[j]}, not ${value}`);
        }
      }
    });
  }
}

test('the trust ratio is one where a norm is zero', () => {
  assert.equal(trustRatio(0, 4), 1);
  assert.equal(trustRatio(4, 0), 1);
  assert.equal(trustRatio(36, 4), 3);
});
