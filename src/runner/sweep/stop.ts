// Stops a whole sweep: no more runs are started, and those that run end with a checkpoint.

import { stopRun, type StopOutcome } from '../supervisor.ts';
import { lookAt } from './prospects.ts';
import { readSweep, runFoldersOf } from './sweep-folder.ts';

export interface StopSweepOptions {
  /** End the runs' processes now. */
  readonly force?: boolean;
  readonly graceMs?: number;
}

/**
 * Stops the sweep in this folder. `requested`: its queue will end, with its runs; `ended`: its runs' processes were ended; `gone`: its
 * queue is gone, and what was still running was asked to stop; `over`: it had ended before. Rejects with an AppError.
 */
export async function stopSweep(
  folder: string,
  { force = false, graceMs }: StopSweepOptions = {},
): Promise<StopOutcome> {
  const sweep = await readSweep(folder);
  const outcome = await stopRun(folder);
  if (outcome === 'requested' && !force) return outcome;
  let ended = 0;
  for (const run of runFoldersOf(folder, sweep)) {
    // Their queue may be gone and they still be there.
    if ((await lookAt(run)).kind !== 'wait') continue;
    await stopRun(run, { force, ...(graceMs === undefined ? {} : { graceMs }) });
    ended += 1;
  }
  return force && ended > 0 ? 'ended' : outcome;
}
