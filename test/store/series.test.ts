// Curves on other axes, in buckets, smoothed, with percentiles: against the plain definition over all points.

import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { EventBody } from '../../src/shared/journal/event.ts';
import type { Series, SeriesRequest } from '../../src/shared/messages/runs.ts';
import { CurveCache } from '../../src/store/curve.ts';
import type { Driver } from '../../src/store/driver.ts';
import { ingestRun } from '../../src/store/ingest.ts';
import { readSeries } from '../../src/store/series.ts';
import { createRandom } from '../support/random.ts';
import { hello, makeRun, makeWorkspace, openFor, runIdOf } from './fixture.ts';

const runId = runIdOf(0);
const described = {
  name: 'quick',
  training: { per_device_train_batch_size: 2, gradient_accumulation_steps: 8 },
  ipu_config: { replication_factor: 4 },
};

async function databaseOf(
  t: TestContext,
  events: readonly EventBody[],
  experiment: unknown = described,
): Promise<Driver> {
  const workspace = await makeWorkspace(t);
  makeRun(workspace, runId, experiment).write(hello, ...events);
  const db = await openFor(t, workspace.databaseFile);
  await ingestRun(db, workspace.runsFolder, runId);
  return db;
}

function metrics(step: number, values: Record<string, number>): EventBody {
  return { kind: 'metrics', step, values };
}

function curve(db: Driver, request: Partial<SeriesRequest>, name = 'loss'): Series {
  const [series] = readSeries(db, { runId, names: [name], maxPoints: 1000, ...request });
  assert.ok(series);
  return series;
}

const onlyFinite = (values: readonly number[]): number[] => values.filter(Number.isFinite);
const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

test('each axis has its own places, and a part of it is cut in its units', async (t) => {
  const events = [1, 2, 3, 4].map((step) => metrics(step, { loss: 10 - step, epoch: step / 2, lr: 5 - step }));
  const db = await databaseOf(t, events);
  const on = (kind: 'step' | 'epoch' | 'samples' | 'time' | 'relative', more = {}) =>
    curve(db, { x: { kind }, ...more });
  assert.equal(on('step').x, undefined);
  assert.deepEqual(on('epoch').x, [0.5, 1, 1.5, 2]);
  assert.deepEqual(on('samples').x, [64, 128, 192, 256]);
  assert.deepEqual(on('time').x, [1_000_020, 1_000_030, 1_000_040, 1_000_050]);
  assert.deepEqual(on('relative').x, [10, 20, 30, 40]);
  assert.deepEqual(curve(db, { x: { kind: 'metric', name: 'lr' } }).x, [4, 3, 2, 1]);
  assert.deepEqual(on('step', { fromX: 2, toX: 3 }).steps, [2, 3]);
  assert.deepEqual(on('epoch', { fromX: 1, toX: 1.9 }).steps, [2, 3]);
  assert.deepEqual(on('relative', { fromX: 20.5 }).steps, [3, 4]);
  const falling = curve(db, { x: { kind: 'metric', name: 'lr' }, fromX: 2, toX: 3 });
  assert.deepEqual([falling.steps, falling.x, falling.totalPoints], [[2, 3], [3, 2], 2]); // prettier-ignore
  assert.deepEqual(on('relative', { fromX: 20, toX: 30, fromStep: 3 }).steps, [3]);
});

test('points without a place are left out; without any, or where the run cannot tell, the curve is empty', async (t) => {
  const db = await databaseOf(
    t,
    [
      metrics(1, { loss: 1 }),
      metrics(2, { loss: 2, lr: 0.2 }),
      metrics(3, { loss: 3, lr: NaN }),
      metrics(4, { loss: 4, lr: 0.4 }),
      metrics(5, { eval_f1: 80 }),
    ],
    { name: 'says nothing of batches' },
  );
  const onMetric = (name: string, of = 'loss') => curve(db, { x: { kind: 'metric', name } }, of);
  assert.deepEqual([onMetric('lr').steps, onMetric('lr').x, onMetric('lr').totalPoints], [[2, 4], [0.2, 0.4], 2]); // prettier-ignore
  for (const empty of [
    onMetric('none'),
    onMetric('lr', 'eval_f1'),
    curve(db, { x: { kind: 'epoch' } }),
    curve(db, { x: { kind: 'samples' } }),
  ]) {
    // prettier-ignore
    assert.deepEqual([empty.steps, empty.values, empty.totalPoints], [[], [], 0]);
  }
});

test('a step between two that tell their epoch lies evenly between them, from 0 on', async (t) => {
  const device = (step: number): EventBody => ({ kind: 'ipu', step, source: 'model', devices: [{ index: 0, utilisation: 1 }] }); // prettier-ignore
  const db = await databaseOf(t, [device(2), metrics(4, { epoch: 1 }), device(5), metrics(8, { epoch: NaN }), metrics(12, { epoch: 2 }), device(13)]); // prettier-ignore
  const { steps, x } = curve(db, { x: { kind: 'epoch' } }, 'ipu/0/utilisation');
  assert.deepEqual([steps, x], [[2, 5], [0.5, 1.125]]); // prettier-ignore
});

test('a run that counts its samples is believed before its experiment', async (t) => {
  const db = await databaseOf(t, [metrics(1, { loss: 1, samples: 100 }), metrics(2, { loss: 1, samples: 150 })]);
  assert.deepEqual(curve(db, { x: { kind: 'samples' } }).x, [100, 150]);
});

test('buckets are means, lows and highs of equal parts of the axis, whatever its kind', async (t) => {
  const random = createRandom(3);
  const values = Array.from({ length: 4000 }, () => {
    const kind = random.next();
    return kind < 0.01 ? random.pick([NaN, Infinity, -Infinity]) : random.next() * 8 - 2;
  });
  let step = 0;
  const steps = values.map(() => (step += 1 + random.below(4)));
  // NaN over a stretch: buckets in which nothing is finite.
  values.fill(NaN, 1000, 1100);
  const events = values.map((loss, i) => metrics(steps[i]!, { loss, epoch: (steps[i]! / 3000) ** 2 }));
  const db = await databaseOf(t, events);
  const cache = new CurveCache(db);
  for (let round = 0; round < 40; round++) {
    const axis = random.pick([undefined, 'epoch', 'relative', 'samples'] as const);
    const placeOf = (i: number): number => ({ none: steps[i]!, epoch: (steps[i]! / 3000) ** 2, relative: (i + 1) * 10, samples: steps[i]! * 64 })[axis ?? 'none']; // prettier-ignore
    const [a, b] = [random.below(4000), random.below(4000)].sort((one, other) => one - other) as [number, number];
    const maxPoints = 1 + random.below(300);
    const smoothing = { kind: 'ema', weight: 0.5 } as const;
    const request = { runId, names: ['loss'], maxPoints, buckets: true, percentiles: true, smoothing, ...(axis && { x: { kind: axis } }), fromX: placeOf(a), toX: placeOf(b) }; // prettier-ignore
    const [found] = readSeries(db, request, cache);
    const inRange = Array.from({ length: b - a + 1 }, (_, i) => a + i);
    assert.equal(found?.totalPoints, inRange.length);
    assertPercentiles(found, inRange.map((i) => values[i]!)); // prettier-ignore
    const lost = inRange.filter((i) => !Number.isFinite(values[i]));
    assert.equal(found.notFinite?.count ?? 0, lost.length);
    assert.deepEqual(found.notFinite?.at ?? [], lost.slice(0, 100).map(placeOf)); // prettier-ignore
    if (inRange.length <= maxPoints) {
      assert.equal(found.low, undefined);
      assert.deepEqual(found.steps, inRange.map((i) => steps[i])); // prettier-ignore
      continue;
    }
    assertBuckets(found, inRange, { values, steps, placeOf, isWhole: axis === undefined, maxPoints });
  }
});

interface Expected {
  readonly values: readonly number[];
  readonly steps: readonly number[];
  readonly placeOf: (i: number) => number;
  readonly isWhole: boolean;
  readonly maxPoints: number;
}

function assertBuckets(found: Series, inRange: readonly number[], expected: Expected): void {
  const { values, steps, placeOf, isWhole, maxPoints } = expected;
  const [first, last] = [placeOf(inRange[0]!), placeOf(inRange.at(-1)!)];
  const width = last - first + (isWhole ? 1 : 0);
  const bound = (part: number): number => first + (isWhole ? Math.floor((width * part) / maxPoints) : width * (part / maxPoints)); // prettier-ignore
  const parts = Array.from({ length: maxPoints }, (_, part) =>
    inRange.filter((i) => placeOf(i) >= bound(part) && (placeOf(i) < bound(part + 1) || part === maxPoints - 1)),
  ).filter((part) => part.length > 0);
  assert.equal(found.steps.length, parts.length);
  for (const [i, part] of parts.entries()) {
    const finite = onlyFinite(part.map((k) => values[k]!));
    const mean = finite.length === 0 ? NaN : meanOf(finite);
    assert.ok(Number.isNaN(mean) ? Number.isNaN(found.values[i]) : Math.abs(found.values[i]! - mean) < 1e-9);
    assert.deepEqual([found.low?.[i], found.high?.[i]], finite.length === 0 ? [NaN, NaN] : [Math.min(...finite), Math.max(...finite)]); // prettier-ignore
    const middle = part[Math.floor((part.length - 1) / 2)]!;
    assert.deepEqual([found.steps[i], found.x?.[i] ?? steps[middle]], [steps[middle], isWhole ? steps[middle] : placeOf(middle)]); // prettier-ignore
    assert.equal(Number.isNaN(found.smooth![i]), finite.length === 0);
  }
}

function assertPercentiles(found: Series, values: readonly number[]): void {
  const sorted = Float64Array.from(onlyFinite(values)).sort();
  if (sorted.length === 0) return assert.equal(found.percentiles, undefined);
  const at = (share: number): number => {
    const place = (sorted.length - 1) * share;
    const [below, part] = [Math.floor(place), place % 1];
    return sorted[below]! * (1 - part) + (sorted[below + 1] ?? 0) * part;
  };
  assert.deepEqual(found.percentiles, { low: at(0.05), high: at(0.95) });
}

test('smoothing sees all points of the run, whatever part of it is shown', async (t) => {
  const events = Array.from({ length: 2000 }, (_, i) => metrics(i + 1, { loss: Math.sin(i) }));
  const db = await databaseOf(t, events);
  for (const smoothing of [
    { kind: 'ema', weight: 0.9 },
    { kind: 'gaussian', points: 5 },
    { kind: 'mean', points: 20 },
  ] as const) {
    // prettier-ignore
    const whole = curve(db, { smoothing, maxPoints: 2000 });
    const part = curve(db, { smoothing, fromX: 1000, toX: 1100 });
    assert.deepEqual(part.smooth, whole.smooth?.slice(999, 1100));
    assert.deepEqual(part.values, whole.values.slice(999, 1100));
    const picked = curve(db, { smoothing, maxPoints: 100 });
    assert.deepEqual(picked.smooth, picked.steps.map((step) => whole.smooth?.[step - 1])); // prettier-ignore
  }
});

test('percentiles hold for values that are all the same, sorted, or but a few', async (t) => {
  const curves = [[7], [3, 1], Array<number>(999).fill(2), Array.from({ length: 1001 }, (_, i) => i), Array.from({ length: 1000 }, (_, i) => -i), Array.from({ length: 3000 }, (_, i) => (i % 2 === 0 ? i : -i))]; // prettier-ignore
  const events = curves.flatMap((values, k) => values.map((value, i) => metrics(i + 1, { [`c${k}`]: value })));
  const db = await databaseOf(t, events);
  for (const [k, values] of curves.entries()) assertPercentiles(curve(db, { percentiles: true }, `c${k}`), values);
});

test('without anything new in the request there is nothing new in the answer', async (t) => {
  const db = await databaseOf(t, [metrics(1, { loss: NaN }), metrics(2, { loss: 2 })]);
  assert.deepEqual(curve(db, {}), { name: 'loss', steps: [1, 2], values: [NaN, 2], totalPoints: 2 });
  assert.deepEqual(curve(db, { buckets: true }).notFinite, { at: [1], count: 1 });
});

test('a bucket of the greatest numbers has a finite mean', async (t) => {
  const db = await databaseOf(
    t,
    Array.from({ length: 10 }, (_, i) => metrics(i, { loss: 1.7e308 })),
  );
  const { values } = curve(db, { buckets: true, maxPoints: 2 });
  assert.ok(values.every((value) => Math.abs(value - 1.7e308) < 1e294), String(values)); // prettier-ignore
});
