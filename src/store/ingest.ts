// Journal → rows. Each piece of a journal is one transaction that holds its rows and the new position, and starts only if
// the position is still the one that was read from: so any number of processes may ingest the same run, at any time, and
// may be killed at any time. It does not know when to look; that is the follower's work.

import { join } from 'node:path';
import type { JournalEvent } from '../shared/journal/event.ts';
import { journalStart, type BadLine } from '../shared/journal/reader.ts';
import { isActive } from '../shared/run-state.ts';
import type { Driver } from './driver.ts';
import { PointWriter } from './points.ts';
import { foldEvent, queuedRun, type RunRecord } from './run-record.ts';
import { insertRun, readRun, updateRun, type StoredRun } from './run-rows.ts';
import {
  createdAt,
  isRunFolder,
  readExperiment,
  readImportSource,
  readJournal,
  readSource,
  readSweepPlace,
  type JournalPiece,
} from './run-files.ts';

/** A journal of nothing but garbage must not fill the database: at the last of these it says that there are more. */
export const maxBadLines = 1000;
const moreBadLines = '; more lines after it cannot be read';

/** Reads everything new of one run; true if there was anything. Other work of the process gets its turn between pieces. */
export async function ingestRun(db: Driver, runsFolder: string, runId: string): Promise<boolean> {
  let changed = false;
  for (;;) {
    const step = ingestPiece(db, runsFolder, runId);
    changed ||= step.changed;
    if (!step.more) return changed;
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
}

/** Reads one piece; `more` says that another call would find more. */
function ingestPiece(
  db: Driver,
  runsFolder: string,
  runId: string,
): { readonly changed: boolean; readonly more: boolean } {
  if (!isRunFolder(runsFolder, runId)) return { changed: false, more: false };
  const folder = join(runsFolder, runId);
  const before = readRun(db, runId);
  const piece = readJournal(folder, before?.position ?? journalStart, before?.tail ?? new Uint8Array());
  const experiment = (before?.experiment ?? null) === null ? readDescription(folder) : null;
  const advanced = piece !== null && (piece.replaced || piece.position.byteOffset !== before?.position.byteOffset);
  if (before && !advanced && !experiment) return { changed: false, more: piece?.more ?? false };

  return db.transaction(() => {
    // Another process may have been faster: then this piece is no longer the next one.
    if (readRun(db, runId)?.revision !== before?.revision) return { changed: true, more: true };
    const run = before ?? addRun(db, runsFolder, runId);
    applyPiece(db, experiment ? { ...run, ...experiment, name: experiment.name ?? run.name } : run, piece);
    return { changed: true, more: piece?.more ?? false };
  });
}

/** Notes that the run's process is gone without an `end`, unless the journal has ended, or has grown until now. */
export async function markLost(db: Driver, runsFolder: string, runId: string): Promise<void> {
  if (await ingestRun(db, runsFolder, runId)) return;
  db.transaction(() => {
    const run = readRun(db, runId);
    if (!run || run.record.lost || !isActive(run.record.state)) return;
    updateRun(db, run.runKey, { ...run, record: { ...run.record, lost: true } });
  });
}

/** What the run is, as its folder says; null while its experiment is not there yet, which is written last. */
function readDescription(folder: string) {
  const found = readExperiment(folder);
  if (found === null) return null;
  const { text: experiment, name, group } = found;
  return { experiment, name, group, sweep: readSweepPlace(folder), source: readSource(folder), imported: readImportSource(folder) }; // prettier-ignore
}

function addRun(db: Driver, runsFolder: string, runId: string): StoredRun {
  // `YYYYMMDD-HHMMSS-<slug>-<4 characters>`: the slug will do until experiment.json gives the name.
  return insertRun(db, runId, runId.slice(16, -5), createdAt(runsFolder, runId));
}

function applyPiece(db: Driver, run: StoredRun, piece: JournalPiece | null): void {
  if (piece === null) {
    updateRun(db, run.runKey, run);
    return;
  }
  if (piece.replaced) forgetJournal(db, run.runKey);
  const points = new PointWriter(db, run.runKey);
  let record = piece.replaced ? queuedRun : run.record;
  for (const event of piece.events) {
    addRows(db, run.runKey, points, record, event);
    record = foldEvent(record, event);
  }
  addBadLines(db, run.runKey, piece.badLines);
  const { position, tail } = piece;
  updateRun(db, run.runKey, { ...run, record, ranges: points.flush(), position, tail });
}

function addRows(db: Driver, runKey: number, points: PointWriter, before: RunRecord, event: JournalEvent): void {
  switch (event.kind) {
    case 'metrics':
      points.addMetrics(event, event.values);
      return;
    case 'ipu':
      // Measured samples replace modelled ones: a curve never holds both.
      if (event.source === 'device' && before.ipuSource === 'model') points.forgetDevices();
      if (event.source === 'device' || before.ipuSource !== 'device') points.addDevices(event, event.devices);
      return;
    case 'checkpoint':
      db.run(
        'INSERT OR REPLACE INTO checkpoints (run_key, path, step) VALUES (?, ?, ?)',
        runKey,
        event.path,
        event.step,
      );
      return;
    case 'log': {
      const { n, time, level, message } = event;
      const sql = 'INSERT OR REPLACE INTO log (run_key, n, time, level, message) VALUES (?, ?, ?, ?, ?)';
      db.run(sql, runKey, n, time, level, message);
      return;
    }
    case 'host':
      points.addHost(event, event);
      return;
    case 'hello':
    case 'state':
    case 'progress':
    case 'result':
    case 'heartbeat':
    case 'end':
    // In the run's record, without rows of their own.
  }
}

function addBadLines(db: Driver, runKey: number, badLines: readonly BadLine[]): void {
  if (badLines.length === 0) return;
  const count = Number(db.get('SELECT count(*) AS count FROM bad_lines WHERE run_key = ?', runKey)?.['count']);
  const room = maxBadLines - count;
  for (const { line, reason } of badLines.slice(0, room)) {
    db.run('INSERT OR REPLACE INTO bad_lines (run_key, line, reason) VALUES (?, ?, ?)', runKey, line, reason);
  }
  if (badLines.length <= room) return;
  db.run(
    `UPDATE bad_lines SET reason = replace(reason, '${moreBadLines}', '') || '${moreBadLines}'
     WHERE run_key = ? AND line = (SELECT max(line) FROM bad_lines WHERE run_key = ?)`,
    runKey,
    runKey,
  );
}

function forgetJournal(db: Driver, runKey: number): void {
  for (const table of ['series', 'checkpoints', 'log', 'bad_lines']) {
    db.run(`DELETE FROM ${table} WHERE run_key = ?`, runKey);
  }
}
