// The columns against a plain map of what was written: whatever order steps come in, whenever they are read.

import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { CurveCache, findSeries } from '../../src/store/curve.ts';
import type { Driver } from '../../src/store/driver.ts';
import { PointWriter } from '../../src/store/points.ts';
import { insertRun, readRun } from '../../src/store/run-rows.ts';
import { createRandom } from '../support/random.ts';
import { makeWorkspace, openFor, runIdOf } from './fixture.ts';

const runId = runIdOf(0);

async function openRun(t: TestContext): Promise<{ db: Driver; runKey: number }> {
  const db = await openFor(t, (await makeWorkspace(t)).databaseFile);
  insertRun(db, runId, 'run', 0);
  return { db, runKey: readRun(db, runId)!.runKey };
}

interface Written {
  readonly value: number;
  readonly time: number;
}

function assertHolds(db: Driver, cache: CurveCache, expected: ReadonlyMap<number, Written>, what: string): void {
  const [series] = findSeries(db, runId);
  assert.ok(series);
  const { steps, values } = cache.curve(series);
  const sorted = [...expected].sort(([a], [b]) => a - b);
  assert.deepEqual([...steps], sorted.map(([step]) => step), what); // prettier-ignore
  assert.deepEqual([...values], sorted.map(([, { value }]) => value), what); // prettier-ignore
  assert.deepEqual([...cache.times(series)], sorted.map(([, { time }]) => time), what); // prettier-ignore
}

test('steps in any order, new and again, are read as they were written last, from a cache as from the database', async (t) => {
  const { db, runKey } = await openRun(t);
  const random = createRandom(7).next;
  const expected = new Map<number, Written>();
  const cache = new CurveCache(db);
  let last = 0;
  let clock = 1e12;
  for (let round = 0; round < 60; round++) {
    const writer = new PointWriter(db, runKey);
    const count = Math.floor(random() ** 3 * 6000);
    // Most rounds go on; some do steps again, some fill in, one jumps beyond 32 bits.
    if (round === 40) last += 2 ** 33;
    const from = random() < 0.3 ? Math.floor(last * random()) : last;
    const stride = random() < 0.5 ? 1 : 1 + Math.floor(random() * 5);
    const ranges = db.transaction(() => {
      for (let i = 1; i <= count; i++) {
        const step = random() < 0.01 ? Math.floor(random() * (last + 1)) : from + i * stride;
        const value = random() < 0.02 ? [NaN, Infinity, -Infinity][Math.floor(random() * 3)]! : random() - 0.5;
        const time = (clock += random() < 0.01 ? -1e7 + 0.5 : 100);
        writer.addMetrics({ step, time }, { loss: value });
        expected.set(step, { value, time });
        last = Math.max(last, step);
      }
      return writer.flush();
    });
    if (expected.size === 0) continue;
    assertHolds(db, cache, expected, `cached, after round ${round}`);
    if (round % 10 === 0) assertHolds(db, new CurveCache(db), expected, `fresh, after round ${round}`);
    const finite = [...expected.values()].map(({ value }) => value).filter(Number.isFinite);
    const [min, max] = [finite.reduce((a, b) => Math.min(a, b)), finite.reduce((a, b) => Math.max(a, b))];
    assert.deepEqual(ranges.get('loss'), { min, max }, `range after round ${round}`);
  }
  const packed = db.get('SELECT count(*) AS chunks, max(count) AS most FROM chunks');
  assert.ok(Number(packed?.['chunks']) > 5 && Number(packed?.['most']) <= 8192, JSON.stringify(packed));
});

test('a small cache forgets curves and answers the same', async (t) => {
  const { db, runKey } = await openRun(t);
  const writer = new PointWriter(db, runKey);
  for (let step = 1; step <= 500; step++) writer.addMetrics({ step, time: step }, { a: step, b: -step, c: step / 2 });
  db.transaction(() => writer.flush());
  const cache = new CurveCache(db, 20_000);
  for (let round = 0; round < 3; round++) {
    for (const [i, series] of findSeries(db, runId).entries()) {
      assert.equal(cache.curve(series).values[99], [100, -100, 50][i]);
      assert.ok(cache.bytes <= 20_000, `${cache.bytes} bytes`);
    }
  }
});

test('measured samples that replace modelled ones are not mixed up with what a cache has of the old series', async (t) => {
  const { db, runKey } = await openRun(t);
  const cache = new CurveCache(db);
  const write = (forget: boolean, utilisation: number): void => {
    const writer = new PointWriter(db, runKey);
    if (forget) writer.forgetDevices();
    for (let step = 1; step <= 5; step++) writer.addDevices({ step, time: step }, [{ index: 0, utilisation }]);
    db.transaction(() => writer.flush());
  };
  for (const [forget, utilisation] of [
    [false, 0.25],
    [true, 0.75],
  ] as const) {
    // prettier-ignore
    write(forget, utilisation);
    assert.deepEqual([...cache.curve(findSeries(db, runId)[0]!).values], Array(5).fill(utilisation));
  }
});
