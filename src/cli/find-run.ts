// Which run a user means: its id, the beginning of its id if that is enough, or `last`.

import type { RunSummary } from '../shared/messages/runs.ts';
import { runAmbiguous, runUnknown } from './errors.ts';

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
