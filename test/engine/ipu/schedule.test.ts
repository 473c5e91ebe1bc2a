// Times of a weight update against the published table, against counting cycle by cycle, and by hand.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  accumulationForShare,
  activityIn,
  busiestShare,
  countCycles,
  countStages,
  phasesOf,
  type StageTime,
  timeUpdate,
} from '../../../src/engine/ipu/schedule.ts';
import { createRandom } from '../../support/random.ts';

const equalStages = (ipus: number): StageTime[] => Array.from({ length: ipus }, () => ({ forward: 1, backward: 2 }));

test('equal stages work GA / (GA + N − 1) of the time', () => {
  const published: [ipus: number, steps: number, share: number][] = [
    [4, 8, 0.727],
    [4, 16, 0.842],
    [4, 32, 0.914],
    [4, 64, 0.955],
    [8, 16, 0.696],
    [8, 32, 0.821],
    [8, 64, 0.901],
  ];
  for (const [ipus, steps, share] of published) {
    const { total, busy } = timeUpdate(equalStages(ipus), steps);
    assert.equal(busy.length, ipus);
    for (const time of busy) {
      assert.equal((time / total).toFixed(3), share.toFixed(3), `${ipus} IPUs, ${steps} steps`);
      assert.ok(Math.abs(time / total - steps / (steps + ipus - 1)) < 1e-12);
    }
  }
});

test('stages and cycles of a weight update', () => {
  assert.deepEqual([1, 2, 4, 8].map(countStages), [1, 3, 7, 15]);
  assert.equal(countCycles(4, 16), 22);
  assert.equal(countCycles(1, 16), 16);
  assert.equal(countCycles(0, 16), 0);
});

test('the first micro-batch goes down the pipeline and comes back, the last IPU does both at once', () => {
  const drawn = [0, 1, 2].map((ipu) =>
    Array.from({ length: countCycles(3, 2) }, (_, cycle) => {
      const { forward, backward } = activityIn(cycle, ipu, 3, 2);
      return forward ? (backward ? 'X' : 'F') : backward ? 'B' : '.';
    }).join(''),
  );
  assert.deepEqual(drawn, ['FF..BB', '.FFBB.', '..XX..']);
});

test('a cycle waits for its slowest IPU', () => {
  // Cycles of two IPUs and two micro-batches: F. / FX / BX / B. with times 1, max(1, 9), max(2, 9), 2.
  const { total, busy } = timeUpdate(
    [
      { forward: 1, backward: 2 },
      { forward: 3, backward: 6 },
    ],
    2,
  );
  assert.equal(total, 1 + 9 + 9 + 2);
  assert.deepEqual(busy, [6, 18]);
});

test('one IPU always works', () => {
  const { total, busy } = timeUpdate([{ forward: 3, backward: 5 }], 7);
  assert.deepEqual([total, ...busy], [56, 56]);
});

test('random pipelines take the time that counting every cycle gives', () => {
  const random = createRandom(7);
  for (let round = 0; round < 300; round++) {
    const ipus = 1 + random.below(9);
    const steps = 1 + random.below(40);
    const stages = Array.from({ length: ipus }, () => ({ forward: random.below(10), backward: random.below(20) }));
    let counted = 0;
    for (let cycle = 0; cycle < countCycles(ipus, steps); cycle++) {
      counted += Math.max(
        ...stages.map(({ forward, backward }, ipu) => {
          const active = activityIn(cycle, ipu, ipus, steps);
          return (active.forward ? forward : 0) + (active.backward ? backward : 0);
        }),
      );
    }
    assert.equal(timeUpdate(stages, steps).total, counted, JSON.stringify({ stages, steps }));
  }
});

test('phases cover the cycles and the time of an update, each cycle as it is', () => {
  const random = createRandom(8);
  for (let round = 0; round < 200; round++) {
    const ipus = 1 + random.below(9);
    const steps = 1 + random.below(40);
    const stages = Array.from({ length: ipus }, () => ({ forward: random.below(10), backward: random.below(20) }));
    const phases = phasesOf(stages, steps);
    const cycles = phases.flatMap((phase) => Array.from({ length: phase.cycles }, () => phase));
    assert.equal(cycles.length, countCycles(ipus, steps));
    for (const [cycle, { active }] of cycles.entries()) {
      const expected = stages.map((_, ipu) => activityIn(cycle, ipu, ipus, steps));
      assert.deepEqual(active, expected, `cycle ${cycle} of ${ipus} IPUs, ${steps} steps`);
    }
    const total = phases.reduce((sum, phase) => sum + phase.cycles * phase.cycleSeconds, 0);
    assert.equal(total, timeUpdate(stages, steps).total);
    assert.ok(phases.length <= 4 * ipus - 3, 'the full pipeline is one phase');
  }
});

test('a long update is as few phases as a short one', () => {
  assert.equal(phasesOf(equalStages(4), 1e9).length, 13);
});

test('the least gradient accumulation for a share is enough, and one less is not', () => {
  assert.equal(accumulationForShare(equalStages(4), 0.9), 27, '27 / 30 = 0.9');
  assert.equal(accumulationForShare(equalStages(1), 0.9), 1);
  const random = createRandom(9);
  for (let round = 0; round < 200; round++) {
    const stages = Array.from({ length: 2 + random.below(8) }, () => ({
      forward: random.next(),
      backward: 2 * random.next(),
    }));
    const least = accumulationForShare(stages, 0.9);
    assert.ok(busiestShare(stages, least) >= 0.9);
    if (least > 1) assert.ok(busiestShare(stages, least - 1) < 0.9, JSON.stringify({ stages, least }));
    const shares = Array.from({ length: 40 }, (_, steps) => busiestShare(stages, steps + 1));
    for (const [index, share] of shares.slice(1).entries()) {
      assert.ok(share >= shares[index]! - 1e-12, 'more accumulation never idles the busiest IPU more');
    }
  }
});
