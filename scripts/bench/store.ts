// How fast the store reads journals and answers: a run of a million points, fifty runs of a hundred thousand, ten thousand runs, and
// a run that goes on. It works in this process on real journals and a real database; messages between processes come on top.
//   node scripts/bench/store.ts [million] [fifty] [runs] [live]

import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventBody } from '../../src/shared/journal/event.ts';
import { createJournalWriter } from '../../src/shared/journal/writer.ts';
import type { SeriesRequest } from '../../src/shared/messages/runs.ts';
import { CurveCache } from '../../src/store/curve.ts';
import type { Driver } from '../../src/store/driver.ts';
import { ExperimentFields } from '../../src/store/experiment-fields.ts';
import { Follower } from '../../src/store/follow.ts';
import { ingestRun } from '../../src/store/ingest.ts';
import { openDatabase } from '../../src/store/open.ts';
import { listRuns } from '../../src/store/run-rows.ts';
import { readSeries } from '../../src/store/series.ts';
import { describeMachine } from './machine.ts';

interface Place {
  readonly folder: string;
  readonly runsFolder: string;
  readonly db: Driver;
}

const cases: Readonly<Record<string, (place: Place) => Promise<void>>> = { million, fifty, runs, live };
const bucketCount = 1000;

async function million({ db, runsFolder }: Place): Promise<void> {
  const points = 1_000_000;
  const runId = makeRun(runsFolder, 0, points);
  const { time } = await timed(() => ingestRun(db, runsFolder, runId));
  report(`read a journal of ${points} points of 1 metric`, time);
  const ask = (what: string, more: Partial<SeriesRequest>, cache: CurveCache): void => {
    const request = { runId, names: ['loss'], maxPoints: 3000, ...more };
    report(
      what,
      timeOf(() => readSeries(db, request, cache)),
      `cache ${Math.round(cache.bytes / 2 ** 20)} MiB`,
    );
  };
  const fresh = (): CurveCache => new CurveCache(db);
  ask('first answer, 3000 points picked', {}, fresh());
  const cache = fresh();
  ask('first answer, 3000 buckets', { buckets: true }, cache);
  ask('the same again', { buckets: true }, cache);
  for (const from of [0, 0.31, 0.7]) {
    const [fromX, toX] = [from * points, (from + 0.2) * points];
    ask(`20 % of the steps from ${from * 100} %`, { buckets: true, fromX, toX }, cache);
    ask('  on the axis of time', { buckets: true, x: { kind: 'relative' }, fromX: fromX * 100, toX: toX * 100 }, cache);
  }
  ask('with percentiles', { buckets: true, percentiles: true }, cache);
  for (const smoothing of [
    { kind: 'ema', weight: 0.99 },
    { kind: 'mean', points: 500 },
    { kind: 'gaussian', points: 10 },
    { kind: 'gaussian', points: 500 },
  ] as const) {
    const name = JSON.stringify(smoothing);
    ask(`first answer, smoothed by ${name}`, { buckets: true, smoothing }, fresh());
    ask('  when the curve is there', { buckets: true, smoothing }, cache);
    ask('  again', { buckets: true, smoothing }, cache);
  }
}

async function fifty({ db, runsFolder }: Place): Promise<void> {
  const runIds = Array.from({ length: Number(process.env['N'] ?? 50) }, (_, n) => makeRun(runsFolder, n, 100_000));
  const { time } = await timed(async () => {
    for (const runId of runIds) await ingestRun(db, runsFolder, runId);
  });
  report('read 50 journals of 100000 points', time);
  const cache = new CurveCache(db);
  const askAll = (): void => {
    for (const runId of runIds) {
      readSeries(db, { runId, names: ['loss'], maxPoints: bucketCount, buckets: true }, cache);
    }
  };
  report(`50 curves in ${bucketCount} buckets, first`, timeOf(askAll));
  report('  again', timeOf(askAll), `cache ${Math.round(cache.bytes / 2 ** 20)} MiB`);
}

async function runs({ db, runsFolder, folder }: Place): Promise<void> {
  const count = 10_000;
  for (let n = 0; n < count; n++) makeRun(runsFolder, n, 3);
  const listeners = { onChanged: () => undefined, onRemoved: () => undefined, onProblem: (thrown: unknown) => { throw thrown; } }; // prettier-ignore
  const follow = async (driver: Driver): Promise<Time> => {
    const follower = new Follower(driver, runsFolder, listeners);
    const { time } = await timed(() => follower.start());
    await follower.stop();
    return time;
  };
  report(`read ${count} runs into an empty database`, await follow(db));
  report('start again with nothing new', await follow(db));
  const list = listRuns(db);
  report(
    'list them',
    timeOf(() => listRuns(db)),
    `${(JSON.stringify(list).length / 2 ** 20).toFixed(1)} MiB as JSON`,
  );
  const fields = new ExperimentFields(db);
  const paths = ['training.learning_rate', 'training.seed', 'data.max_seq_length'];
  report(
    '3 fields of their experiments',
    timeOf(() => fields.read(paths)),
  );
  report(
    '  again',
    timeOf(() => fields.read(paths)),
  );
  db.close();
  const opened = await timed(() => openDatabase(join(folder, 'runs.db')));
  report('open and check the database', opened.time);
  opened.value.db.close();
}

async function live({ db, runsFolder }: Place): Promise<void> {
  const events = 300;
  const { runId, write } = createRun(runsFolder, 0);
  const names = Array.from({ length: 10 }, (_, i) => `metric_${i}`);
  const times: Time[] = [];
  for (let step = 1; step <= events; step++) {
    write({ kind: 'metrics', step, values: Object.fromEntries(names.map((name) => [name, Math.sin(step)])) });
    times.push((await timed(() => ingestRun(db, runsFolder, runId))).time);
  }
  const middle = (of: keyof Time): number => times.map((time) => time[of]).sort((a, b) => a - b)[events / 2]!;
  report('one event of 10 metrics, read and committed (median)', { wall: middle('wall'), processor: middle('processor') }); // prettier-ignore
}

/** A run folder with an experiment; `write` adds to its journal. */
function createRun(runsFolder: string, n: number): { runId: string; write: (...bodies: EventBody[]) => void } {
  const date = new Date(Date.UTC(2026, 0, 1) + n * 1000).toISOString();
  const runId = `${date.slice(0, 10).replaceAll('-', '')}-${date.slice(11, 19).replaceAll(':', '')}-bench-a000`;
  const folder = join(runsFolder, runId);
  mkdirSync(folder);
  const training = { learning_rate: 3e-5 + n * 1e-9, seed: n, per_device_train_batch_size: 2 };
  const text = JSON.stringify({ name: `run ${n}`, training, data: { max_seq_length: 384 }, padding: 'x'.repeat(3000) });
  writeFileSync(join(folder, 'experiment.json'), text);
  let held: Uint8Array[] = [];
  let clock = Date.UTC(2026, 0, 1);
  const writer = createJournalWriter({ append: (bytes) => void held.push(bytes), now: () => (clock += 100) });
  const write = (...bodies: readonly EventBody[]): void => {
    for (const body of bodies) writer.write(body);
    appendFileSync(join(folder, 'journal.log'), Buffer.concat(held));
    held = [];
  };
  write({ kind: 'hello', protocol: 1, runId, pid: 1, bootId: '', processStart: '', host: 'bench' });
  return { runId, write };
}

/** An ended run with a curve of so many points. */
function makeRun(runsFolder: string, n: number, points: number): string {
  const { runId, write } = createRun(runsFolder, n);
  for (let from = 0; from < points; from += 10_000) {
    const steps = Array.from({ length: Math.min(10_000, points - from) }, (_, i) => from + i + 1);
    write(...steps.map((step): EventBody => ({ kind: 'metrics', step, values: { loss: 4 / Math.sqrt(step) + Math.sin(step * 1.7) } }))); // prettier-ignore
  }
  write({ kind: 'end', state: 'completed' });
  return runId;
}

/** On a shared machine the time on the clock is also that of others; the processor's is ours, with that of SQLite and the compiler's threads. */
interface Time {
  readonly wall: number;
  readonly processor: number;
}

function startClock(): () => Time {
  const [wall, cpu] = [performance.now(), process.cpuUsage()];
  return () => {
    const { user, system } = process.cpuUsage(cpu);
    return { wall: performance.now() - wall, processor: (user + system) / 1000 };
  };
}

function timeOf(work: () => unknown): Time {
  const clock = startClock();
  work();
  return clock();
}

async function timed<T>(work: () => Promise<T>): Promise<{ readonly value: T; readonly time: Time }> {
  const clock = startClock();
  const value = await work();
  return { value, time: clock() };
}

function report(what: string, { wall, processor }: Time, more = ''): void {
  const text = (ms: number): string => `${ms.toFixed(ms < 10 ? 2 : 0).padStart(7)} ms`;
  console.log(`${what.padEnd(68)} ${text(wall)} (processor ${text(processor)})  ${more}`);
}

async function inPlace(work: (place: Place) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'ipu-bench-store-'));
  const runsFolder = join(folder, 'runs');
  mkdirSync(runsFolder);
  const { db } = await openDatabase(join(folder, 'runs.db'));
  try {
    await work({ folder, runsFolder, db });
  } finally {
    db.close();
    await rm(folder, { recursive: true, force: true });
  }
}

console.log(describeMachine(new Date()));
const wanted = process.argv.slice(2);
for (const [name, work] of Object.entries(cases)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.log(`\n${name}`);
  await inPlace(work);
}
