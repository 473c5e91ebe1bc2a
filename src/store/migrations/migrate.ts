// Brings a database to the current version of its tables. The list is append-only: a migration that has been released is
// never changed, a correction is a new one.

import type { Driver } from '../driver.ts';
import { databaseFromNewerVersion } from '../errors.ts';
import { runs0001 } from './0001-runs.ts';
import { groups0002 } from './0002-groups.ts';
import { workedTime0003 } from './0003-worked-time.ts';
import { annotations0004 } from './0004-annotations.ts';
import { columns0005 } from './0005-columns.ts';

/** Statements that lead from version i to version i + 1. */
export const migrations: readonly string[] = [runs0001, groups0002, workedTime0003, annotations0004, columns0005];

/** Marks a database file as ours: "IPUW" in its header. */
export const applicationId = 0x49505557;

/** Runs the missing migrations in one transaction: after a kill at any point it is the old version or the new one. */
export function migrate(db: Driver, list: readonly string[] = migrations): void {
  db.transaction(() => {
    const version = versionOf(db);
    if (version > list.length) throw databaseFromNewerVersion(db.path, version, list.length);
    for (const statements of list.slice(version)) db.execute(statements);
    if (version === list.length) return;
    db.pragma(`application_id = ${applicationId}`);
    db.pragma(`user_version = ${list.length}`);
  });
}

/** How many migrations a database has seen. */
export function versionOf(db: Driver): number {
  return Number(db.pragma('user_version'));
}
