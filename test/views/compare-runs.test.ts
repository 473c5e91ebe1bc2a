// The comparison panel without VS Code: which runs a command means, and what the page may ask for.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseRunArguments } from '../../src/views/compare/run-arguments.ts';
import { compareParsers } from '../../src/views/panels/parsers/compare.ts';

const ids = Array.from({ length: 60 }, (_, index) => `20260302-1157${String(index).padStart(2, '0')}-quick-start-ab12`);
const [a, b, c] = ids as [string, string, string];

test('a command means a list of ids, entries of the tree, or the runs of a group, each once', () => {
  assert.deepEqual(parseRunArguments([a, b, a]), [a, b]);
  assert.deepEqual(parseRunArguments({ runId: a }), [a]);
  assert.deepEqual(parseRunArguments({ runId: b }, [{ runId: a }, { runId: b }]), [a, b]);
  assert.deepEqual(parseRunArguments({ runId: b }, []), [b]);
  const group = { key: 'g', name: 'sweep', runs: [{ runId: b }, { runId: c }] };
  assert.deepEqual(parseRunArguments(group, [{ runId: a }, group]), [a, b, c]);
  for (const nothing of [undefined, null, 7, '../x', {}, [{ runId: '..' }]])
    assert.deepEqual(parseRunArguments(nothing), []);
});

test('a page names runs by their ids, and not too many of them', () => {
  assert.deepEqual(compareParsers['compare/facts']({ runIds: [a, b], more: 1 }), { runIds: [a, b] });
  for (const bad of [{ runIds: ids }, { runIds: ['../x'] }, { runIds: a }, null]) {
    assert.throws(() => compareParsers['compare/facts'](bad), TypeError);
    assert.throws(() => compareParsers['compare/choose-runs'](bad), TypeError);
  }
  assert.deepEqual(compareParsers['compare/scores']({ runId: a, baseline: b }), { runId: a, baseline: b });
  for (const bad of [{ runId: a }, { baseline: a }, { runId: a, baseline: '..' }]) {
    assert.throws(() => compareParsers['compare/flips'](bad), TypeError);
  }
});

test('a run is opened as it is, or at one of its questions', () => {
  const question = { questionId: 'q1', otherRunId: b };
  assert.deepEqual(compareParsers['compare/open-run']({ runId: a }), { runId: a });
  assert.deepEqual(compareParsers['compare/open-run']({ runId: a, question }), { runId: a, question });
  for (const bad of [null, 'q1', { questionId: 7, otherRunId: b }, { questionId: 'q1', otherRunId: '../x' }])
    assert.throws(() => compareParsers['compare/open-run']({ runId: a, question: bad }));
});

test('a diff is one of experiments or of uncommitted changes', () => {
  const pair = { runId: a, baseline: b };
  for (const kind of ['experiment', 'uncommitted'] as const) {
    assert.deepEqual(compareParsers['compare/open-diff']({ ...pair, of: kind }), { ...pair, of: kind });
  }
  assert.throws(() => compareParsers['compare/open-diff']({ ...pair, of: '/etc/passwd' }), TypeError);
});
