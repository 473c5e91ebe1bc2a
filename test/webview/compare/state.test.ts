// The state of the comparison page: places, baseline, and what is forgotten when.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  initialState,
  newSelection,
  parseSelection,
  selectedIds,
  selectRuns,
  withBaseline,
  withKnown,
  withoutRuns,
  withSelection,
} from '../../../webview/compare/state.ts';
import { runsOf, scoresOf } from '../../../webview/components/fixtures/compare.ts';

const runs = runsOf(60);
const ids = runs.map(({ runId }) => runId);
const [a, b, c, d] = ids as [string, string, string, string];

test('a run keeps its place while others come and go', () => {
  const before = newSelection([a, b, c]);
  assert.deepEqual(before, { places: [a, b, c], baseline: a });
  const without = selectRuns(before, [a, c]);
  assert.deepEqual(without.places, [a, null, c]);
  assert.deepEqual(selectRuns(without, [a, c, d]).places, [a, d, c], 'a new run takes the first free place');
  assert.deepEqual(selectRuns(before, [a, b]).places, [a, b], 'no free places at the end');
});

test('the baseline stays unless it is taken out, and at most fifty runs are compared', () => {
  const state = withBaseline(withSelection(initialState, newSelection([a, b, c])), b);
  assert.equal(selectRuns(state.selection, [b, d]).baseline, b);
  assert.equal(selectRuns(state.selection, [c, d]).baseline, d, 'the first place is taken by a new run');
  assert.equal(selectedIds(newSelection(ids)).length, 50);
});

test('scores are forgotten with the baseline that they are against, and with their run', () => {
  const scores = new Map([a, b, c].map((id, index) => [id, scoresOf(runs[index]!, runs[0]!)]));
  const state = { ...withSelection(withKnown(initialState, runs), newSelection([a, b, c])), scores };
  assert.equal(withBaseline(state, b).scores.size, 0);
  assert.equal(withBaseline(state, a).scores.size, 3);
  assert.deepEqual([...withSelection(state, selectRuns(state.selection, [a, c])).scores.keys()], [a, c]);
  const left = withoutRuns(state, [a]);
  assert.deepEqual([left.selection.baseline, left.scores.size, left.known.has(a)], [b, 0, false]);
});

test('what a page remembered is parsed', () => {
  const kept = { places: [a, null, '../../etc', b], baseline: b };
  assert.deepEqual(parseSelection(structuredClone(kept)), { places: [a, null, null, b], baseline: b });
  for (const broken of [undefined, null, 7, {}, { places: 'x' }]) assert.deepEqual(parseSelection(broken).places, []);
  assert.equal(parseSelection({ places: [a], baseline: b }).baseline, a);
});
