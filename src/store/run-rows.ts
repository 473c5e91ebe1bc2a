// Rows of the table `runs` ⇄ records and summaries. The only file that knows the table's columns; rows leave the store only
// as the types of the message contract.

import { parseErrorShape, toErrorShape, type AppError } from '../shared/errors.ts';
import { queueLost, runLost } from './errors.ts';
import type { ReaderPosition } from '../shared/journal/reader.ts';
import { parseJsonNumber, stringifyWithNumbers } from '../shared/json-number.ts';
import type {
  Annotations,
  ImportSource,
  ProcessIdentity,
  RunProgress,
  RunSummary,
  SweepPlace,
  ValueRange,
} from '../shared/messages/runs.ts';
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
  /** What it was imported from; null for a run of ours. */
  readonly imported: ImportSource | null;
  /** What the user says of it; null while that is nothing. Not changed with the rest: see `writeAnnotations`. */
  readonly annotations: Annotations | null;
  /** Of each metric that has a finite value. */
  readonly ranges: ReadonlyMap<string, ValueRange>;
  readonly position: ReaderPosition;
  /** The journal's last bytes before the position. */
  readonly tail: Uint8Array;
}

/** What a stored run is changed to. */
export type RunChange = Omit<StoredRun, 'runKey' | 'revision' | 'annotations'>;

const newestFirst = 'ORDER BY coalesce(started_at, created_at) DESC, run_id DESC';

/** The stored run, or undefined if there is none of that id. */
export function readRun(db: Driver, runId: string): StoredRun | undefined {
  const row = db.get('SELECT * FROM runs WHERE run_id = ?', runId);
  return row && storedRunOf(row);
}

/** Adds a run of which nothing has been read yet. */
export function insertRun(db: Driver, runId: string, name: string, createdAt: number): StoredRun {
  raiseRevision(db);
  db.run(
    `INSERT INTO runs (run_id, revision, name, created_at, state, lost, step, points, latest, results,
       byte_offset, next_line, next_n, unreadable_lines, tail)
     VALUES (?, ${lastRevision}, ?, ?, ?, 0, 0, 0, '{}', '{}', 0, 1, 0, 0, x'')`,
    ...[runId, name, createdAt, queuedRun.state],
  );
  return readRun(db, runId) as StoredRun;
}

const lastRevision = '(SELECT last FROM revision)';

/** Kept apart from the rows: it must not fall when the newest of them is removed. */
function raiseRevision(db: Driver): void {
  db.run('UPDATE revision SET last = last + 1');
}

/** Writes a run's row, as a new revision. */
export function updateRun(db: Driver, runKey: number, change: RunChange): void {
  const { record, position } = change;
  const columns: Readonly<Record<string, SqlValue>> = {
    name: change.name,
    experiment: change.experiment,
    group_name: change.group,
    sweep: change.sweep && JSON.stringify(change.sweep),
    source: change.source,
    imported: change.imported,
    ranges: stringifyWithNumbers(Object.fromEntries(change.ranges)),
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
  raiseRevision(db);
  const sql = `UPDATE runs SET revision = ${lastRevision}, ${assignments.join(', ')} WHERE run_key = ?`;
  db.run(sql, ...Object.values(columns), runKey);
}

/** What was read of a run's annotations.json. */
export interface StoredAnnotations {
  readonly annotations: Annotations | undefined;
  /** Which content it was; null: there was no file. */
  readonly stamp: string | null;
}

/** What was last read of a run's annotations; undefined for an unknown run. */
export function readStoredAnnotations(db: Driver, runId: string): StoredAnnotations | undefined {
  const row = db.get('SELECT annotations, annotations_stamp FROM runs WHERE run_id = ?', runId);
  return row && { annotations: annotationsIn(row), stamp: textOf(row['annotations_stamp']) };
}

/** Writes what was read of a run's annotations, as a new revision. */
export function writeAnnotations(db: Driver, runId: string, { annotations, stamp }: StoredAnnotations): void {
  const json = annotations === undefined ? null : JSON.stringify(annotations);
  const sql = `UPDATE runs SET revision = ${lastRevision}, annotations = ?, annotations_stamp = ? WHERE run_id = ?`;
  db.transaction(() => {
    raiseRevision(db);
    db.run(sql, json, stamp, runId);
  });
}

/** What a follower must know of each run to see whether its folder has news. */
export interface KnownRun {
  readonly runId: string;
  /** Bytes of the journal that were read; null if the run is not described yet. */
  readonly readBytes: number | null;
  readonly annotationsStamp: string | null;
}

/** Every run that has a row, in no order. */
export function listKnownRuns(db: Driver): KnownRun[] {
  // An experiment of null is asked for again, and so is the journal that was never read.
  const rows = db.all(
    `SELECT run_id, iif(experiment IS NULL OR length(tail) = 0, NULL, byte_offset) AS read_bytes, annotations_stamp FROM runs`,
  );
  return rows.map((row) => ({
    runId: String(row['run_id']),
    readBytes: row['read_bytes'] as number | null,
    annotationsStamp: textOf(row['annotations_stamp']),
  }));
}

/** Removes runs with everything that belongs to them. */
export function removeRuns(db: Driver, runIds: readonly string[]): void {
  db.transaction(() => {
    for (const runId of runIds) db.run('DELETE FROM runs WHERE run_id = ?', runId);
  });
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
  'run_id, name, annotations, group_name, sweep, source, imported, ranges, created_at, started_at, last_event_at, worked_ms, state, lost, step, points, latest, results, progress, error';

function summaryOf(row: SqlRow): RunSummary {
  const record = recordOf(row);
  const startedAt = record.startedAt ?? Number(row['created_at']);
  const state = shownState(record);
  const sweep = sweepOf(row);
  const group = textOf(row['group_name']);
  const source = textOf(row['source']);
  const annotations = annotationsIn(row);
  const imported = importedIn(row);
  const ranges = Object.fromEntries(rangesIn(row));
  const error = state === 'lost' ? toErrorShape(lostError(record, sweep)) : record.error;
  return {
    runId: String(row['run_id']),
    name: annotations?.name ?? String(row['name']),
    ...(annotations === undefined ? {} : { annotations }),
    ...(Object.keys(ranges).length === 0 ? {} : { ranges }),
    ...(imported === null ? {} : { imported }),
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
    imported: importedIn(row),
    annotations: annotationsIn(row) ?? null,
    ranges: rangesIn(row),
    position: {
      byteOffset: Number(row['byte_offset']),
      nextLine: Number(row['next_line']),
      nextN: Number(row['next_n']),
      unreadableLines: Number(row['unreadable_lines']),
    },
    tail: row['tail'] as Uint8Array,
  };
}

function annotationsIn(row: SqlRow): Annotations | undefined {
  return jsonOf(row['annotations']) as Annotations | undefined;
}

function importedIn(row: SqlRow): ImportSource | null {
  return textOf(row['imported']) as ImportSource | null;
}

function rangesIn(row: SqlRow): Map<string, ValueRange> {
  return new Map(Object.entries((jsonOf(row['ranges']) ?? {}) as Record<string, ValueRange>));
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
