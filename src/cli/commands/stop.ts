// `ipuw stop RUN`: asks a run to save a checkpoint and end, or ends its process.

import { reconcile, stopRun, type StopOutcome } from '../../runner/supervisor.ts';
import { workspaceOption, type Command } from '../command.ts';
import { print } from '../output.ts';
import { withRun } from '../session.ts';

const messages: Readonly<Record<StopOutcome, string>> = {
  requested: 'will stop after its current update and save a checkpoint.',
  ended: 'was ended.',
  gone: 'is not running any more: its process is gone, so nothing was ended.',
  over: 'has already ended.',
};

/** Stops one run. */
export const stopCommand: Command = {
  name: 'stop',
  summary: 'Stop a run after its current update, with a checkpoint: RUN is its id, the beginning of its id, or `last`.',
  arguments: ['RUN'],
  options: {
    force: {
      doc: 'End its process now; work since the last checkpoint is lost if it does not end by itself in 10 seconds.',
    },
    ...workspaceOption,
  },
  run: (input) =>
    withRun(input.argument('RUN'), input.text('workspace'), async (run, store) => {
      const outcome = await stopRun(run.folder, { force: input.isSet('force') });
      if (outcome !== 'requested') await reconcile(store);
      print(`Run ${run.runId} ${messages[outcome]}`);
      return 0;
    }),
};
