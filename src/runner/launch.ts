// The one way to launch a run: picks the runner that the experiment names and starts it.

import { resolve } from 'node:path';
import { createEmbeddedRunner, type EngineProgram } from './embedded/runner.ts';
import type { LaunchedRun, LaunchRequest, Runner } from './runner.ts';

/**
 * Launches an experiment in a workspace: creates its run folder under `.ipu/runs/` and starts its process, which goes on
 * without the launcher. Rejects with an AppError.
 */
export async function launchRun(request: LaunchRequest & { readonly program: EngineProgram }): Promise<LaunchedRun> {
  const { experiment, program } = request;
  const runners: Readonly<Record<Runner['kind'], Runner>> = { embedded: createEmbeddedRunner(program) };
  const runner = runners[experiment.runner];
  const obstacle = await runner.canLaunch(experiment);
  if (obstacle) throw obstacle;
  return runner.launch({ experiment, workspaceFolder: resolve(request.workspaceFolder) });
}
