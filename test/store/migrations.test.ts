// Databases that earlier versions left: saved files, opened by this one. A migration that is added brings one with it.

import assert from 'node:assert/strict';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { migrations, versionOf } from '../../src/store/migrations/migrate.ts';
import { listRuns, readSummary, runsSince } from '../../src/store/run-rows.ts';
import { readSeries } from '../../src/store/series.ts';
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

for (const version of [1, 2, 3]) {
  test(`the journals behind a database of version ${version} are read again: their points have times, and nothing counts twice`, async (t) => {
    const workspace = await makeWorkspace(t);
    copyFileSync(join(saved, `runs-version-${version}.db`), workspace.databaseFile);
    const db = await openFor(t, workspace.databaseFile);
    const run = makeRun(workspace, runIdOf(0), { name: 'quick' });
    const ended = [
      { kind: 'result', values: { eval_f1: 25 } },
      { kind: 'end', state: 'completed' },
    ] as const;
    run.write(hello, running, ...trainingEvents(3), ...ended, { ...hello, pid: 42 });
    await ingestAll(db, workspace.runsFolder);
    const resumed = readSummary(db, runIdOf(0));
    assert.deepEqual([resumed?.state, resumed?.points, resumed?.results], ['starting', 3, { eval_f1: 25 }]);
    assert.deepEqual(Object.keys(resumed?.ranges ?? {}), ['learning_rate', 'loss']);
    const [loss] = readSeries(db, { runId: runIdOf(0), names: ['loss'], x: { kind: 'relative' }, maxPoints: 9 });
    assert.deepEqual([loss?.steps, loss?.x], [[1, 2, 3], [20, 50, 80]]); // prettier-ignore
    assert.equal(readSummary(db, runIdOf(1))?.state, 'queued');
  });
}

test('a database of version 3 keeps its runs, their groups and their revision', async (t) => {
  const workspace = await makeWorkspace(t);
  copyFileSync(join(saved, 'runs-version-3.db'), workspace.databaseFile);
  const db = await openFor(t, workspace.databaseFile);
  assert.equal(versionOf(db), migrations.length);
  const [waits, quick] = listRuns(db);
  assert.deepEqual([waits?.name, quick?.name, quick?.group, quick?.workedMs], ['waits', 'quick', 'tries', 120]);
  assert.ok(!('annotations' in quick!) && !('imported' in quick!) && !('ranges' in quick!));
  assert.deepEqual(readSeries(db, { runId: runIdOf(0), maxPoints: 9 }), []);
  const { revision } = runsSince(db, 0);
  makeRun(workspace, runIdOf(2), { name: 'new' });
  await ingestAll(db, workspace.runsFolder);
  assert.deepEqual(runsSince(db, revision).runs.map(({ name }) => name), ['new']); // prettier-ignore
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
