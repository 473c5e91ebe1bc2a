// The place of the run database. The database itself is opened by the store's process and never by this one: closing a file that a process
// has open in SQLite would drop its locks.

import { constants } from 'node:fs';
import { access, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { toErrorShape } from '../../shared/errors.ts';
import { startStore } from '../../store/client.ts';
import type { Check, DoctorFolder, Finding, Surroundings } from './check.ts';
import { fileSystemOf, type FileSystemKind } from './file-system.ts';
import { formatBytes, name, nearestExisting } from './machine.ts';

/** What is known of a database and its place. */
export interface DatabaseFacts {
  readonly databaseFile: string;
  /** Null: there is none yet. */
  readonly sizeBytes: number | null;
  readonly writable: boolean;
  readonly fileSystem: FileSystemKind;
  readonly sqliteVersion: string;
  readonly runs: number;
}

/** The database checks, one for each folder; without a folder, whether the store works at all. */
export async function examineDatabases(from: Surroundings): Promise<readonly Check[]> {
  const { folders } = from;
  if (folders.length === 0) return [{ id: 'database', title: 'Run database', ...(await tryStore(from)) }];
  const checks: Check[] = [];
  // One after the other: each starts a process.
  for (const each of folders) {
    checks.push({ ...name('database', 'Run database', each, folders), ...(await examineDatabase(each, from)) });
  }
  return checks;
}

/** What the facts mean. */
export function judgeDatabase(facts: DatabaseFacts): Finding {
  const { databaseFile, sizeBytes, writable, fileSystem, sqliteVersion, runs } = facts;
  const what =
    sizeBytes === null
      ? `None yet; it will be ${databaseFile}`
      : `${databaseFile}, ${formatBytes(sizeBytes)}, ${runs} ${runs === 1 ? 'run' : 'runs'}`;
  const where = fileSystem === null ? '' : `, on ${fileSystem.name}`;
  const finding = `${what}${where}; SQLite ${sqliteVersion}.`;
  if (!writable) {
    return { state: 'error', finding: `${finding} Its folder cannot be written to.`, remedy: elsewhere };
  }
  if (fileSystem?.isNetwork) {
    const remedy = `A database on a network disk can be damaged when several machines use it. ${elsewhere}`;
    return { state: 'warning', finding, remedy };
  }
  return { state: 'ok', finding, remedy: '' };
}

const elsewhere = 'Set `ipuWorkbench.store.path` to a folder on a local disk.';

async function examineDatabase(folder: DoctorFolder, from: Surroundings): Promise<Finding> {
  const { databaseFile } = folder;
  const existing = await nearestExisting(dirname(databaseFile));
  const sizeBytes = await stat(databaseFile).then(
    ({ size }) => size,
    () => null,
  );
  const writable = (await isWritable(existing)) && (sizeBytes === null || (await isWritable(databaseFile)));
  const fileSystem = await fileSystemOf(existing);
  try {
    // Looking must not make a database where there is none.
    const opened = sizeBytes === null ? await openElsewhere(from) : await openStore(folder, from);
    return judgeDatabase({ databaseFile, sizeBytes, writable, fileSystem, ...opened });
  } catch (thrown) {
    return storeBroken(thrown);
  }
}

async function tryStore(from: Surroundings): Promise<Finding> {
  try {
    const { sqliteVersion } = await openElsewhere(from);
    return { state: 'ok', finding: `It works: SQLite ${sqliteVersion}. No folder is open.`, remedy: '' };
  } catch (thrown) {
    return storeBroken(thrown);
  }
}

function storeBroken(thrown: unknown): Finding {
  const { message, hint } = toErrorShape(thrown);
  return { state: 'error', finding: message, remedy: hint };
}

interface Opened {
  readonly sqliteVersion: string;
  readonly runs: number;
}

async function openElsewhere(from: Surroundings): Promise<Opened> {
  const folder = await mkdtemp(join(tmpdir(), 'ipu-doctor-'));
  try {
    return await openStore({ databaseFile: join(folder, 'runs.db'), runsFolder: join(folder, 'runs') }, from);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function openStore(place: Omit<DoctorFolder, 'folder'>, from: Surroundings): Promise<Opened> {
  const { databaseFile, runsFolder } = place;
  const store = await startStore({ node: from.node, script: from.storeScript, databaseFile, runsFolder });
  try {
    const runs = await store.request('runs/list', {});
    return { sqliteVersion: store.opened.sqliteVersion, runs: runs.length };
  } finally {
    await store.close();
  }
}

async function isWritable(path: string): Promise<boolean> {
  return access(path, constants.W_OK).then(
    () => true,
    () => false,
  );
}
