// Exponentials in float32: values recorded from numpy 2.4 (AVX-512), where the correctly rounded ones differ.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expFloat32, softmax, softmaxFloat32 } from '../../../src/engine/eval/softmax.ts';

const recorded: readonly [number, number][] = [
  [0, 1],
  [-0.0008099999977275729, 0.9991903901100159],
  [-11.041379928588867, 1.6024690921767615e-5],
  [-22.07762908935547, 2.581116154143359e-10],
  [-33.0363883972168, 4.4924044071878964e-15],
  [-44.099639892578125, 7.043194761705265e-20],
  [-55.14884948730469, 1.1198478111747967e-24],
  [-66.30929565429688, 1.5930845624038806e-29],
  [-77.2694091796875, 2.7689933448532785e-34],
  [-95.23574829101562, 4.360840820978831e-42],
  [-106.64972686767578, 0],
  [-103.97699737548828, 0],
  // Halfway between two powers of two: rounded to the even one.
  [-1.0397207736968994, 0.3535534143447876],
  [-2.4260151386260986, 0.0883883535861969],
];

for (const [x, expected] of recorded) {
  test(`exp(${x}) is numpy's`, () => assert.equal(expFloat32(x), expected));
}

test('probabilities add up to one, and equal scores share alike', () => {
  assert.deepEqual(softmaxFloat32([3, 3, 3, 3]), [0.25, 0.25, 0.25, 0.25]);
  assert.deepEqual(softmax([-1, -1]), [0.5, 0.5]);
  const many = softmaxFloat32(Array.from({ length: 19 }, (_, index) => Math.fround(index / 7)));
  assert.ok(Math.abs(many.reduce((sum, value) => sum + value, 0) - 1) < 1e-6);
});
