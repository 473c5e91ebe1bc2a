import assert from 'node:assert/strict';
import { test } from 'node:test';
import { adamW, clipScale, sumOfSquares } from '../../../src/engine/optim/adamw.ts';

const options = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, learningRate: 0.1, gradientScale: 1 };
const moments = (size: number) => ({ first: new Float32Array(size), second: new Float32Array(size) });
const near = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual - expected) < 1e-6, `${actual}, not ${expected}`);

test('the first update moves each weight by the learning rate against its gradient, after decay', () => {
  const weights = Float32Array.of(1, -2, 3);
  adamW(weights, Float32Array.of(0.5, -4, 0), moments(3), { ...options, step: 1, weightDecay: 0.1 });
  near(weights[0]!, 1 * 0.99 - 0.1);
  near(weights[1]!, -2 * 0.99 + 0.1);
  near(weights[2]!, 3 * 0.99);
});

test('ten updates agree with the textbook recursion in double precision', () => {
  const weights = Float32Array.of(0.3);
  const state = moments(1);
  let [w, m, v] = [0.3, 0, 0];
  for (let step = 1; step <= 10; step++) {
    const gradient = Math.sin(step);
    adamW(weights, Float32Array.of(gradient), state, { ...options, step, weightDecay: 0.01 });
    w *= 1 - 0.1 * 0.01;
    m = 0.9 * m + 0.1 * gradient;
    v = 0.999 * v + 0.001 * gradient ** 2;
    w -= (0.1 * (m / (1 - 0.9 ** step))) / (Math.sqrt(v / (1 - 0.999 ** step)) + 1e-8);
    near(weights[0]!, w);
  }
});

test('a weight goes on moving on its momentum when its gradient becomes zero', () => {
  const weights = Float32Array.of(1);
  const state = moments(1);
  adamW(weights, Float32Array.of(1), state, { ...options, step: 1, weightDecay: 0 });
  const before = weights[0]!;
  adamW(weights, Float32Array.of(0), state, { ...options, step: 2, weightDecay: 0 });
  assert.ok(weights[0]! < before);
});

test('clipping scales to the norm, and only down', () => {
  assert.equal(sumOfSquares(Float32Array.of(3, 0, 4)), 25);
  near(clipScale(5, 1), 0.2);
  assert.equal(clipScale(5, 10), 1);
  assert.equal(clipScale(5, 0), 1);
});
