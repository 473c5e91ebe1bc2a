// `ipuw resume [RUN]`: goes on with a run that was stopped, failed or was lost, in its own folder, and follows it like `ipuw train`.

import { resumeRun } from '../../runner/resume.ts';
import type { RunDetail } from '../../shared/messages/runs.ts';
import type { StoreClient } from '../../store/client.ts';
import { jsonOption, workspaceOption, type Command } from '../command.ts';
import { noRuns } from '../errors.ts';
import { findRunToResume } from '../find-run.ts';
import { programs } from '../programs.ts';
import { withStore } from '../session.ts';
import { findWorkspaceToRead, hasWorkbenchFolder } from '../workspace.ts';
import { followToEnd } from './train.ts';

/** Resumes one run. */
export const resumeCommand: Command = {
  name: 'resume',
  summary:
    'Go on with a run from its last checkpoint, to the same result as without the interruption. RUN is its id, the beginning of its id, or `last`; default: the newest that was stopped, failed or was lost. Sweeps go on by `ipuw sweep --resume`.',
  arguments: [],
  optionalArgument: 'RUN',
  options: { ...jsonOption, ...workspaceOption },
  async run(input) {
    const workspace = await findWorkspaceToRead(input.text('workspace'));
    if (!(await hasWorkbenchFolder(workspace))) throw noRuns(workspace);
    return withStore(workspace, async (store) => {
      const { folder } = await readRunToResume(store, workspace, input.optionalArgument());
      const program = { node: process.execPath, engineScript: programs.engine };
      const launched = await resumeRun({ folder, program });
      await store.request('runs/ingest', { runId: launched.runId });
      return followToEnd(store, launched, input.isSet('json'));
    });
  },
};

async function readRunToResume(store: StoreClient, workspace: string, wanted: string | undefined): Promise<RunDetail> {
  const runs = await store.request('runs/list', {});
  if (runs.length === 0) throw noRuns(workspace);
  const run = await store.request('runs/get', { runId: findRunToResume(wanted, runs).runId });
  if (run === null) throw noRuns(workspace);
  return run;
}
