// A sweep in a terminal: the table of its runs before and after, and one line while it goes on.

import type { SweepRun } from '../config/sweep.ts';
import type { RunSummary } from '../shared/messages/runs.ts';
import { bestRun, describeBest, labelOf } from '../shared/run-groups.ts';
import { isActive } from '../shared/run-state.ts';
import {
  describeActivity,
  describeLoss,
  describeResults,
  describeWorkedTime,
  formatNumber,
} from '../shared/run-text.ts';
import { oneLine, renderTable } from './output.ts';

/** The runs that a sweep is going to have. */
export function renderSweepRuns(runs: readonly SweepRun[]): string {
  return renderTable(
    ['#', 'RUN'],
    runs.map(({ label }, index) => [String(index + 1), oneLine(label)]),
    ['#'],
  );
}

/** How the runs of a sweep came out. */
export function renderSweepResults(runs: readonly RunSummary[]): string {
  const best = bestRun({ runs });
  const heading = ['#', 'RUN', 'STATE', 'STEP', 'LOSS', 'RESULT', 'TOOK', ''];
  const rows = runs.map((run, index) => {
    const { latest, step, state } = run;
    return [
      String(index + 1),
      oneLine(labelOf(run)),
      state,
      String(step),
      latest['loss'] === undefined ? '' : formatNumber(latest['loss']),
      describeResults(run),
      describeWorkedTime(run),
      run === best ? 'best' : '',
    ];
  });
  return renderTable(heading, rows, ['#', 'STEP', 'LOSS']);
}

/** `3/8 done · 1 failed · best EM 12.5: lr 3e-5 · lr 6e-5: step 12/40 loss 1.20`, of the runs that are known so far, no wider than the terminal. */
export function renderSweepLine(runs: readonly RunSummary[], total: number, columns: number): string {
  const count = (test: (run: RunSummary) => boolean): number => runs.filter(test).length;
  const failed = count(({ state }) => state === 'failed' || state === 'lost');
  const busy = runs.filter(({ state }) => isActive(state) && state !== 'queued');
  const parts = [
    `${count(({ state }) => state === 'completed')}/${total} done`,
    failed === 0 ? '' : `${failed} failed`,
    ...busy.map((run) => `${oneLine(labelOf(run))}: ${[describeActivity(run), describeLoss(run)].join(' ').trim()}`),
    describeBest({ runs }),
  ].filter((part) => part !== '');
  // What matters least goes first.
  while (parts.length > 1 && parts.join(' · ').length > columns) parts.pop();
  return parts.join(' · ').slice(0, columns);
}
