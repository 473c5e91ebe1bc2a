import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatTime, headerModel, resultGroups, rowModel } from '../../webview/dashboard/models.ts';
import { completed, detailOf, failed, lost, nowMs, running } from '../../webview/components/fixtures/runs.ts';

test('a row says name, time and key figure, and says them to a screen reader too', () => {
  const row = rowModel(running, running.runId, nowMs);
  assert.deepEqual(
    { name: row.name, time: row.time, figure: row.figure, selected: row.selected },
    { name: 'quick-start', time: '11:58', figure: 'step 120/375 · loss 1.23', selected: true },
  );
  assert.equal(row.label, 'quick-start, Running, started 11:58, step 120/375 · loss 1.23');
  assert.equal(rowModel(failed, null, nowMs).time, '2026-03-01');
  assert.equal(formatTime(failed.startedAt, nowMs), '2026-03-01 09:03');
});

test('a row of a sweep begins with what sets the run apart', () => {
  const sweep = { sweepId: '20260302-115600-sweep-tries-zz99', name: 'tries', index: 0, label: 'lr 3e-5' };
  const row = rowModel({ ...completed, name: 'tries: lr 3e-5', sweep }, null, nowMs);
  assert.deepEqual([row.name, row.figure], ['lr 3e-5', 'tries · EM 4.9 · F1 9.1']);
  assert.match(row.label, /^tries: lr 3e-5, Completed/);
});

test('an active run has progress with the time left, and can be stopped where that is allowed', () => {
  const header = headerModel(running, detailOf(running), true, nowMs);
  assert.deepEqual(header.progress, { text: 'step 120/375 · 32 % · 42 s left', share: 0.32 });
  assert.equal(header.times, 'started 11:58 · running for 1 min 3 s');
  assert.deepEqual([header.canStop, header.stopLabel], [true, 'Stop']);
  assert.equal(headerModel({ ...running, state: 'stopping' }, null, true, nowMs).stopLabel, 'Force Stop…');
  assert.equal(headerModel(running, null, false, nowMs).canStop, false);
});

test('an ended run has no progress, and a failed or lost one says why and what to do', () => {
  assert.equal(headerModel(completed, null, true, nowMs).progress, null);
  assert.equal(headerModel(completed, null, true, nowMs).canStop, false);
  assert.deepEqual(headerModel(failed, null, true, nowMs).error, failed.error);
  assert.match(headerModel(lost, null, true, nowMs).error?.message ?? '', /process is gone/);
});

test('skipped journal lines are said, with how many and which', () => {
  const bad = (line: number) => ({ line, reason: 'checksum' });
  const notes = headerModel(running, { ...detailOf(running), badLines: [bad(4)] }, true, nowMs).notes;
  assert.deepEqual(notes, ['1 line of the journal could not be read and was skipped: 4']);
  const many = headerModel(running, { ...detailOf(running), badLines: [1, 2, 3, 4, 5, 6].map(bad) }, true, nowMs).notes;
  assert.deepEqual(many, ['6 lines of the journal could not be read and were skipped: 1, 2, 3, 4, 5, …']);
});

test('results keep held-out and training data apart, at full precision, and hide none', () => {
  const groups = resultGroups({ ...completed.results, my_figure: 7 });
  assert.deepEqual(
    groups.map(({ title, rank }) => [title, rank]),
    [
      ['Held-out data', 'primary'],
      ['Training data', 'compare'],
      ['Other figures', 'plain'],
    ],
  );
  const figures = groups.flatMap((group) => group.figures);
  assert.equal(figures.length, Object.keys(completed.results).length + 1);
  const f1 = figures.find((figure) => figure.name === 'eval_f1');
  assert.deepEqual(f1, { name: 'eval_f1', label: 'F1', text: '9.1 %', value: 9.123456789012345 });
  assert.deepEqual(resultGroups({}), []);
});

test('scores of every task are shown first, fractions as percentages', () => {
  const [heldOut, training] = resultGroups({
    eval_overall_f1: 0.9714,
    eval_loss: 0.25,
    train_accuracy: 1,
    eval_runtime: 2,
  });
  assert.deepEqual(heldOut?.figures, [
    { name: 'eval_overall_f1', label: 'Entity F1', text: '97.1 %', value: 0.9714 },
    { name: 'eval_loss', label: 'Loss', text: '0.25', value: 0.25 },
  ]);
  assert.deepEqual(training?.figures, [{ name: 'train_accuracy', label: 'Accuracy', text: '100.0 %', value: 1 }]);
});
