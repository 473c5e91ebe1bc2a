// `ipuw resume [RUN]`: goes on with a run that was stopped, failed or was lost, in its own folder, and follows it like `ipuw train`.

import { resumeRun } from '../../runner/resume.ts';
import { jsonOption, workspaceOption, type Command } from '../command.ts';
import { findRunToResume } from '../find-run.ts';
import { programs } from '../programs.ts';
import { fetchRun, withRuns } from '../session.ts';
import { followToEnd } from './train.ts';

/** Resumes one run. */
export const resumeCommand: Command = {
  name: 'resume',
  summary:
    'Go on with a run from its last checkpoint, to the same result as without the interruption. RUN is its id, the beginning of its id, or `last`; default: the newest that was stopped, failed or was lost. Sweeps go on by `ipuw sweep --resume`.',
  arguments: [],
  optionalArgument: 'RUN',
  options: { ...jsonOption, ...workspaceOption },
  run: (input) =>
    withRuns(input.text('workspace'), async (runs, store, workspace) => {
      const { runId } = findRunToResume(input.optionalArgument(), runs);
      const { folder } = await fetchRun(store, runId, workspace);
      const program = { node: process.execPath, engineScript: programs.engine };
      const launched = await resumeRun({ folder, program });
      await store.request('runs/ingest', { runId });
      return followToEnd(store, launched, input.isSet('json'));
    }),
};
