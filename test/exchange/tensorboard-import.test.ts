// Event files imported as runs: those of PyTorch and TensorBoard value for value as TensorBoard's own reader has them, and hostile ones.

import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { importRuns } from '../../src/exchange/import/import-runs.ts';
import { frameRecord } from '../../src/exchange/tensorboard/records.ts';
import { eventType } from '../../src/exchange/tensorboard/schema.ts';
import { metricOfTag, tagOfMetric } from '../../src/exchange/tensorboard/tags.ts';
import { metrics } from '../../src/shared/metrics.ts';
import { readEvents } from './journal.ts';

const fixtures = join(import.meta.dirname, '../fixtures/tensorboard');
let folder: string;
let runs: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ipu-tb-'));
  runs = join(folder, 'runs');
  await mkdir(runs);
});
after(() => rm(folder, { recursive: true }));

type Points = Readonly<Record<string, readonly (readonly [time: number, step: number, value: number])[]>>;

async function pointsOf(runFolder: string): Promise<Points> {
  const points: Record<string, [number, number, number][]> = {};
  for (const event of await readEvents(runFolder))
    if (event.kind === 'metrics')
      for (const [name, value] of Object.entries(event.values))
        (points[name] ??= []).push([event.time / 1000, event.step, value]);
  return points;
}

function numberOf(python: string): number {
  return { nan: NaN, inf: Infinity, '-inf': -Infinity }[python] ?? Number(python);
}

it('files of PyTorch and TensorBoard have the values that TensorBoard reads', async () => {
  const expected = JSON.parse(await readFile(join(fixtures, 'scalars.json'), 'utf8')) as Readonly<Record<string, Readonly<Record<string, readonly [number, number, string][]>>>>; // prettier-ignore
  const imported = await importRuns(fixtures, runs);
  assert.deepEqual(imported.map(({ name, isNew }) => [name, isNew]), [['tensorboard/tensor/fold 1', true], ['tensorboard/torch', true]]); // prettier-ignore
  for (const { name, folder: runFolder } of imported) {
    const wanted = expected[name.replace('tensorboard/', '')]!;
    const renamed = Object.entries(wanted).map(([tag, points]) => [metricOfTag(tag), points.map(([time, step, value]) => [time, step, numberOf(value)])]); // prettier-ignore
    const points = await pointsOf(runFolder);
    const byStep = (a: readonly number[], b: readonly number[]): number => a[1]! - b[1]!;
    // Scalars of one step are one event, with the time of the first.
    const withoutTime = (all: Points): unknown => Object.fromEntries(Object.entries(all).map(([metric, list]) => [metric, list.toSorted(byStep).map(([, ...rest]) => rest)])); // prettier-ignore
    assert.deepEqual(withoutTime(points), withoutTime(Object.fromEntries(renamed) as Points));
    for (const [metric, list] of Object.entries(points))
      for (const [at, [time]] of list.entries()) assert.ok(Math.abs(time - (renamed.find(([tag]) => tag === metric)![1]![at]![0] as number)) < 1.5); // prettier-ignore
  }
});

it('hyper-parameters become the experiment, known scores the results', async () => {
  const again = await importRuns(join(fixtures, 'torch'), runs);
  assert.equal(again[0]?.isNew, false, 'it was imported by the test before');
  const runFolder = again[0].folder;
  const { training } = JSON.parse(await readFile(join(runFolder, 'experiment.json'), 'utf8')) as { training: Record<string, unknown> }; // prettier-ignore
  assert.deepEqual([training['learning_rate'], training['seed'], training['lamb']], [9e-5, 7, true]);
  const events = await readEvents(runFolder);
  assert.deepEqual(
    events.flatMap((event) => (event.kind === 'result' ? [event.values] : [])),
    [{ eval_f1: 88.5 }],
  );
  assert.deepEqual(events.at(-1)?.kind === 'end' && events.at(-1), {
    ...events.at(-1),
    kind: 'end',
    state: 'completed',
  });
  assert.ok(events[0]!.time === 1_700_000_000_000, 'it began when its first value was written');
});

it('every metric of ours has a tag that gives it back', () => {
  for (const name of [...Object.keys(metrics), 'mine', 'a/b', 'train/mine', '__proto__'])
    assert.equal(metricOfTag(tagOfMetric(name)), name);
});

interface Scalar {
  readonly tag: string;
  readonly value: number;
  readonly step: number;
  readonly wallTime?: number;
}

async function writeEvents(name: string, scalars: readonly Scalar[], more: readonly Uint8Array[] = []) {
  const place = join(folder, name);
  await mkdir(place, { recursive: true });
  const records = scalars.map(
    ({ tag, value, step, wallTime = 5 }) =>
    frameRecord(eventType.encode(eventType.create({ wallTime, step, summary: { value: [{ tag, simpleValue: value }] } })).finish()), // prettier-ignore
  );
  await writeFile(join(place, 'events.out.tfevents.1'), Buffer.concat([...records, ...more]));
  return place;
}

const told = (run: { readonly notices: readonly { readonly message: string }[] }): string =>
  run.notices.map(({ message }) => message).join('\n');

it('steps that go back, are negative or are too large, and times that are none, are told', async () => {
  const place = await writeEvents(`it's "odd" $(x)`, [
    { tag: 'a', value: 1, step: 5 },
    { tag: 'a', value: 2, step: 3 },
    { tag: 'a', value: 3, step: -1 },
    { tag: 'a', value: 4, step: 2 ** 60 },
    { tag: 'a', value: -Infinity, step: 6, wallTime: NaN },
  ]);
  const [run] = await importRuns(place, runs);
  assert.deepEqual(await pointsOf(run!.folder), { a: [[5, 5, 1], [5, 3, 2], [5, 6, -Infinity]] }); // prettier-ignore
  assert.match(told(run!), /below 0, or too large to be exact, are left out: 2\./);
  assert.match(told(run!), /Steps go back 1 times/);
  assert.match(told(run!), /Events without a time: 1\./);
  assert.equal(run!.name, `it's "odd" $(x)`);
});

it('tags that mean the same stay two, and no name is special', async () => {
  const place = await writeEvents('tags', [
    { tag: 'train/loss', value: 1, step: 1 },
    { tag: 'loss', value: 2, step: 1 },
    { tag: '__proto__', value: 3, step: 1 },
    { tag: '', value: 4, step: 1 },
    { tag: 'x'.repeat(501), value: 5, step: 1 },
  ]);
  const [run] = await importRuns(place, runs);
  const events = await readEvents(run!.folder);
  const values = events.flatMap((event) => (event.kind === 'metrics' ? Object.entries(event.values) : []));
  assert.deepEqual(values, [['loss', 1], ['loss', 2], ['__proto__', 3]]); // prettier-ignore
  assert.match(told(run!), /Two tags stand for "loss"/);
  assert.match(told(run!), /are left out: 2\./);
});

it('a torn file is read as far as it goes, and one of garbage is refused without a trace', async () => {
  const torn = await writeEvents('torn', [{ tag: 'loss', value: 1, step: 1 }], [frameRecord(Buffer.from('\xff\xff')), Uint8Array.of(1, 2, 3)]); // prettier-ignore
  const [run] = await importRuns(torn, runs);
  assert.deepEqual(await pointsOf(run!.folder), { loss: [[5, 1, 1]] });
  assert.match(told(run!), /records that are no events and were passed over: 1/);
  assert.match(told(run!), /ends in the middle of a record, at byte \d+\. What comes after that is not read\./);
  const before = await readdir(runs);
  const garbage = join(folder, 'events.out.tfevents.garbage');
  await writeFile(garbage, 'this is no event file, whatever its name says');
  await assert.rejects(importRuns(garbage, runs), { code: 'event-file-broken', message: /length does not match/ });
  await assert.rejects(importRuns(join(folder, 'nowhere'), runs), { code: 'import-path-missing' });
  await writeFile(join(folder, 'notes.txt'), 'notes');
  await assert.rejects(importRuns(join(folder, 'notes.txt'), runs), { code: 'no-run-to-import' });
  assert.deepEqual(await readdir(runs), before);
});

it('a copy of a file is the same run, a longer one another', async () => {
  const place = await writeEvents('first', [{ tag: 'loss', value: 1, step: 1 }]);
  const [run] = await importRuns(place, runs);
  await cp(place, join(folder, 'copy'), { recursive: true });
  const [again] = await importRuns(join(folder, 'copy'), runs);
  assert.deepEqual([again!.isNew, again!.runId], [false, run!.runId]);
  await writeEvents('first', [{ tag: 'loss', value: 1, step: 1 }, { tag: 'loss', value: 2, step: 2 }]); // prettier-ignore
  assert.equal((await importRuns(place, runs))[0]!.isNew, true);
});
