import assert from 'node:assert/strict';
import { test } from 'node:test';
import { initialState, selectedRun, withoutRuns, withRuns, withSelection } from '../../webview/dashboard/state.ts';
import { allRuns, completed, detailOf, running, stopped } from '../../webview/components/fixtures/runs.ts';

const state = withSelection(withRuns(initialState, allRuns), completed.runId);

test('runs stay newest first, whether they change or are new', () => {
  const ids = allRuns.map(({ runId }) => runId);
  assert.deepEqual(
    state.runs.map(({ runId }) => runId),
    ids,
  );
  const changed = withRuns(state, [{ ...running, step: 121 }]);
  assert.deepEqual(
    changed.runs.map(({ runId }) => runId),
    ids,
  );
  assert.equal(changed.runs.find(({ runId }) => runId === running.runId)?.step, 121);
  const newest = { ...running, runId: '20260302-130000-new-zz99', startedAt: running.startedAt + 9_000_000 };
  assert.equal(withRuns(state, [newest]).runs[0], newest);
  const later = { ...stopped, startedAt: running.startedAt + 9_000_000 };
  assert.deepEqual(withRuns(state, [later]).runs[0], later);
});

test('only runs that changed are other objects', () => {
  const changed = withRuns(state, [{ ...running, step: 121 }]);
  const same = changed.runs.filter((run, index) => run === state.runs[index]);
  assert.equal(same.length, allRuns.length - 1);
});

test('what a run no longer has is gone from its detail too', () => {
  const named = { ...completed, annotations: { tags: ['a'] } };
  const detailed = { ...withRuns(state, [named]), detail: detailOf(named) };
  const { detail } = withRuns(detailed, [completed]);
  assert.equal(detail?.annotations, undefined);
  assert.equal(detail?.folder, detailOf(completed).folder);
});

test('removed runs are gone, the selected one too', () => {
  const detailed = { ...state, detail: detailOf(completed) };
  const left = withoutRuns(detailed, [completed.runId]);
  assert.equal(left.runs.length, allRuns.length - 1);
  assert.equal(selectedRun(left), null);
  assert.equal(selectedRun(withoutRuns(detailed, [stopped.runId]))?.runId, completed.runId);
});
