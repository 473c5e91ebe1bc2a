// The one way to launch a run (resume.ts goes on with one): picks the runner that the experiment names and starts it.

import { resolve } from 'node:path';
import type { Experiment } from '../config/fields.ts';
import { createEmbeddedRunner, type EngineProgram } from './embedded/runner.ts';
import type { LaunchedRun, LaunchRequest, Runner } from './runner.ts';

/**
 * Launches an experiment in a workspace: creates its run folder under `.ipu/runs/` and starts its process, which goes on
 * without the launcher. Rejects with an AppError.
 */
export async function launchRun(request: LaunchRequest & { readonly program: EngineProgram }): Promise<LaunchedRun> {
  const { experiment, program } = request;
  const runner = createRunner(experiment, program);
  const obstacle = await runner.canLaunch(experiment);
  if (obstacle) throw obstacle;
  const { workspaceFolder, source } = request;
  const place = {
    workspaceFolder: resolve(workspaceFolder),
    ...(source === undefined ? {} : { source: resolve(source) }),
  };
  return runner.launch({ experiment, ...place });
}

/** The runner that an experiment names. */
export function createRunner(experiment: Experiment, program: EngineProgram): Runner {
  const runners: Readonly<Record<Runner['kind'], Runner>> = { embedded: createEmbeddedRunner(program) };
  return runners[experiment.runner];
}
