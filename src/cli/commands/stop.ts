// `ipuw stop RUN`: asks a run to save a checkpoint and end, or ends its process; `ipuw stop SWEEP`: the same for all runs of a sweep.

import { join } from 'node:path';
import { reconcile, stopRun, type StopOutcome } from '../../runner/supervisor.ts';
import { sweepFolderOf } from '../../runner/sweep/sweep-folder.ts';
import { stopSweep } from '../../runner/sweep/stop.ts';
import type { RunSummary } from '../../shared/messages/runs.ts';
import { runsFolder } from '../../shared/run-folder.ts';
import { isActive } from '../../shared/run-state.ts';
import { workspaceOption, type Command } from '../command.ts';
import { findRunOrSweepToStop } from '../find-run.ts';
import { note, print } from '../output.ts';
import { withRuns } from '../session.ts';

const messages: Readonly<Record<StopOutcome, string>> = {
  requested: 'will stop after its current update and save a checkpoint.',
  ended: 'was ended.',
  gone: 'is not running any more: its process is gone, so nothing was ended.',
  over: 'has already ended.',
  withdrawn: 'waits for its turn and will not be started.',
};

const sweepMessages: Readonly<Record<StopOutcome, string>> = {
  ...messages,
  requested: 'starts no more runs; those that run will stop after their current update and save checkpoints.',
  ended: 'starts no more runs; those that ran were ended.',
  gone: 'has lost its queue: no more runs are started, and those that still ran were asked to stop.',
};

/** Stops one run or one sweep. */
export const stopCommand: Command = {
  name: 'stop',
  summary:
    'Stop a run after its current update, with a checkpoint: RUN is its id, the beginning of its id, or `last`, the newest that is active; or the id of a sweep, for all its runs.',
  arguments: ['RUN'],
  options: {
    force: {
      doc: 'End its process now; work since the last checkpoint is lost if it does not end by itself in 10 seconds.',
    },
    ...workspaceOption,
  },
  run: (input) =>
    withRuns(input.text('workspace'), async (runs, store, workspace) => {
      const found = findRunOrSweepToStop(input.argument('RUN'), runs);
      const options = { force: input.isSet('force') };
      const isRun = 'runId' in found;
      const outcome = isRun
        ? await stopRun(join(workspace, runsFolder, found.runId), options)
        : await stopSweep(sweepFolderOf(workspace, found.sweepId), options);
      if (outcome !== 'requested') await reconcile(store);
      print(isRun ? `Run ${found.runId} ${messages[outcome]}` : `Sweep ${found.sweepId} ${sweepMessages[outcome]}`);
      if (isRun && outcome !== 'over') noteSweep(found, runs);
      // Nothing was left to stop: what was asked for did not happen. Without its queue a sweep starts no more runs, as was asked.
      return outcome === 'over' || (isRun && outcome === 'gone') ? 1 : 0;
    }),
};

/** Says of a run of a sweep that the others go on. */
function noteSweep({ runId, sweep }: RunSummary, runs: readonly RunSummary[]): void {
  const isLeft = runs.some(
    (run) => run.sweep?.sweepId === sweep?.sweepId && run.runId !== runId && isActive(run.state),
  );
  if (sweep === undefined || !isLeft) return;
  note(`It is one of the sweep ${sweep.sweepId}, which goes on; \`ipuw stop ${sweep.sweepId}\` stops all of it.`);
}
