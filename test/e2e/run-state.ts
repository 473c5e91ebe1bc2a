// What the page says of a run, and what the disk says of it, read by the test itself and not through the parts under test.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import Database from 'better-sqlite3';
import type { FrameLocator } from 'playwright-core';
import { decodeLine } from '../../src/shared/journal/line.ts';
import type { JournalEvent } from '../../src/shared/journal/event.ts';
import { databaseFile, runFiles, runsFolder } from '../../src/shared/run-folder.ts';

/** A run's row in the database. */
export interface RunRow {
  readonly state: string;
  readonly step: number;
  readonly points: number;
  readonly results: Readonly<Record<string, number>>;
}

/** Waits until the question has an answer, asking twice a second, and fails with what was waited for. */
export async function until<T>(what: string, withinMs: number, ask: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    assert.ok(Date.now() < deadline, `within ${withinMs / 1000} s: ${what}`);
    await wait(500);
  }
}

/** The id of the run that the dashboard shows. */
export async function selectedRun(dashboard: FrameLocator): Promise<string> {
  const row = dashboard.locator('[data-run-id]', { has: dashboard.locator('[aria-current="true"]') });
  await row.waitFor();
  const runId = await row.getAttribute('data-run-id');
  assert.ok(runId);
  return runId;
}

/** The number a chart says it has drawn. */
export async function pointsOf(dashboard: FrameLocator, chart: string): Promise<number> {
  return Number((await dashboard.locator(`canvas[data-chart="${chart}"]`).getAttribute('data-points')) ?? 0);
}

/** Waits until a chart has at least so many points. */
export async function waitForPoints(
  dashboard: FrameLocator,
  chart: string,
  least: number,
  withinMs: number,
): Promise<number> {
  return until(`${least} points on the ${chart} chart`, withinMs, async () => {
    const points = await pointsOf(dashboard, chart);
    return points >= least ? points : undefined;
  });
}

/** The row of a run, read by a second process while the editor has the database open. */
export function readRun(workspace: string, runId: string): RunRow {
  const database = new Database(join(workspace, databaseFile), { readonly: true, fileMustExist: true });
  try {
    const row: unknown = database.prepare('SELECT state, step, points, results FROM runs WHERE run_id = ?').get(runId);
    assert.ok(row !== null && typeof row === 'object' && 'results' in row, `run ${runId} is in the database`);
    return { ...row, results: JSON.parse(String(row.results)) as unknown } as RunRow;
  } finally {
    database.close();
  }
}

/** All events of a run's journal; fails on a line that cannot be read or a gap in the numbers. */
export async function readJournal(workspace: string, runId: string): Promise<JournalEvent[]> {
  const bytes = await readFile(join(workspace, runsFolder, runId, runFiles.journal));
  const lines = bytes.toString('utf8').split('\n').slice(0, -1);
  const events = lines.map((line, index) => {
    const decoded = decodeLine(Buffer.from(line));
    assert.ok('event' in decoded, `journal line ${index + 1} can be read`);
    return decoded.event;
  });
  events.forEach((event, index) => assert.equal(event.n, index, 'no gap in the journal'));
  return events;
}
