import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fillDropoutMask } from '../../../src/engine/random/dropout-mask.ts';

const place = { seed: 42, update: 3, microBatch: 1, site: 7 };

function draw(rate: number, at = place, length = 200_000): Float32Array {
  const mask = new Float32Array(length);
  fillDropoutMask(mask, rate, at);
  return mask;
}

test('a mask is a function of its place, whatever the array held and however long it is', () => {
  const mask = draw(0.1);
  const used = new Float32Array(200_000).fill(5);
  fillDropoutMask(used, 0.1, place);
  assert.deepEqual(used, mask);
  assert.deepEqual(draw(0.1, place, 1000), mask.subarray(0, 1000));
});

test('every part of the place changes the mask, and two masks agree no more often than chance has it', () => {
  const rate = 0.3;
  const mask = draw(rate);
  const chance = rate ** 2 + (1 - rate) ** 2;
  for (const part of ['seed', 'update', 'microBatch', 'site'] as const) {
    const other = draw(rate, { ...place, [part]: place[part] + 1 });
    const agree = mask.filter((value, i) => value === other[i]).length / mask.length;
    assert.ok(Math.abs(agree - chance) < 0.006, `${part}: ${agree}, by chance ${chance}`);
  }
});

test('elements are dropped with the given probability and independently of their neighbours; kept ones are scaled up', () => {
  for (const rate of [0.001, 0.1, 0.5, 0.9]) {
    const mask = draw(rate);
    const dropped = Array.from(mask, (value) => value === 0);
    assert.ok(mask.every((value) => value === 0 || value === Math.fround(1 / (1 - rate))));
    const share = dropped.filter(Boolean).length / mask.length;
    const deviation = Math.sqrt((rate * (1 - rate)) / mask.length);
    assert.ok(Math.abs(share - rate) < 4 * deviation + 1e-4, `rate ${rate}: ${share}`);
    for (const distance of [1, 2, 384]) {
      const both = dropped.filter((value, i) => value && dropped[i + distance] === true).length / mask.length;
      assert.ok(Math.abs(both - rate ** 2) < 0.006, `rate ${rate}, distance ${distance}: ${both}`);
    }
  }
});
