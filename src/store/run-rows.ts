// Rows of the table `runs` ⇄ records and summaries. The only file that knows the table's columns; rows leave the store only
// as the types of the message contract.

import { parseErrorShape, toErrorShape, type AppError } from '../shared/errors.ts';
import { queueLost, runLost } from './errors.ts';
import type { ReaderPosition } from '../shared/journal/reader.ts';
import { parseJsonNumber, stringifyWithNumbers } from '../shared/json-number.ts';
import type { ProcessIdentity, RunProgress, RunSummary, SweepPlace } from '../shared/messages/runs.ts';
import type { Driver, SqlRow, SqlValue } from './driver.ts';
import { queuedRun, shownState, type RunRecord } from './run-record.ts';

/** A run as stored: its record, and where its journal was read up to. */
export interface StoredRun {
  readonly runKey: number;
  /** Changes whenever anything of the run does. */
  readonly revision: number;
  readonly record: RunRecord;
  readonly name: string;
  readonly experiment: string | null;
  /** The experiment's `group`; null for none. */
  readonly group: string | null;
  readonly sweep: SweepPlace | null;
  /** The experiment file; null if it was not recorded. */
  readonly source: string | null;
  readonly position: ReaderPosition;
  /** The journal's last bytes before the position. */
  readonly tail: Uint8Array;
}

/** What a stored run is changed to. */
export type RunChange = Omit<StoredRun, 'runKey' | 'revision'>;

const newestFirst = 'ORDER BY coalesce(started_at, created_at) DESC, run_id DESC';

/** The stored run, or undefined if there is none of that id. */
export function readRun(db: Driver, runId: string): StoredRun | undefined {
  const row = db.get('SELECT * FROM runs WHERE run_id = ?', runId);
  return row && storedRunOf(row);
}

/** Adds a run of which nothing has been read yet. */
export function insertRun(db: Driver, runId: string, name: string, createdAt: number): StoredRun {
  db.run(
    `INSERT INTO runs (run_id, revision, name, created_at, state, lost, step, points, latest, results,
       byte_offset, next_line, next_n, unreadable_lines, tail)
     VALUES (?, ${nextRevision}, ?, ?, ?, 0, 0, 0, '{}', '{}', 0, 1, 0, 0, x'')`,
    ...[runId, name, createdAt, queuedRun.state],
  );
  return readRun(db, runId) as StoredRun;
}

const nextRevision = '(SELECT coalesce(max(revision), 0) + 1 FROM runs)';

/** Writes a run's row, as a new revision. */
export function updateRun(db: Driver, runKey: number, change: RunChange): void {
  const { record, position } = change;
  const columns: Readonly<Record<string, SqlValue>> = {
    name: change.name,
    experiment: change.experiment,
    group_name: change.group,
    sweep: change.sweep && JSON.stringify(change.sweep),
    source: change.source,
    started_at: record.startedAt,
    last_event_at: record.lastEventAt,
    worked_ms: record.workedMs,
    state: record.state,
    lost: record.lost ? 1 : 0,
    step: record.step,
    points: record.points,
    latest: stringifyWithNumbers(Object.fromEntries(record.latest)),
    results: stringifyWithNumbers(Object.fromEntries(record.results)),
    progress: record.progress && stringifyWithNumbers(record.progress),
    error: record.error && JSON.stringify(record.error),
    process: record.process && JSON.stringify(record.process),
    ipu_source: record.ipuSource,
    byte_offset: position.byteOffset,
    next_line: position.nextLine,
    next_n: position.nextN,
    unreadable_lines: position.unreadableLines,
    tail: change.tail,
  };
  const assignments = Object.keys(columns).map((column) => `${column} = ?`);
  const sql = `UPDATE runs SET revision = ${nextRevision}, ${assignments.join(', ')} WHERE run_key = ?`;
  db.run(sql, ...Object.values(columns), runKey);
}

/** Every run, newest first. */
export function listRuns(db: Driver): RunSummary[] {
  return db.all(`SELECT ${summaryColumns} FROM runs ${newestFirst}`).map(summaryOf);
}

/** One run of the list, or null. */
export function readSummary(db: Driver, runId: string): RunSummary | null {
  const row = db.get(`SELECT ${summaryColumns} FROM runs WHERE run_id = ?`, runId);
  return row ? summaryOf(row) : null;
}

/** Runs that any process has changed after `revision`, and the newest revision now. */
export function runsSince(db: Driver, revision: number): { readonly runs: RunSummary[]; readonly revision: number } {
  const rows = db.all(`SELECT ${summaryColumns}, revision FROM runs WHERE revision > ? ORDER BY revision`, revision);
  return { runs: rows.map(summaryOf), revision: Number(rows.at(-1)?.['revision'] ?? revision) };
}

/** Without the texts that a list does not show: `experiment` is by far the longest. */
const summaryColumns =
  'run_id, name, group_name, sweep, source, created_at, started_at, last_event_at, worked_ms, state, lost, step, points, latest, results, progress, error';

function summaryOf(row: SqlRow): RunSummary {
  const record = recordOf(row);
  const startedAt = record.startedAt ?? Number(row['created_at']);
  const state = shownState(record);
  const sweep = sweepOf(row);
  const group = textOf(row['group_name']);
  const source = textOf(row['source']);
  const error = state === 'lost' ? toErrorShape(lostError(record, sweep)) : record.error;
  return {
    runId: String(row['run_id']),
    name: String(row['name']),
    ...(group === null ? {} : { group }),
    ...(sweep === null ? {} : { sweep }),
    ...(source === null ? {} : { source }),
    state,
    ...(error === null ? {} : { error }),
    startedAt,
    lastEventAt: record.lastEventAt ?? startedAt,
    ...(record.workedMs === null ? {} : { workedMs: record.workedMs }),
    step: record.step,
    ...(record.progress === null ? {} : { progress: record.progress }),
    latest: Object.fromEntries(record.latest),
    results: Object.fromEntries(record.results),
    points: record.points,
  };
}

/** A run whose turn never came has lost its queue, not its process. */
function lostError(record: RunRecord, sweep: SweepPlace | null): AppError {
  return sweep !== null && record.state === 'queued' ? queueLost(sweep.sweepId) : runLost(record.step);
}

function storedRunOf(row: SqlRow): StoredRun {
  return {
    runKey: Number(row['run_key']),
    revision: Number(row['revision']),
    record: recordOf(row),
    name: String(row['name']),
    experiment: textOf(row['experiment']),
    group: textOf(row['group_name']),
    sweep: sweepOf(row),
    source: textOf(row['source']),
    position: {
      byteOffset: Number(row['byte_offset']),
      nextLine: Number(row['next_line']),
      nextN: Number(row['next_n']),
      unreadableLines: Number(row['unreadable_lines']),
    },
    tail: row['tail'] as Uint8Array,
  };
}

function sweepOf(row: SqlRow): SweepPlace | null {
  return (jsonOf(row['sweep']) ?? null) as SweepPlace | null;
}

function recordOf(row: SqlRow): RunRecord {
  return {
    state: row['state'] as RunRecord['state'],
    lost: row['lost'] === 1,
    startedAt: row['started_at'] as number | null,
    lastEventAt: row['last_event_at'] as number | null,
    workedMs: row['worked_ms'] as number | null,
    step: Number(row['step']),
    points: Number(row['points']),
    latest: numbersOf(row['latest']),
    results: numbersOf(row['results']),
    progress: progressOf(row['progress']),
    error: parseErrorShape(jsonOf(row['error'])) ?? null,
    process: (jsonOf(row['process']) ?? null) as ProcessIdentity | null,
    ipuSource: (row['ipu_source'] ?? null) as RunRecord['ipuSource'],
  };
}

function progressOf(value: unknown): RunProgress | null {
  const fields = jsonOf(value) as Record<string, unknown> | undefined;
  if (fields === undefined) return null;
  // `phase` is a word, the rest are numbers, which may have been written as words.
  const numbers = Object.entries(fields).map(([name, item]) => [name, parseJsonNumber(item) ?? item]);
  return Object.fromEntries(numbers) as RunProgress;
}

function numbersOf(value: unknown): Map<string, number> {
  const entries = Object.entries((jsonOf(value) ?? {}) as Record<string, unknown>);
  return new Map(entries.map(([name, item]) => [name, parseJsonNumber(item) ?? NaN]));
}

function jsonOf(value: unknown): unknown {
  return typeof value === 'string' ? JSON.parse(value) : undefined;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
