// Run folders and databases for the store's tests: real files in a temporary folder that is removed with the test.

import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { EventBody, JournalEvent } from '../../src/shared/journal/event.ts';
import { createJournalWriter } from '../../src/shared/journal/writer.ts';
import type { RunDetail, Series } from '../../src/shared/messages/runs.ts';
import type { Driver } from '../../src/store/driver.ts';
import { ingestRun } from '../../src/store/ingest.ts';
import { openDatabase } from '../../src/store/open.ts';
import { readSeries } from '../../src/store/series.ts';
import { readDetail } from '../../src/store/queries.ts';
import { listRunFolders } from '../../src/store/run-files.ts';

/** A workspace with a runs folder and the path of a database that does not exist yet. */
export interface Workspace {
  readonly folder: string;
  readonly runsFolder: string;
  readonly databaseFile: string;
}

/** One run folder, and the writer of its journal. */
export interface RunFolder {
  readonly runId: string;
  readonly folder: string;
  readonly journal: string;
  write(...bodies: readonly EventBody[]): JournalEvent[];
  append(bytes: Uint8Array | string): void;
}

/** The n-th run id, newer with growing n. */
export function runIdOf(n: number): string {
  const seconds = String(n % 60).padStart(2, '0');
  return `20260102-03${String(Math.floor(n / 60)).padStart(2, '0')}${seconds}-run-a000`;
}

export async function makeWorkspace(t: TestContext): Promise<Workspace> {
  const folder = await mkdtemp(join(tmpdir(), 'ipu-store-'));
  t.after(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  const runsFolder = join(folder, '.ipu', 'runs');
  mkdirSync(runsFolder, { recursive: true });
  return { folder, runsFolder, databaseFile: join(folder, '.ipu', 'runs.db') };
}

/** An open database that is closed with the test. */
export async function openFor(t: TestContext, databaseFile: string): Promise<Driver> {
  const { db } = await openDatabase(databaseFile);
  t.after(() => db.close());
  return db;
}

/** A run folder with an experiment, or without one if that is null; its journal does not exist before the first event. */
export function makeRun(workspace: Workspace, runId: string, experiment: unknown = { name: 'quick' }): RunFolder {
  const folder = join(workspace.runsFolder, runId);
  mkdirSync(folder);
  if (experiment !== null) writeFileSync(join(folder, 'experiment.json'), JSON.stringify(experiment));
  const journal = join(folder, 'journal.log');
  const append = (bytes: Uint8Array | string): void => appendFileSync(journal, bytes);
  let clock = 1_000_000;
  const writer = createJournalWriter({ append, now: () => (clock += 10) });
  return { runId, folder, journal, append, write: (...bodies) => bodies.map((body) => writer.write(body)) };
}

export const hello = {
  kind: 'hello',
  protocol: 1,
  runId: 'any',
  pid: 41,
  bootId: 'boot',
  processStart: '77',
  host: 'here',
} as const satisfies EventBody;

export const running: EventBody = { kind: 'state', state: 'running' };

/** Metrics, device samples and now and then a log line and a checkpoint, up to a step. */
export function trainingEvents(steps: number): EventBody[] {
  return Array.from({ length: steps }, (_, i): EventBody[] => {
    const step = i + 1;
    const values = { loss: 4 / step + Math.sin(step), learning_rate: 1e-3 * (1 - i / steps) };
    const devices = [0, 1].map((index) => ({ index, utilisation: (step % 10) / 10 }));
    const events: EventBody[] = [
      { kind: 'metrics', step, values },
      { kind: 'ipu', step, source: 'model', devices },
      { kind: 'progress', phase: 'train', done: step, total: steps },
    ];
    if (step % 50 === 0) events.push({ kind: 'checkpoint', step, path: `checkpoints/checkpoint-${step}` });
    if (step % 25 === 0) events.push({ kind: 'log', level: 'info', message: `at ${step}` });
    return events;
  }).flat();
}

/** Everything that a user can see of all runs. */
export function everything(db: Driver, runsFolder: string): readonly (RunDetail | Series | null)[] {
  return listRunFolders(runsFolder).flatMap((runId) => [
    readDetail(db, runsFolder, runId),
    ...readSeries(db, { runId, maxPoints: 1_000_000 }),
  ]);
}

export async function ingestAll(db: Driver, runsFolder: string): Promise<void> {
  for (const runId of listRunFolders(runsFolder)) await ingestRun(db, runsFolder, runId);
}

/** Waits until `condition` gives something, looking again every few milliseconds. */
export async function until<T>(what: string, condition: () => T | Promise<T>): Promise<NonNullable<T>> {
  const deadline = performance.now() + 20_000;
  for (;;) {
    const value = await condition();
    if (value !== undefined && value !== null && value !== false) return value as NonNullable<T>;
    if (performance.now() > deadline) throw new Error(`Waited in vain until ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
