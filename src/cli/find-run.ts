// Which run or sweep a user means: its id, the beginning of its id if that is enough, or `last`.

import type { RunSummary } from '../shared/messages/runs.ts';
import { listSweeps } from '../shared/run-groups.ts';
import { runAmbiguous, runUnknown, sweepUnknown } from './errors.ts';

/** The run meant by `wanted` among `runs`, which are newest first. Throws an AppError if there is none or more than one. */
export function findRun(wanted: string, runs: readonly RunSummary[]): RunSummary {
  if (wanted === 'last' && runs[0]) return runs[0];
  const exact = runs.find((run) => run.runId === wanted);
  const found = exact ? [exact] : runs.filter((run) => run.runId.startsWith(wanted));
  const runIds = (found.length > 0 ? found : runs).map((run) => run.runId);
  if (found.length > 1) throw runAmbiguous(wanted, runIds);
  if (found[0] === undefined) throw runUnknown(wanted, runIds);
  return found[0];
}

/** The sweep meant by `wanted` among those of `runs`. Throws an AppError if there is none or more than one. */
export function findSweep(wanted: string, runs: readonly RunSummary[]): { readonly sweepId: string } {
  const sweeps = listSweeps(runs);
  if (wanted === 'last' && sweeps[0]) return sweeps[0];
  const exact = sweeps.find(({ sweepId }) => sweepId === wanted);
  const found = exact ? [exact] : sweeps.filter(({ sweepId }) => sweepId.startsWith(wanted));
  const ids = (found.length > 0 ? found : sweeps).map(({ sweepId }) => sweepId);
  if (found.length > 1) throw runAmbiguous(wanted, ids);
  if (found[0] === undefined) throw sweepUnknown(wanted, ids);
  return found[0];
}

/** The run or the sweep meant by `wanted`; `last` is a run. */
export function findRunOrSweep(wanted: string, runs: readonly RunSummary[]): RunSummary | { readonly sweepId: string } {
  const runIds = runs.map(({ runId }) => runId).filter((runId) => runId.startsWith(wanted));
  const sweepIds = listSweeps(runs)
    .map(({ sweepId }) => sweepId)
    .filter((sweepId) => sweepId.startsWith(wanted));
  if (wanted === 'last' || sweepIds.length === 0) return findRun(wanted, runs);
  if (runIds.length === 0 || sweepIds.includes(wanted)) return findSweep(wanted, runs);
  throw runAmbiguous(wanted, [...sweepIds, ...runIds]);
}
