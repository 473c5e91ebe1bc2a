import assert from 'node:assert/strict';
import test from 'node:test';
import { machines, podSizes, tileCyclesPerSecond } from '../../../src/engine/ipu/machine.ts';
import { chips } from '../../../src/shared/plan.ts';

test('tiles, clock and operations per cycle give the peak rates of the data sheets', () => {
  const peak = chips.map((chip) => (tileCyclesPerSecond(machines[chip]) * machines[chip].fp16FlopPerTileCycle) / 1e12);
  for (const [i, published] of [250, 350, 280].entries()) assert.ok(Math.abs(peak[i]! / published - 1) < 0.005);
});

test("a chip's tiles hold 897 MiB", () => {
  for (const chip of chips) {
    assert.equal((machines[chip].tiles * machines[chip].sramBytesPerTile) / 2 ** 20, 897);
  }
});

test('a Bow is faster than a GC200 by its clock alone', () => {
  assert.equal(tileCyclesPerSecond(machines.bow) / tileCyclesPerSecond(machines.gc200), 1.85e9 / 1.33e9);
});

test('pods are powers of two from 4 to 256', () => {
  assert.deepEqual(podSizes, [4, 8, 16, 32, 64, 128, 256]);
});
