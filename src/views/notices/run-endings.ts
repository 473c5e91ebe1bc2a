// Notices when runs end: those that were seen active in this window, or launched by it. Runs that had ended before are no news.

import * as l10n from '@vscode/l10n';
import type { RunSummary } from '../../shared/messages/runs.ts';
import { describeGroup, isGroupActive, listSweeps, type RunGroup } from '../../shared/run-groups.ts';
import { isActive } from '../../shared/run-state.ts';
import { describeLoss, describeResults } from '../../shared/run-text.ts';
import type { Notice } from './notice.ts';

export interface RunEndings {
  /** This run's end is news even if it is over before it was seen. */
  expect(runId: string): void;
  /** The runs among these that have just ended. */
  take(runs: readonly RunSummary[]): readonly RunSummary[];
}

export function createRunEndings(): RunEndings {
  const awaited = new Set<string>();
  return {
    expect: (runId) => void awaited.add(runId),
    take(runs) {
      for (const run of runs) if (isActive(run.state)) awaited.add(run.runId);
      return runs.filter((run) => !isActive(run.state) && awaited.delete(run.runId));
    },
  };
}

/** What is said of a run that has ended. */
export function describeEnding(run: RunSummary): Notice {
  const told = (severity: Notice['severity'], text: string): Notice => {
    return { kind: severity === 'information' ? 'finished' : 'failed', severity, text, run };
  };
  const figures = describeResults(run) || describeLoss(run);
  const suffix = figures === '' ? '' : ` · ${figures}`;
  if (run.state === 'completed') return told('information', `${l10n.t('{0} completed', run.name)}${suffix}`);
  if (run.state === 'stopped')
    return told('information', `${l10n.t('{0} stopped at step {1}', run.name, run.step)}${suffix}`);
  if (run.error) return told('error', l10n.t('{0} failed: {1} {2}', run.name, run.error.message, run.error.hint));
  if (run.state === 'failed') return told('error', l10n.t('{0} failed. Its output says why.', run.name));
  return told(
    'warning',
    l10n.t('{0} was lost: its process is gone and did not say why. Look at its output.', run.name),
  );
}

/** What is said of a sweep whose last run has ended; `run` stands for it. */
function describeSweepEnding(sweep: RunGroup, run: RunSummary): Notice {
  const text = `${sweep.name}: ${describeGroup(sweep)}`;
  const isBad = sweep.runs.some(({ state }) => state === 'failed' || state === 'lost');
  return { kind: isBad ? 'failed' : 'finished', severity: isBad ? 'warning' : 'information', text, run };
}

/** What there is to tell of runs that have just ended: each by itself, those of a sweep together when the whole sweep is over. */
export function listEndNotices(ended: readonly RunSummary[], all: readonly RunSummary[]): readonly Notice[] {
  const sweeps = listSweeps(all).filter((sweep) => !isGroupActive(sweep));
  const alone = ended.filter(({ sweep }) => sweep === undefined).map(describeEnding);
  const together = sweeps.flatMap((sweep) => {
    const run = ended.find((each) => each.sweep?.sweepId === sweep.sweepId);
    return run === undefined ? [] : [describeSweepEnding(sweep, run)];
  });
  return [...alone, ...together];
}
