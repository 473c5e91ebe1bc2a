import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tableParsers } from '../../src/views/panels/parsers/table.ts';
import { firstView } from '../../webview/dashboard/table/view.ts';

const runIds = ['20260302-100000-quick-start-cd34'];

test('a change says of runs what can be said of them, and nothing else gets through', () => {
  const change = { name: null, notes: 'x', starred: true, archived: false, addTags: ['a'], removeTags: ['b'] };
  assert.deepEqual(tableParsers['runs/annotate']({ runIds, change: { ...change, odd: 1 } }), { runIds, change });
  assert.deepEqual(tableParsers['runs/annotate']({ runIds, change: {} }), { runIds, change: {} });
  for (const odd of [{ name: 1 }, { starred: 'yes' }, { addTags: [''] }, { addTags: 'a' }, { notes: [] }, null]) {
    assert.throws(() => tableParsers['runs/annotate']({ runIds, change: odd }), TypeError);
  }
  assert.throws(() => tableParsers['runs/annotate']({ runIds: ['../x'], change }), TypeError);
});

test('fields and views are named by short texts', () => {
  assert.deepEqual(tableParsers['runs/fields']({ paths: ['training.seed'] }), { paths: ['training.seed'] });
  assert.throws(() => tableParsers['runs/fields']({ paths: [1] }), TypeError);
  assert.throws(() => tableParsers['runs/fields']({ paths: Array(1000).fill('a') }), TypeError);
  const saved = { name: 'mine', view: firstView() };
  assert.deepEqual(tableParsers['views/save'](saved), saved);
  assert.throws(() => tableParsers['views/save']({ ...saved, name: ' ' }), TypeError);
  assert.throws(() => tableParsers['views/save']({ ...saved, view: {} }), TypeError);
  assert.throws(() => tableParsers['views/delete']({ name: 1 }), TypeError);
});
