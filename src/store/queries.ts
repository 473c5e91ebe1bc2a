// Answers about one run in full. Lists are in run-rows.ts, curves in points.ts.

import { join } from 'node:path';
import type { RunDetail } from '../shared/messages/runs.ts';
import type { Driver, SqlRow } from './driver.ts';
import { readRun, readSummary } from './run-rows.ts';

/** How many log events a detail holds; all are in the database and in the journal. */
const shownLogEvents = 200;

/** One run in full, without its curves; null if there is none of that id. */
export function readDetail(db: Driver, runsFolder: string, runId: string): RunDetail | null {
  const run = readRun(db, runId);
  const summary = readSummary(db, runId);
  if (!run || !summary) return null;
  const rows = (sql: string): SqlRow[] => db.all(sql, run.runKey);
  const checkpoints = rows('SELECT step, path FROM checkpoints WHERE run_key = ? ORDER BY step, path');
  const log = rows(
    `SELECT time, level, message FROM log WHERE run_key = ? ORDER BY n DESC LIMIT ${shownLogEvents}`,
  ).reverse();
  const badLines = rows('SELECT line, reason FROM bad_lines WHERE run_key = ? ORDER BY line');
  return {
    ...summary,
    folder: join(runsFolder, runId),
    experiment: run.experiment === null ? null : JSON.parse(run.experiment),
    ...(run.record.process === null ? {} : { process: run.record.process }),
    checkpoints: checkpoints.map((row) => ({ step: Number(row['step']), path: String(row['path']) })),
    log: log.map((row) => ({
      time: Number(row['time']),
      level: String(row['level']),
      message: String(row['message']),
    })),
    badLines: badLines.map((row) => ({ line: Number(row['line']), reason: String(row['reason']) })),
    ...(run.record.ipuSource === null ? {} : { ipuSource: run.record.ipuSource }),
  };
}
