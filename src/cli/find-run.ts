// Which run or sweep a user means: its id, the beginning of its id if that is enough, or `last`.

import type { RunSummary } from '../shared/messages/runs.ts';
import { isGroupActive, isLeftInSweep, listSweeps } from '../shared/run-groups.ts';
import { canResume, isActive } from '../shared/run-state.ts';
import { noSweeps, nothingToResume, runAmbiguous, runOfSweep, runUnknown, sweepUnknown } from './errors.ts';

/** The run meant by `wanted` among `runs`, which are newest first. Throws an AppError if there is none or more than one. */
export function findRun(wanted: string, runs: readonly RunSummary[]): RunSummary {
  const runIds = runs.map(({ runId }) => runId);
  return runs[findPlace(wanted, runIds, runUnknown)]!;
}

/** The sweep meant by `wanted` among those of `runs`. Throws an AppError if there is none or more than one. */
export function findSweep(wanted: string, runs: readonly RunSummary[]): { readonly sweepId: string } {
  const sweeps = listSweeps(runs);
  if (sweeps.length === 0) throw noSweeps();
  const sweepIds = sweeps.map(({ sweepId }) => sweepId);
  return sweeps[findPlace(wanted, sweepIds, sweepUnknown)]!;
}

/** Where the id that is meant stands among `ids`, which are newest first. */
function findPlace(wanted: string, ids: readonly string[], unknown: typeof runUnknown): number {
  if (wanted === 'last' && ids.length > 0) return 0;
  const found = ids.includes(wanted) ? [wanted] : ids.filter((id) => id.startsWith(wanted));
  if (found.length > 1) throw runAmbiguous(wanted, found);
  if (found[0] === undefined) throw unknown(wanted, ids);
  return ids.indexOf(found[0]);
}

/**
 * The run to go on with; without `wanted` the newest that ended early. Throws an AppError if there is none, or if that is a run which its
 * sweep would take up again: by itself it would go on outside the sweep's queue. Whoever gives its id wants just that.
 */
export function findRunToResume(wanted: string | undefined, runs: readonly RunSummary[]): RunSummary {
  if (wanted !== undefined && wanted !== 'last') return findRun(wanted, runs);
  const found = wanted === 'last' ? findRun(wanted, runs) : newestResumable(runs);
  if (found.sweep !== undefined && isLeftInSweep(found)) throw runOfSweep(found.runId, found.sweep.sweepId);
  return found;
}

function newestResumable(runs: readonly RunSummary[]): RunSummary {
  const underWay = new Set(listSweeps(runs).filter(isGroupActive).map(({ sweepId }) => sweepId)); // prettier-ignore
  // Runs that a sweep is done with, or that were taken out of one that goes on, are not what is missing.
  const isMeant = (run: RunSummary): boolean =>
    run.sweep === undefined || (isLeftInSweep(run) && !underWay.has(run.sweep.sweepId));
  const ended = runs.filter(canResume);
  const found = ended.find(isMeant);
  if (found === undefined) throw nothingToResume(runs.length, ended[0]?.runId);
  return found;
}

/** The run or the sweep to stop; `last` is the newest run that is active, and the newest of all if none is. */
export function findRunOrSweepToStop(
  wanted: string,
  runs: readonly RunSummary[],
): RunSummary | { readonly sweepId: string } {
  const runIds = runs.map(({ runId }) => runId).filter((runId) => runId.startsWith(wanted));
  const sweepIds = listSweeps(runs)
    .map(({ sweepId }) => sweepId)
    .filter((sweepId) => sweepId.startsWith(wanted));
  if (wanted === 'last') return newestActive(runs) ?? findRun(wanted, runs);
  if (sweepIds.length === 0) return findRun(wanted, runs);
  if (runIds.length === 0 || sweepIds.includes(wanted)) return findSweep(wanted, runs);
  throw runAmbiguous(wanted, [...sweepIds, ...runIds]);
}

/** One that has begun, if there is one: a run that waits for its turn is not what is going on. */
function newestActive(runs: readonly RunSummary[]): RunSummary | undefined {
  const active = runs.filter(({ state }) => isActive(state));
  return active.find(({ state }) => state !== 'queued') ?? active[0];
}
