import assert from 'node:assert/strict';
import { dirname, resolve } from 'node:path';
import { test } from 'node:test';
import { AppError } from '../../src/shared/errors.ts';
import { locateStore } from '../../src/views/store-place.ts';

const workspace = resolve('/data/squad');

test('the database lies in the workspace folder unless the setting names another folder', () => {
  assert.equal(locateStore(workspace, '').databaseFile, resolve(workspace, '.ipu/runs.db'));
  const elsewhere = locateStore(workspace, resolve('/var/ipu'));
  assert.equal(dirname(elsewhere.databaseFile), resolve('/var/ipu'));
  assert.equal(elsewhere.runsFolder, resolve(workspace, '.ipu/runs'));
});

test('folders of the same name do not share a database, and a folder keeps its own', () => {
  const [one, other] = ['/a/squad', '/b/squad'].map((path) => locateStore(resolve(path), resolve('/var/ipu')));
  assert.notEqual(one?.databaseFile, other?.databaseFile);
  assert.deepEqual(one, locateStore(resolve('/a/squad'), resolve('/var/ipu')));
});

test('a relative path is refused with the setting’s name', () => {
  assert.throws(
    () => locateStore(workspace, 'db'),
    (error) => error instanceof AppError && error.message.includes('ipuWorkbench.store.path'),
  );
});
