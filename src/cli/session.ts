// The store of a workspace for the length of one command. Opening it also finds out which runs are lost, so that nothing is
// shown as running that is not.

import { join } from 'node:path';
import { reconcile } from '../runner/supervisor.ts';
import { databaseFile, runsFolder } from '../shared/run-folder.ts';
import type { RunDetail, RunSummary } from '../shared/messages/runs.ts';
import { startStore, type StoreClient } from '../store/client.ts';
import { noRuns } from './errors.ts';
import { findRun } from './find-run.ts';
import { programs } from './programs.ts';
import { findWorkspaceToRead, hasWorkbenchFolder } from './workspace.ts';

/** Opens the workspace's store, gives it to `use`, and closes it whatever happens. */
export async function withStore<T>(workspace: string, use: (store: StoreClient) => Promise<T>): Promise<T> {
  const store = await startStore({
    node: process.execPath,
    script: programs.store,
    databaseFile: join(workspace, databaseFile),
    runsFolder: join(workspace, runsFolder),
  });
  try {
    await reconcile(store);
    return await use(store);
  } finally {
    await store.close();
  }
}

/** All runs of a workspace, newest first; none if nothing was ever run there. */
export async function listRuns(namedWorkspace: string | undefined): Promise<readonly RunSummary[]> {
  const workspace = await findWorkspaceToRead(namedWorkspace);
  if (!(await hasWorkbenchFolder(workspace))) return [];
  return withStore(workspace, (store) => store.request('runs/list', {}));
}

/** All runs of a workspace that has some, newest first, with its store and its folder. */
export async function withRuns<T>(
  namedWorkspace: string | undefined,
  use: (runs: readonly RunSummary[], store: StoreClient, workspace: string) => Promise<T>,
): Promise<T> {
  const workspace = await findWorkspaceToRead(namedWorkspace);
  if (!(await hasWorkbenchFolder(workspace))) throw noRuns(workspace);
  return withStore(workspace, async (store) => {
    const runs = await store.request('runs/list', {});
    if (runs.length === 0) throw noRuns(workspace);
    return use(runs, store, workspace);
  });
}

/** The run that the user means, and the store it is in. */
export async function withRun<T>(
  wanted: string,
  namedWorkspace: string | undefined,
  use: (run: RunDetail, store: StoreClient) => Promise<T>,
): Promise<T> {
  return withRuns(namedWorkspace, async (runs, store, workspace) => {
    const run = await fetchRun(store, findRun(wanted, runs).runId, workspace);
    return use(run, store);
  });
}

/** Everything about a run that was listed. Rejects with an AppError if it has gone since. */
export async function fetchRun(store: StoreClient, runId: string, workspace: string): Promise<RunDetail> {
  const run = await store.request('runs/get', { runId });
  if (run === null) throw noRuns(workspace);
  return run;
}
