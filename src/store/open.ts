// Opens the run database, whatever lies at its path: nothing yet, ours, an older or newer one, a damaged or a foreign file.
// It reads no run: filling a fresh database is the follower's work.

import { access, mkdir, rename, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { workbenchFolder } from '../shared/run-folder.ts';
import { isDamage, openDriver, toStoreError, type Driver } from './driver.ts';
import { databaseNotWritable } from './errors.ts';
import { applicationId, migrate, versionOf } from './migrations/migrate.ts';

export interface OpenedDatabase {
  readonly db: Driver;
  /** True if it had no tables: new, or the old one was kept aside. */
  readonly fresh: boolean;
  /** Where a damaged or foreign file was put. */
  readonly keptAside?: string;
}

/** How long one process waits for another that is opening (and checking, or migrating) the same database. */
const openLockTimeoutMs = 30_000;

/** Opens or creates the database; rejects with an AppError. */
export async function openDatabase(path: string, now: () => Date = () => new Date()): Promise<OpenedDatabase> {
  await makeFolder(dirname(path));
  return await withOpenLock(path, async () => {
    const opened = await tryOpen(path);
    if (opened) return opened;
    const keptAside = await keepAside(path, now());
    const again = await tryOpen(path);
    if (!again) throw databaseNotWritable(path, 'a new file in its place cannot be used either');
    return { ...again, keptAside };
  });
}

/** The open database, or null if the file is damaged or not ours; then nothing was written to it. */
async function tryOpen(path: string): Promise<OpenedDatabase | null> {
  let db: Driver | undefined;
  try {
    db = await openDriver(path);
    const fresh = isEmpty(db);
    if (!fresh && (!isOurs(db) || !isSound(db))) return closed(db);
    db.useWriteAheadLog();
    migrate(db);
    return { db, fresh };
  } catch (thrown) {
    db?.close();
    if (isDamage(thrown)) return null;
    throw toStoreError(thrown, path);
  }
}

function closed(db: Driver): null {
  db.close();
  return null;
}

function isEmpty(db: Driver): boolean {
  return versionOf(db) === 0 && db.get('SELECT 1 FROM sqlite_schema LIMIT 1') === undefined;
}

function isOurs(db: Driver): boolean {
  return db.pragma('application_id') === applicationId;
}

function isSound(db: Driver): boolean {
  return db.pragma('quick_check(1)') === 'ok';
}

/** Runs `work` while no other process opens the same database; the lock ends with the process, however it ends. */
async function withOpenLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  const lockPath = `${path}.lock`;
  const lock = await openDriver(lockPath, openLockTimeoutMs);
  try {
    lock.execute('BEGIN EXCLUSIVE');
    return await work();
  } catch (thrown) {
    throw toStoreError(thrown, lockPath);
  } finally {
    lock.close();
  }
}

async function makeFolder(folder: string): Promise<void> {
  try {
    const created = await mkdir(folder, { recursive: true });
    if (created !== undefined && basename(folder) === workbenchFolder) {
      await writeFile(join(folder, '.gitignore'), '*\n', { flag: 'wx' });
    }
  } catch (cause) {
    throw databaseNotWritable(folder, cause);
  }
}

/** Renames the file, and what belongs to it, to a dated name. No process of ours has it open: the open lock is held. */
async function keepAside(path: string, now: Date): Promise<string> {
  const stamp = now.toISOString().slice(0, 19).replaceAll(':', '-');
  const extension = extname(path);
  const stem = path.slice(0, path.length - extension.length);
  let target = `${stem}.kept-aside-${stamp}${extension}`;
  for (let count = 2; await exists(target); count++) target = `${stem}.kept-aside-${stamp}-${count}${extension}`;
  try {
    await rename(path, target);
    for (const suffix of ['-wal', '-shm', '-journal']) await renameIfThere(path + suffix, target + suffix);
  } catch (cause) {
    throw databaseNotWritable(path, cause);
  }
  return target;
}

async function renameIfThere(from: string, to: string): Promise<void> {
  if (await exists(from)) await rename(from, to);
}

async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}
