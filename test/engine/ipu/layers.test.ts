// optimum-graphcore's rules for layers_per_ipu: each case is one of its branches.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expandLayersPerIpu } from '../../../src/engine/ipu/layers.ts';
import { AppError } from '../../../src/shared/errors.ts';
import { createRandom } from '../../support/random.ts';

test('lists and wildcards become layers', () => {
  const cases: [layers: number[], ipus: number, total: number, expected: number[]][] = [
    [[0, 4, 4, 4], 4, 12, [0, 4, 4, 4]],
    [[3, 7, 7, 7], 4, 24, [3, 7, 7, 7]],
    [[-1], 1, 12, [12]],
    [[0, 4, 4, 4], 1, 12, [12]],
    [[-1], 4, 12, [3, 3, 3, 3]],
    [[-1, -1], 2, 9, [4, 5]],
    [[-1], 5, 12, [2, 2, 2, 2, 4]],
    [[0, -1, -1, -1], 4, 13, [0, 4, 4, 5]],
    [[-1, 2, -1, 2], 4, 11, [3, 2, 4, 2]],
    [[-1, 6, 6], 3, 12, [0, 6, 6]],
  ];
  for (const [layers, ipus, total, expected] of cases) {
    assert.deepEqual(expandLayersPerIpu(layers, ipus, total), expected, JSON.stringify({ layers, ipus, total }));
  }
});

test('lists that do not fit are refused with the reason', () => {
  const cases: [layers: number[], ipus: number, total: number, code: string, message: RegExp][] = [
    [[4, 4, 4], 4, 12, 'layers-list-length-wrong', /\[4, 4, 4\] has 3 entries, but ipus_per_replica is 4/],
    [[-1, 4, 4], 4, 12, 'layers-list-length-wrong', /has 3 entries/],
    [[0, 4, 4, 4], 4, 24, 'layers-sum-wrong', /places 12 encoder layers, but the model has 24/],
    [[0, 4, 4, 5], 4, 12, 'layers-sum-wrong', /places 13 encoder layers/],
    [[-1, 8, 8], 3, 12, 'layers-sum-wrong', /places at least 16 encoder layers/],
  ];
  for (const [layers, ipus, total, code, message] of cases) {
    assert.throws(
      () => expandLayersPerIpu(layers, ipus, total),
      (thrown) => thrown instanceof AppError && thrown.code === code && message.test(thrown.message),
      JSON.stringify({ layers, ipus, total }),
    );
  }
});

test('whatever the list, the layers add up or an AppError says why not', () => {
  const random = createRandom(11);
  let refused = 0;
  for (let round = 0; round < 2000; round++) {
    const layers = Array.from({ length: 1 + random.below(6) }, () => random.below(6) - 1);
    const ipus = random.next() < 0.7 ? layers.length : 1 + random.below(6);
    const total = 1 + random.below(12);
    try {
      const expanded = expandLayersPerIpu(layers, ipus, total);
      assert.equal(expanded.length, ipus);
      assert.equal(
        expanded.reduce((sum, count) => sum + count, 0),
        total,
      );
      assert.ok(expanded.every((count) => count >= 0));
    } catch (thrown) {
      assert.ok(thrown instanceof AppError, String(thrown));
      refused++;
    }
  }
  assert.ok(refused > 200 && refused < 1800, `${refused} refused`);
});
