// Databases that earlier versions left: saved files, opened by this one. A migration that is added brings one with it.

import assert from 'node:assert/strict';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { migrations, versionOf } from '../../src/store/migrations/migrate.ts';
import { listRuns, readSummary } from '../../src/store/run-rows.ts';
import { hello, ingestAll, makeRun, makeWorkspace, openFor, runIdOf, running, trainingEvents } from './fixture.ts';

const saved = join(import.meta.dirname, '../fixtures/store');

test('a database of version 1 keeps its runs, and new ones get their groups', async (t) => {
  const workspace = await makeWorkspace(t);
  copyFileSync(join(saved, 'runs-version-1.db'), workspace.databaseFile);
  const db = await openFor(t, workspace.databaseFile);
  assert.equal(versionOf(db), migrations.length);
  const [waits, quick] = listRuns(db);
  assert.deepEqual([waits?.name, waits?.state], ['waits', 'queued']);
  assert.deepEqual(
    [quick?.name, quick?.state, quick?.step, quick?.results],
    ['quick', 'completed', 3, { eval_f1: 25 }],
  );
  assert.ok(!('group' in quick!) && !('sweep' in quick!));
  makeRun(workspace, runIdOf(2), { name: 'new', group: 'tries' }).write(hello, running);
  await ingestAll(db, workspace.runsFolder);
  assert.equal(readSummary(db, runIdOf(2))?.group, 'tries');
});

test('a run that goes on in a migrated database is read from where it was left', async (t) => {
  const workspace = await makeWorkspace(t);
  copyFileSync(join(saved, 'runs-version-1.db'), workspace.databaseFile);
  const db = await openFor(t, workspace.databaseFile);
  const run = makeRun(workspace, runIdOf(0), { name: 'quick' });
  const ended = [
    { kind: 'result', values: { eval_f1: 25 } },
    { kind: 'end', state: 'completed' },
  ] as const;
  run.write(hello, running, ...trainingEvents(3), ...ended, { ...hello, pid: 42 });
  await ingestAll(db, workspace.runsFolder);
  const resumed = readSummary(db, runIdOf(0));
  assert.deepEqual([resumed?.state, resumed?.points], ['starting', 3]);
});

test('a run of version 2 counts as having worked since its start, one that has not begun not at all', async (t) => {
  const workspace = await makeWorkspace(t);
  copyFileSync(join(saved, 'runs-version-2.db'), workspace.databaseFile);
  const db = await openFor(t, workspace.databaseFile);
  assert.equal(versionOf(db), migrations.length);
  const [waits, quick] = listRuns(db);
  assert.deepEqual([waits?.name, waits?.workedMs], ['waits', undefined]);
  assert.ok(quick?.workedMs);
  assert.equal(quick.workedMs, quick.lastEventAt - quick.startedAt);
});
