import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { Series } from '../../src/shared/messages/runs.ts';
import type { Driver } from '../../src/store/driver.ts';
import { ingestRun } from '../../src/store/ingest.ts';
import { readSeries } from '../../src/store/series.ts';
import { hello, makeRun, makeWorkspace, openFor, runIdOf, trainingEvents } from './fixture.ts';

const runId = runIdOf(0);

async function databaseOf(
  t: TestContext,
  points: readonly (readonly [step: number, value: number])[],
): Promise<Driver> {
  const workspace = await makeWorkspace(t);
  const run = makeRun(workspace, runId);
  run.write(hello, ...points.map(([step, loss]) => ({ kind: 'metrics', step, values: { loss } }) as const));
  const db = await openFor(t, workspace.databaseFile);
  await ingestRun(db, workspace.runsFolder, runId);
  return db;
}

function curve(db: Driver, request: { fromStep?: number; toStep?: number; maxPoints: number }): Series {
  const [series] = readSeries(db, { runId, names: ['loss'], ...request });
  assert.ok(series);
  return series;
}

test('ten special floats come back to the bit', async (t) => {
  const floats = [NaN, Infinity, -Infinity, -0, 0, 5e-324, -1e-310, 1.7976931348623157e308, 0.1, 2 ** 53];
  const db = await databaseOf(
    t,
    floats.map((value, step) => [step, value]),
  );
  const { values } = curve(db, { maxPoints: 10 });
  assert.equal(values.length, floats.length);
  for (const [i, value] of values.entries())
    assert.ok(Object.is(value, floats[i]), `${floats[i]} came back as ${value}`);
});

test('a step that comes twice keeps its last value, and steps ascend whatever their order', async (t) => {
  const db = await databaseOf(t, [[5, 1], [2, 2], [9, 3], [5, 4]]); // prettier-ignore
  const { steps, values, totalPoints } = curve(db, { maxPoints: 10 });
  assert.deepEqual([steps, values, totalPoints], [[2, 5, 9], [2, 4, 3], 3]); // prettier-ignore
});

test('a step beyond the range of safe integers is a bad line, the largest safe one is a point', async (t) => {
  const db = await databaseOf(t, [[Number.MAX_SAFE_INTEGER, 1], [2 ** 60, 2]]); // prettier-ignore
  assert.deepEqual(curve(db, { maxPoints: 10 }).steps, [Number.MAX_SAFE_INTEGER]);
});

test('buckets keep the ends, the extremes and the gaps, within the number asked for, and say how many there are', async (t) => {
  const value = (step: number): number => {
    if (step === 5000) return 1000;
    if (step === 5001) return -1000;
    if (step === 7777) return NaN;
    if (step === 8888) return Infinity;
    return Math.sin(step);
  };
  const db = await databaseOf(
    t,
    Array.from({ length: 10_000 }, (_, step) => [step, value(step)]),
  );
  for (const maxPoints of [1, 2, 3, 4, 5, 100, 1000, 9999]) {
    const { steps, values, totalPoints } = curve(db, { maxPoints });
    assert.equal(totalPoints, 10_000);
    assert.ok(steps.length > 0 && steps.length <= maxPoints, `${steps.length} of ${maxPoints}`);
    assert.deepEqual(
      steps,
      [...new Set(steps)].sort((a, b) => a - b),
    );
    for (const [i, step] of steps.entries()) assert.ok(Object.is(values[i], value(step)), `at ${step}`);
    assert.equal(steps.at(-1), 9999);
    if (maxPoints >= 2) assert.equal(steps[0], 0);
    if (maxPoints >= 100) for (const kept of [5000, 5001, 7777, 8888]) assert.ok(steps.includes(kept), `${kept} kept`);
  }
  assert.equal(curve(db, { maxPoints: 10_000 }).steps.length, 10_000);
  assert.ok(curve(db, { maxPoints: 1000 }).steps.length > 500, 'most of the number asked for is used');
});

test('a range gives its own points and their number', async (t) => {
  const db = await databaseOf(
    t,
    Array.from({ length: 1000 }, (_, step) => [step, step]),
  );
  const part = curve(db, { fromStep: 100, toStep: 199, maxPoints: 1000 });
  assert.deepEqual([part.steps.length, part.steps[0], part.steps.at(-1), part.totalPoints], [100, 100, 199, 100]);
  const narrow = curve(db, { fromStep: 100, toStep: 199, maxPoints: 10 });
  assert.deepEqual([narrow.steps[0], narrow.steps.at(-1), narrow.totalPoints], [100, 199, 100]);
  const nothing = curve(db, { fromStep: 5000, maxPoints: 10 });
  assert.deepEqual([nothing.steps, nothing.totalPoints], [[], 0]);
});

test('a curve of nothing but NaN has points', async (t) => {
  const db = await databaseOf(
    t,
    Array.from({ length: 100 }, (_, step) => [step, NaN]),
  );
  const { values } = curve(db, { maxPoints: 10 });
  assert.ok(values.length > 2 && values.every(Number.isNaN));
});

test('names choose curves; unknown names and unknown runs give none', async (t) => {
  const workspace = await makeWorkspace(t);
  makeRun(workspace, runId).write(hello, ...trainingEvents(5));
  const db = await openFor(t, workspace.databaseFile);
  await ingestRun(db, workspace.runsFolder, runId);
  const names = (request: { runId: string; names?: string[] }): string[] =>
    readSeries(db, { ...request, maxPoints: 10 }).map((series) => series.name);
  assert.deepEqual(names({ runId }), ['ipu/0/utilisation', 'ipu/1/utilisation', 'learning_rate', 'loss']);
  assert.deepEqual(names({ runId, names: ['loss', 'ipu/1/utilisation', "' OR 1=1"] }), ['ipu/1/utilisation', 'loss']);
  assert.deepEqual(names({ runId: runIdOf(1) }), []);
});

test('what a run notes of its machine is a curve each, with gaps where the system did not tell', async (t) => {
  const workspace = await makeWorkspace(t);
  const run = makeRun(workspace, runId);
  const host = (step: number, cpu: number, more: object) =>
    ({ kind: 'host', step, cpu, memoryBytes: 1e9 + step, loaderWait: 0.125, ...more }) as const;
  run.write(hello, host(3, 0.5, { ownCpu: 0.25, availableBytes: 4e9 }), host(6, NaN, {}));
  const db = await openFor(t, workspace.databaseFile);
  await ingestRun(db, workspace.runsFolder, runId);
  const series = readSeries(db, { runId, maxPoints: 10 });
  const curves = Object.fromEntries(series.map(({ name, steps, values }) => [name, [steps, values]]));
  assert.deepEqual(curves, {
    'host/cpu': [[3, 6], [0.5, NaN]],
    'host/ownCpu': [[3], [0.25]],
    'host/memoryBytes': [[3, 6], [1e9 + 3, 1e9 + 6]],
    'host/availableBytes': [[3], [4e9]],
    'host/loaderWait': [[3, 6], [0.125, 0.125]],
  }); // prettier-ignore
});
