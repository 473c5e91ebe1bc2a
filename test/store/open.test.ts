import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import Database from 'better-sqlite3';
import { openDriver } from '../../src/store/driver.ts';
import { applicationId, migrate, migrations, versionOf } from '../../src/store/migrations/migrate.ts';
import { openDatabase } from '../../src/store/open.ts';
import {
  everything,
  hello,
  ingestAll,
  makeRun,
  makeWorkspace,
  openFor,
  runIdOf,
  trainingEvents,
  until,
} from './fixture.ts';

const now = (): Date => new Date(Date.UTC(2026, 4, 6, 7, 8, 9));
const asideName = 'runs.kept-aside-2026-05-06T07-08-09.db';

test('a new database has the settings that keep every committed row', async (t) => {
  const { databaseFile } = await makeWorkspace(t);
  const db = await openFor(t, databaseFile);
  const settings = ['journal_mode', 'synchronous', 'busy_timeout', 'trusted_schema', 'foreign_keys', 'mmap_size'];
  assert.deepEqual(
    settings.map((name) => db.pragma(name)),
    ['wal', 2, 5000, 0, 1, 0],
  );
  assert.deepEqual([db.pragma('application_id'), versionOf(db)], [applicationId, migrations.length]);
});

test('the folder is made, and .ipu ignores itself in git only if it is made here', async (t) => {
  const { folder } = await makeWorkspace(t);
  const made = await openDatabase(join(folder, 'a', '.ipu', 'runs.db'));
  made.db.close();
  assert.equal(readFileSync(join(folder, 'a', '.ipu', '.gitignore'), 'utf8'), '*\n');
  const elsewhere = await openDatabase(join(folder, 'b', 'runs.db'));
  elsewhere.db.close();
  assert.equal(existsSync(join(folder, 'b', '.gitignore')), false);
});

test('a folder that cannot be made and a database that is a folder are named, with what to do', async (t) => {
  const { folder } = await makeWorkspace(t);
  writeFileSync(join(folder, 'file'), '');
  const expected = { code: 'database-not-writable', hint: /ipuWorkbench.store.path/ };
  await assert.rejects(openDatabase(join(folder, 'file', 'runs.db')), { ...expected, message: /file/ });
  mkdirSync(join(folder, 'x', 'runs.db'), { recursive: true });
  await assert.rejects(openDatabase(join(folder, 'x', 'runs.db')), { ...expected, message: /runs\.db/ });
});

test('a database from a newer version is refused and left as it is', async (t) => {
  const { databaseFile } = await makeWorkspace(t);
  const { db } = await openDatabase(databaseFile);
  db.pragma(`user_version = ${migrations.length + 1}`);
  db.close();
  const before = readFileSync(databaseFile);
  await assert.rejects(openDatabase(databaseFile), {
    code: 'database-from-newer-version',
    hint: /^Update the extension/,
  });
  assert.deepEqual(readFileSync(databaseFile), before);
  assert.deepEqual(
    readdirSync(dirname(databaseFile)).filter((name) => name.includes('aside')),
    [],
  );
});

test('what is damaged, or no database of ours, is kept aside byte by byte and a new one takes its place', async (t) => {
  const workspace = await makeWorkspace(t);
  makeRun(workspace, runIdOf(0)).write(hello, ...trainingEvents(500));
  const { db } = await openDatabase(workspace.databaseFile);
  await ingestAll(db, workspace.runsFolder);
  db.close();
  const sound = readFileSync(workspace.databaseFile);
  const zeroed = Buffer.from(sound).fill(0, 4096, 16384);
  const foreignPath = join(workspace.folder, 'foreign.db');
  const foreign = new Database(foreignPath);
  foreign.exec('CREATE TABLE recipes (name); INSERT INTO recipes VALUES (1)');
  foreign.close();
  const cases = {
    'cut short': sound.subarray(0, sound.length - 8192),
    'zeroed pages': zeroed,
    'not a database': Buffer.from('not a database, but long enough to be looked at as one '.repeat(40)),
    foreign: readFileSync(foreignPath),
  };
  for (const [what, bytes] of Object.entries(cases)) {
    const folder = join(workspace.folder, what);
    mkdirSync(folder);
    const path = join(folder, 'runs.db');
    writeFileSync(path, bytes);
    const opened = await openDatabase(path, now);
    t.after(() => opened.db.close());
    assert.deepEqual([opened.fresh, opened.keptAside], [true, join(folder, asideName)], what);
    assert.deepEqual(readFileSync(join(folder, asideName)), bytes, what);
    await ingestAll(opened.db, workspace.runsFolder);
    assert.equal(everything(opened.db, workspace.runsFolder).length, 5, what);
  }
});

test('a second damaged file of the same second does not overwrite the first', async (t) => {
  const { databaseFile } = await makeWorkspace(t);
  for (const content of ['first', 'second']) {
    writeFileSync(databaseFile, content.repeat(300));
    (await openDatabase(databaseFile, now)).db.close();
    for (const suffix of ['', '-wal', '-shm']) rmSync(databaseFile + suffix, { force: true });
  }
  const aside = readdirSync(dirname(databaseFile)).filter((name) => name.includes('aside'));
  assert.deepEqual(aside.sort(), [asideName.replace('.db', '-2.db'), asideName]);
});

test('processes that open the same damaged database at once agree on one new database', async (t) => {
  const workspace = await makeWorkspace(t);
  makeRun(workspace, runIdOf(0)).write(hello, ...trainingEvents(300));
  writeFileSync(workspace.databaseFile, 'rubbish '.repeat(1000));
  const program = join(import.meta.dirname, 'ingest-program.ts');
  const children = [0, 1, 2].map(() => fork(program, [workspace.databaseFile, workspace.runsFolder], { execArgv: [] }));
  const codes = await Promise.all(children.map(async (child) => (await once(child, 'exit'))[0] as unknown));
  assert.deepEqual(codes, [0, 0, 0]);
  const aside = readdirSync(dirname(workspace.databaseFile)).filter((name) => name.includes('aside'));
  assert.equal(aside.filter((name) => name.endsWith('.db')).length, 1);
  const db = await openFor(t, workspace.databaseFile);
  assert.equal(everything(db, workspace.runsFolder).length, 5);
});

test('a process that finds another one opening the database waits before it judges the file', async (t) => {
  const workspace = await makeWorkspace(t);
  const { databaseFile, runsFolder } = workspace;
  const soundFile = join(workspace.folder, 'sound.db');
  (await openDatabase(soundFile)).db.close();
  writeFileSync(databaseFile, 'rubbish '.repeat(1000));
  const lock = await openDriver(`${databaseFile}.lock`);
  lock.execute('BEGIN EXCLUSIVE');
  const child = fork(join(import.meta.dirname, 'ingest-program.ts'), [databaseFile, runsFolder], { execArgv: [] });
  const exited = once(child, 'exit');
  await until('the other process is at the lock', () => openFiles(child.pid).includes(`${databaseFile}.lock`));
  assert.equal(openFiles(child.pid).includes(databaseFile), false);
  // What this process would do while it holds the lock: put a sound database in the place of the damaged one.
  renameSync(soundFile, databaseFile);
  lock.close();
  assert.deepEqual(await exited, [0, null]);
  const aside = readdirSync(dirname(databaseFile)).filter((name) => name.includes('aside'));
  assert.deepEqual(aside, []);
});

/** Paths that a process has open. */
function openFiles(pid: number | undefined): string[] {
  const folder = `/proc/${pid}/fd`;
  return readdirSync(folder).map((fd) => {
    try {
      return readlinkSync(join(folder, fd));
    } catch {
      return ''; // closed in the meantime
    }
  });
}

test('a migration that fails leaves the version before it, whole; later ones run in order, once', async (t) => {
  const { databaseFile } = await makeWorkspace(t);
  const db = await openDriver(databaseFile);
  t.after(() => db.close());
  const first = 'CREATE TABLE a (x)';
  migrate(db, [first]);
  assert.throws(() => migrate(db, [first, 'ALTER TABLE a ADD COLUMN y; CREATE TABLE b (x); NONSENSE']));
  assert.equal(versionOf(db), 1);
  assert.equal(db.get("SELECT 1 FROM sqlite_schema WHERE name = 'b'"), undefined);
  migrate(db, [first, 'CREATE TABLE b (x)', 'INSERT INTO b VALUES (7)']);
  migrate(db, [first, 'CREATE TABLE b (x)', 'INSERT INTO b VALUES (7)']);
  assert.deepEqual([versionOf(db), db.all('SELECT x FROM b')], [3, [{ x: 7 }]]);
});
