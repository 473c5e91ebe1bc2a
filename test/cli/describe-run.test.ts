// One run as text.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderFigures, renderRun } from '../../src/cli/describe-run.ts';
import type { RunDetail } from '../../src/shared/messages/runs.ts';

test('figures are called what they are and rounded for people', () => {
  const figures = {
    eval_f1: 88.86123,
    eval_runtime: 0.34646415099999994,
    train_steps_per_second: 4.22312,
    other: 1 / 3,
  };
  const lines = renderFigures(figures).split('\n').map((line) => line.trim().split(/ {2,}/)); // prettier-ignore
  assert.deepEqual(lines, [
    ['F1', '88.9 %'],
    ['Evaluation time', '0.3 s'],
    ['Weight updates a second', '4.223'],
    ['other', '0.3333'],
  ]);
});

test('the duration is the time worked; a run that never began has no times', () => {
  const empty = { latest: {}, results: {}, checkpoints: [], log: [], badLines: [] };
  const facts = {
    runId: 'r',
    name: 'quick',
    state: 'stopped',
    step: 3,
    points: 3,
    folder: '/r',
    experiment: null,
  } as const;
  const run: RunDetail = { ...empty, ...facts, startedAt: 0, lastEventAt: 9_000_000, workedMs: 200_000 };
  assert.match(renderRun(run), /Started +\d.*\n +Ended +\d.*\n +Duration +3 min 20 s\n/);
  const { workedMs: _, ...never } = run;
  assert.doesNotMatch(renderRun(never), /Started|Ended|Duration/);
});
