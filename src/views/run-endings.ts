// Notices when runs end: those that were seen active in this window, or launched by it. Runs that had ended before are no news.

import type { RunSummary } from '../shared/messages/runs.ts';
import { describeGroup, isGroupActive, listSweeps, type RunGroup } from '../shared/run-groups.ts';
import { isActive } from '../shared/run-state.ts';
import { describeLoss, describeResults } from '../shared/run-text.ts';

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

export interface EndNotice {
  readonly severity: 'information' | 'warning' | 'error';
  readonly text: string;
}

/** What is said of a run that has ended. */
export function describeEnding(run: RunSummary): EndNotice {
  const figures = describeResults(run) || describeLoss(run);
  const suffix = figures === '' ? '' : ` · ${figures}`;
  if (run.state === 'completed') return { severity: 'information', text: `${run.name} completed${suffix}` };
  if (run.state === 'stopped')
    return { severity: 'information', text: `${run.name} stopped at step ${run.step}${suffix}` };
  if (run.error) return { severity: 'error', text: `${run.name} failed: ${run.error.message} ${run.error.hint}` };
  if (run.state === 'failed') return { severity: 'error', text: `${run.name} failed. Its output says why.` };
  return {
    severity: 'warning',
    text: `${run.name} was lost: its process is gone and did not say why. Look at its output.`,
  };
}

/** What is said of a sweep whose last run has ended. */
export function describeSweepEnding(sweep: RunGroup): EndNotice {
  const text = `${sweep.name}: ${describeGroup(sweep)}`;
  const isBad = sweep.runs.some(({ state }) => state === 'failed' || state === 'lost');
  return { severity: isBad ? 'warning' : 'information', text };
}

/** What there is to tell of runs that have just ended: each by itself, those of a sweep together when the whole sweep is over. */
export function listEndNotices(
  ended: readonly RunSummary[],
  all: readonly RunSummary[],
): readonly (EndNotice & { readonly run: RunSummary })[] {
  const sweeps = listSweeps(all).filter((sweep) => !isGroupActive(sweep));
  const alone = ended.filter(({ sweep }) => sweep === undefined).map((run) => ({ ...describeEnding(run), run }));
  const together = sweeps.flatMap((sweep) => {
    const run = ended.find((each) => each.sweep?.sweepId === sweep.sweepId);
    return run === undefined ? [] : [{ ...describeSweepEnding(sweep), run }];
  });
  return [...alone, ...together];
}

/** Whether the setting lets a notice of this severity through; what it may hold in a settings file is anything. */
export function isWanted(severity: EndNotice['severity'], setting: string): boolean {
  if (setting === 'none') return false;
  return setting !== 'problems' || severity !== 'information';
}

/** The setting that leaves out notices like this one, and no worse ones. */
export function quieter(severity: EndNotice['severity']): 'problems' | 'none' {
  return severity === 'information' ? 'problems' : 'none';
}
