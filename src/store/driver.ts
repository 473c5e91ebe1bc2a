// The one place that knows better-sqlite3: four methods over one connection with the settings that keep every committed row.
// It knows no table. Never open, copy or close the database file by other means in the process that holds a Driver: that
// would drop SQLite's locks.

import type BetterSqlite3 from 'better-sqlite3';
import { AppError } from '../shared/errors.ts';
import {
  databaseBusy,
  databaseDamaged,
  databaseDiskFull,
  databaseNotOnLocalDisk,
  databaseNotWritable,
  sqliteNotLoadable,
  sqliteTooOld,
} from './errors.ts';

/** What can be bound to a statement. A NaN must be bound as null: SQLite would do so silently. */
export type SqlValue = number | string | Uint8Array | null;
/** One row as it comes from a query; its reader knows the columns. */
export type SqlRow = Readonly<Record<string, unknown>>;

/** First SQLite without the lost-commit fault of two writers and the memory faults of 3.53 and before. */
const oldestSqlite = '3.54.0';
const walSizeLimitBytes = 64 * 1024 * 1024;

/** One open connection. Statements are prepared once and kept. */
export class Driver {
  readonly path: string;
  readonly sqliteVersion: string;
  readonly #connection: BetterSqlite3.Database;
  readonly #statements = new Map<string, BetterSqlite3.Statement>();

  constructor(connection: BetterSqlite3.Database, path: string) {
    this.path = path;
    this.#connection = connection;
    this.sqliteVersion = (this.get('SELECT sqlite_version() AS version') as { version: string }).version;
    if (isOlder(this.sqliteVersion, oldestSqlite)) throw sqliteTooOld(this.sqliteVersion, oldestSqlite);
    for (const setting of ['trusted_schema = OFF', 'foreign_keys = ON', 'mmap_size = 0']) connection.pragma(setting);
  }

  /** Every row of a query. */
  all(sql: string, ...values: SqlValue[]): SqlRow[] {
    return this.#prepare(sql).all(...values) as SqlRow[];
  }

  /** The first row of a query. */
  get(sql: string, ...values: SqlValue[]): SqlRow | undefined {
    return this.#prepare(sql).get(...values) as SqlRow | undefined;
  }

  /** Runs a statement that changes rows. */
  run(sql: string, ...values: SqlValue[]): void {
    this.#prepare(sql).run(...values);
  }

  /** Runs `work` as one write transaction, holding the write lock from its start; rolled back if it throws. */
  transaction<T>(work: () => T): T {
    return this.#connection.transaction(work).immediate();
  }

  /** Runs queries that all see the database as it is at the first of them. */
  snapshot<T>(read: () => T): T {
    return this.#connection.transaction(read).deferred();
  }

  /**
   * Commits do not wait for the disk while `work` goes on: a power cut may take back the last of them, whole and in order. For
   * rows that can be read again from elsewhere.
   */
  async withoutWaiting<T>(work: () => Promise<T>): Promise<T> {
    this.pragma('synchronous = NORMAL');
    try {
      return await work();
    } finally {
      this.pragma('synchronous = FULL');
    }
  }

  /** Runs statements without values, for migrations and settings. */
  execute(sql: string): void {
    this.#connection.exec(sql);
  }

  /** A setting or header field of the database. */
  pragma(name: string): unknown {
    return this.#connection.pragma(name, { simple: true });
  }

  /** Changes the file to the write-ahead log, with every commit on disk before it is acknowledged. */
  useWriteAheadLog(): void {
    const mode = this.pragma('journal_mode = WAL');
    if (mode !== 'wal') throw databaseNotOnLocalDisk(this.path, String(mode));
    // The two fullfsync settings matter on macOS, where fsync alone does not reach the disk.
    const settings = ['synchronous = FULL', 'fullfsync = ON', 'checkpoint_fullfsync = ON'];
    for (const setting of [...settings, `journal_size_limit = ${walSizeLimitBytes}`]) this.pragma(setting);
  }

  close(): void {
    this.#connection.close();
  }

  #prepare(sql: string): BetterSqlite3.Statement {
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = this.#connection.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}

/** Opens a connection; nothing is written yet. Lock waits end after `busyTimeoutMs`. */
export async function openDriver(path: string, busyTimeoutMs = 5000): Promise<Driver> {
  // Imported here, so that a too old Node.js has been turned away before the native module is loaded.
  const { default: Database } = await import('better-sqlite3').catch((cause: unknown) => {
    throw sqliteNotLoadable(cause);
  });
  let connection: BetterSqlite3.Database;
  try {
    connection = new Database(path, { timeout: busyTimeoutMs });
  } catch (cause) {
    if (sqliteCode(cause) === undefined && !(cause instanceof TypeError)) throw sqliteNotLoadable(cause);
    throw toStoreError(cause, path);
  }
  try {
    return new Driver(connection, path);
  } catch (cause) {
    connection.close();
    throw cause;
  }
}

/** SQLite's name of a failure, such as `SQLITE_FULL`, or undefined if it is none of SQLite's. */
export function sqliteCode(thrown: unknown): string | undefined {
  const code = thrown instanceof Error ? (thrown as { code?: unknown }).code : undefined;
  return typeof code === 'string' && code.startsWith('SQLITE_') ? code : undefined;
}

/** True if SQLite says that the file is damaged or no database at all. */
export function isDamage(thrown: unknown): boolean {
  return /^SQLITE_(CORRUPT|NOTADB)/.test(sqliteCode(thrown) ?? '');
}

/** The failure in the user's words; what is not SQLite's is returned as it is. */
export function toStoreError(thrown: unknown, path: string): unknown {
  const code = sqliteCode(thrown);
  if (thrown instanceof AppError) return thrown;
  if (thrown instanceof TypeError && /directory does not exist/.test(thrown.message)) {
    return databaseNotWritable(path, thrown);
  }
  if (code === undefined) return thrown;
  if (isDamage(thrown)) return databaseDamaged(path, thrown);
  if (code.startsWith('SQLITE_FULL')) return databaseDiskFull(path, thrown);
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) return databaseBusy(path, thrown);
  if (/^SQLITE_(CANTOPEN|READONLY|IOERR|PERM|AUTH)/.test(code)) return databaseNotWritable(path, thrown);
  return thrown;
}

function isOlder(version: string, than: string): boolean {
  const parts = (text: string): number[] => text.split('.').map(Number);
  const [left, right] = [parts(version), parts(than)];
  const at = right.findIndex((part, i) => part !== left[i]);
  return at !== -1 && !((left[at] ?? 0) > (right[at] ?? 0));
}
