import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import type { AppError } from '../../src/shared/errors.ts';
import type { AnnotationChange, RunSummary } from '../../src/shared/messages/runs.ts';
import { annotateRuns, takeInAnnotations } from '../../src/store/annotate.ts';
import type { Driver } from '../../src/store/driver.ts';
import { readSummary } from '../../src/store/run-rows.ts';
import {
  hello,
  ingestAll,
  makeRun,
  makeWorkspace,
  openFor,
  runIdOf,
  type RunFolder,
  type Workspace,
} from './fixture.ts';

const runId = runIdOf(0);

interface Room {
  readonly workspace: Workspace;
  readonly run: RunFolder;
  readonly file: string;
  readonly db: Driver;
  readonly problems: AppError[];
  annotate(change: AnnotationChange): Promise<RunSummary | null>;
  /** What a file written by hand makes of the run. */
  takeIn(text: string): RunSummary | null;
  inFile(): unknown;
}

async function makeRoom(t: TestContext): Promise<Room> {
  const workspace = await makeWorkspace(t);
  const run = makeRun(workspace, runId);
  run.write(hello);
  const db = await openFor(t, workspace.databaseFile);
  await ingestAll(db, workspace.runsFolder);
  const file = join(run.folder, 'annotations.json');
  const problems: AppError[] = [];
  const place = { db, runsFolder: workspace.runsFolder, onProblem: (error: AppError) => void problems.push(error) };
  return {
    workspace,
    run,
    file,
    db,
    problems,
    async annotate(change) {
      await annotateRuns(place, [runId], change);
      return readSummary(db, runId);
    },
    takeIn(text) {
      writeFileSync(file, text);
      takeInAnnotations(db, workspace.runsFolder, runId);
      return readSummary(db, runId);
    },
    inFile: () => JSON.parse(readFileSync(file, 'utf8')) as unknown,
  };
}

test('each change adds to what was said before, in the file and in the list', async (t) => {
  const { annotate, inFile } = await makeRoom(t);
  const named = await annotate({ name: '  the good one ', addTags: ['b', ' a ', 'b', ''], starred: true });
  assert.deepEqual([named?.name, named?.annotations], ['the good one', { name: 'the good one', tags: ['b', 'a'], starred: true }]); // prettier-ignore
  await annotate({ addTags: ['c'], removeTags: ['b'], notes: 'first line\nsecond', archived: true });
  const said = { name: 'the good one', tags: ['a', 'c'], starred: true, notes: 'first line\nsecond', archived: true };
  assert.deepEqual(inFile(), said);
  const taken = await annotate({ name: null, removeTags: ['a', 'c'], notes: null, starred: false, archived: false });
  assert.deepEqual([taken?.name, taken?.annotations, inFile()], ['quick', undefined, {}]);
});

test('the journal goes on beside what the user says', async (t) => {
  const { annotate, run, db, workspace } = await makeRoom(t);
  await annotate({ name: 'kept' });
  run.write({ kind: 'metrics', step: 1, values: { loss: 1 } }, { kind: 'end', state: 'completed' });
  await ingestAll(db, workspace.runsFolder);
  const summary = readSummary(db, runId);
  assert.deepEqual([summary?.name, summary?.state], ['kept', 'completed']);
});

test('what is written by hand is read, and fields that are not ours are kept', async (t) => {
  const { takeIn, annotate, inFile } = await makeRoom(t);
  const byHand = takeIn('{"tags":["x","x"," "],"notes":"","colour":"red","__proto__":{"polluted":true}}');
  assert.deepEqual(byHand?.annotations, { tags: ['x'] });
  await annotate({ starred: true });
  assert.equal(JSON.stringify(inFile()), '{"tags":["x","x"," "],"notes":"","colour":"red","__proto__":{"polluted":true},"starred":true}'); // prettier-ignore
  assert.equal((Object.prototype as { polluted?: unknown }).polluted, undefined);
});

test('long names and many tags are shown in part, and stay whole in the file', async (t) => {
  const { takeIn, annotate, inFile } = await makeRoom(t);
  const tags = Array.from({ length: 500 }, (_, i) => `tag ${i}`);
  const shown = takeIn(JSON.stringify({ name: 'n'.repeat(10_000), tags }));
  assert.deepEqual([shown?.name.length, shown?.annotations?.tags?.length], [200, 100]);
  await annotate({ starred: true });
  assert.deepEqual(inFile(), { name: 'n'.repeat(10_000), tags, starred: true });
});

const broken = ['', '{"name":"cut', '[]', 'null', '"text"', '{"tags":"one"}', '{"tags":[1]}', '{"name":{"toString":1}}', '{"starred":"yes"}', `{"notes":"${'x'.repeat(1024 * 1024)}"}`, '['.repeat(100_000)]; // prettier-ignore

test('a broken file is told once, what was known stays shown, and a mended one is read', async (t) => {
  const { takeIn, db, workspace, file } = await makeRoom(t);
  assert.equal(takeIn('{"name":"before"}')?.name, 'before');
  for (const text of broken) {
    assert.throws(() => takeIn(text), {
      code: 'annotations-broken',
      message: /annotations\.json cannot be understood/,
    });
    assert.equal(takeInAnnotations(db, workspace.runsFolder, runId), false);
    assert.deepEqual([readSummary(db, runId)?.name, readFileSync(file, 'utf8')], ['before', text]);
  }
  assert.equal(takeIn('{"name":"after"}')?.name, 'after');
});

test('a change puts a broken file aside, says where, and goes on from what was known', async (t) => {
  const { takeIn, annotate, problems, run, inFile } = await makeRoom(t);
  takeIn('{"name":"before","tags":["t"]}');
  assert.throws(() => takeIn('{"name":'));
  const changed = await annotate({ starred: true });
  assert.deepEqual(changed?.annotations, { name: 'before', tags: ['t'], starred: true });
  assert.deepEqual(inFile(), changed?.annotations);
  const aside = readdirSync(run.folder).filter((name) => name.startsWith('annotations.kept-aside-'));
  assert.deepEqual([aside.length, problems.length, problems[0]?.code], [1, 1, 'annotations-kept-aside']);
  assert.ok(problems[0]?.message.includes(aside[0]!));
  assert.equal(readFileSync(join(run.folder, aside[0]!), 'utf8'), '{"name":');
});

test('a link in place of the file is not followed, and nothing is written through it', async (t) => {
  const { file, workspace, annotate, db } = await makeRoom(t);
  const outside = join(workspace.folder, 'outside.json');
  writeFileSync(outside, '{"name":"outside"}');
  symlinkSync(outside, file);
  takeInAnnotations(db, workspace.runsFolder, runId);
  assert.equal(readSummary(db, runId)?.name, 'quick');
  await annotate({ name: 'inside' });
  assert.equal(readFileSync(outside, 'utf8'), '{"name":"outside"}');
  assert.equal(readSummary(db, runId)?.name, 'inside');
});

test('a run without a folder, or one that may not be written, changes nothing', async (t) => {
  const { workspace, run, db, file } = await makeRoom(t);
  const place = { db, runsFolder: workspace.runsFolder, onProblem: () => undefined };
  const change = { name: 'new' };
  await assert.rejects(annotateRuns(place, [runId, runIdOf(9)], change), { code: 'run-folder-gone' });
  await assert.rejects(annotateRuns(place, ['../../etc'], change), { code: 'run-folder-gone' });
  assert.ok(!existsSync(file));
  if (process.getuid?.() === 0) {
    // Nothing is forbidden to this user: a folder in the file's place is.
    mkdirSync(file);
  } else chmodSync(run.folder, 0o500);
  await assert.rejects(annotateRuns(place, [runId], change), (error: AppError) => error.hint !== '');
  chmodSync(run.folder, 0o700);
  assert.equal(readSummary(db, runId)?.name, 'quick');
});
