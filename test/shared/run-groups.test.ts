// Runs that are shown together: which, in which order, and what is said of them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunSummary } from '../../src/shared/messages/runs.ts';
import {
  bestRun,
  describeGroup,
  groupRuns,
  groupState,
  isGroup,
  labelOf,
  listSweeps,
} from '../../src/shared/run-groups.ts';

const sweepId = '20260101-000000-sweep-quick-zzzz';

function run(n: number, rest: Partial<RunSummary> = {}): RunSummary {
  const base = { name: 'quick', state: 'completed', step: 3, latest: {}, results: {}, points: 3 } as const;
  return { ...base, runId: `20260101-00000${n}-quick-aaaa`, startedAt: n, lastEventAt: n, ...rest };
}

const swept = (n: number, index: number, rest: Partial<RunSummary> = {}): RunSummary =>
  run(n, { sweep: { sweepId, name: 'quick', index, label: `seed ${index}` }, ...rest });

const f1 = (eval_f1: number) => ({ results: { eval_f1 } });

test('runs of a sweep stand in its order at the place of their newest, those of a group newest first, the others alone', () => {
  const runs = [
    swept(9, 1),
    run(8),
    run(7, { group: 'b' }),
    swept(6, 0),
    run(5, { group: 'a' }),
    run(4, { group: 'b' }),
  ];
  const shape = groupRuns(runs).map((entry) => (isGroup(entry) ? [entry.key, ...entry.runs.map((each) => each.startedAt)] : entry.startedAt)); // prettier-ignore
  assert.deepEqual(shape, [[sweepId, 6, 9], 8, ['b', 7, 4], ['a', 5]]);
  assert.deepEqual(listSweeps(runs).map(({ key, name }) => [key, name]), [[sweepId, 'quick']]); // prettier-ignore
  assert.deepEqual(groupRuns([]), []);
});

test('a sweep is one even where its file names a group as well', () => {
  const [entry] = groupRuns([swept(1, 0, { group: 'b' }), swept(2, 1, { group: 'b' })]);
  assert.ok(entry && isGroup(entry));
  assert.deepEqual([entry.sweepId, entry.runs.length], [sweepId, 2]);
});

test('counts say how far it is, and the best is the one with the best headline score', () => {
  const runs = [
    swept(1, 0, f1(50)),
    swept(2, 1, f1(70.25)),
    swept(3, 2, { ...f1(90), state: 'stopped' }),
    swept(4, 3, { state: 'failed' }),
    swept(5, 4, { state: 'running' }),
    swept(6, 5, { state: 'queued' }),
  ];
  assert.equal(describeGroup({ runs }), '2 of 6 done · 1 running · 1 stopped · 1 failed · best F1 70.3: seed 1');
  assert.equal(groupState({ runs }), 'running');
  assert.equal(groupState({ runs: runs.slice(0, 4) }), 'failed');
  assert.equal(groupState({ runs: runs.slice(0, 2) }), 'completed');
  assert.equal(bestRun({ runs: runs.slice(0, 1) }), undefined);
  assert.equal(describeGroup({ runs: [swept(1, 0), swept(2, 1)] }), '2 of 2 done');
  assert.equal(labelOf(run(1)), 'quick');
});

test('of runs with the same headline score the next scores decide, then the loss, then which came first', () => {
  const best = (...results: Record<string, number>[]) =>
    bestRun({ runs: results.map((each, i) => swept(9 - i, i, { results: each })) })?.sweep?.index;
  assert.equal(best({ eval_exact_match: 2, eval_f1: 7.6 }, { eval_exact_match: 2, eval_f1: 7.7 }), 1);
  assert.equal(best({ eval_exact_match: 2, eval_f1: 7.7 }, { eval_exact_match: 2, eval_f1: 7.6 }), 0);
  assert.equal(best({ eval_accuracy: 0.5, eval_macro_f1: 0.4 }, { eval_accuracy: 0.5, eval_macro_f1: 0.5 }), 1);
  assert.equal(best({ eval_accuracy: 0.75, eval_loss: 0.933 }, { eval_accuracy: 0.75, eval_loss: 0.5287 }), 1);
  assert.equal(best({ eval_accuracy: 0.75, eval_loss: NaN }, { eval_accuracy: 0.75, eval_loss: 0.9 }), 1);
  // The later in the list, the earlier were these started.
  assert.equal(best({ eval_accuracy: 0.75 }, { eval_accuracy: 0.75 }, { eval_accuracy: 0.75 }), 2);
  assert.equal(best({ eval_loss: 1 }, { eval_loss: 2 }), undefined);
});
