// All runs of the window, over all workspace folders: what the tree, the status bar, the notifications and the dashboard
// show. Knows stores, not VS Code. A folder gets a store when it holds runs or is about to.

import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { AppError } from '../shared/errors.ts';
import type { RunDetail, RunSummary } from '../shared/messages/runs.ts';
import { runsFolder } from '../shared/run-folder.ts';
import type { StoreClient } from '../store/client.ts';
import { runUnknown } from './errors.ts';
import { createListeners } from './listeners.ts';
import { createRunStore, type RunStore } from './run-store.ts';

export interface RunIndexOptions {
  readonly startStore: (workspaceFolder: string) => Promise<StoreClient>;
  /** A store could not follow its runs for now. */
  readonly onProblem: (error: AppError) => void;
  /** A store was given up. */
  readonly onFailure: (error: AppError) => void;
}

export interface RunIndex {
  /** Newest first. */
  runs(): readonly RunSummary[];
  /** Those of one workspace folder, in no order. */
  runsIn(workspaceFolder: string): readonly RunSummary[];
  run(runId: string): RunSummary | undefined;
  /** Stores that are running or starting. */
  stores(): readonly RunStore[];
  /** The store of the folder, started if need be. */
  open(workspaceFolder: string): Promise<StoreClient>;
  /** The store that has the run. Rejects with an AppError if none has. */
  storeOf(runId: string): Promise<StoreClient>;
  detail(runId: string): Promise<RunDetail>;
  /** Follows these folders, and no others. */
  follow(workspaceFolders: readonly string[]): Promise<void>;
  /** Resolves when the folders that are followed have been looked through, or could not be. */
  settled(): Promise<void>;
  /** Looks for runs again, also in folders that had none. */
  refresh(): Promise<void>;
  /** Listens to new and changed runs, and to none when there are only fewer of them; the result ends it. */
  onChanged(listener: (runs: readonly RunSummary[]) => void): () => void;
  /** Listens to runs that are no longer there, because their folder is gone or is followed no more; the result ends it. */
  onRemoved(listener: (runIds: readonly string[]) => void): () => void;
  close(): Promise<void>;
}

interface Followed {
  readonly store: RunStore;
  readonly runs: Map<string, RunSummary>;
}

export function createRunIndex({ startStore, onProblem, onFailure }: RunIndexOptions): RunIndex {
  let folders: readonly string[] = [];
  let following: Promise<void> = Promise.resolve();
  const followed = new Map<string, Followed>();
  const changes = createListeners<readonly RunSummary[]>();
  const removals = createListeners<readonly string[]>();

  const create = (folder: string): Followed => {
    const runs = new Map<string, RunSummary>();
    const merge = (changed: readonly RunSummary[]): void => {
      for (const run of changed) runs.set(run.runId, run);
      changes.call(changed);
    };
    const remove = (runIds: readonly string[]): void => {
      const gone = runIds.filter((runId) => runs.delete(runId));
      if (gone.length === 0) return;
      removals.call(gone);
      changes.call([]);
    };
    const replace = (all: readonly RunSummary[]): void => {
      const there = new Set(all.map(({ runId }) => runId));
      remove([...runs.keys()].filter((runId) => !there.has(runId)));
      merge(all);
    };
    const start = (): Promise<StoreClient> => startStore(folder);
    return {
      store: createRunStore({ start, onRuns: replace, onChanged: merge, onRemoved: remove, onProblem, onFailure }),
      runs,
    };
  };
  const open = (folder: string): Promise<StoreClient> => {
    const known = followed.get(folder) ?? create(folder);
    followed.set(folder, known);
    return known.store.client();
  };
  const holderOf = (runId: string): Followed => {
    const holder = [...followed.values()].find(({ runs }) => runs.has(runId));
    if (!holder) throw runUnknown(runId);
    return holder;
  };
  const openHolders = async (): Promise<void> => {
    const holders = await Promise.all(folders.map(async (folder) => ((await holdsRuns(folder)) ? [folder] : [])));
    await Promise.all(holders.flat().map(open));
  };
  const closeOthers = async (): Promise<void> => {
    const left = [...followed].filter(([folder]) => !folders.includes(folder));
    for (const [folder] of left) followed.delete(folder);
    const gone = left.flatMap(([, { runs }]) => [...runs.keys()]);
    if (gone.length > 0) removals.call(gone);
    if (left.length > 0) changes.call([]);
    await Promise.all(left.map(([, { store }]) => store.close()));
  };
  const storeOf = async (runId: string): Promise<StoreClient> => holderOf(runId).store.client();

  return {
    runs: () => [...followed.values()].flatMap(({ runs }) => [...runs.values()]).sort(newestFirst),
    runsIn: (folder) => [...(followed.get(folder)?.runs.values() ?? [])],
    run: (runId) => [...followed.values()].map(({ runs }) => runs.get(runId)).find((run) => run !== undefined),
    stores: () => [...followed.values()].map(({ store }) => store),
    open,
    storeOf,
    async detail(runId) {
      const detail = await (await storeOf(runId)).request('runs/get', { runId });
      if (!detail) throw runUnknown(runId);
      return detail;
    },
    follow(workspaceFolders) {
      folders = workspaceFolders;
      following = closeOthers().then(openHolders);
      return following;
    },
    settled: () => following.catch(() => undefined),
    async refresh() {
      await Promise.all([...followed.values()].map(({ store }) => store.refresh()));
      await openHolders();
    },
    onChanged: changes.add,
    onRemoved: removals.add,
    async close() {
      await Promise.all([...followed.values()].map(({ store }) => store.close()));
      followed.clear();
    },
  };
}

async function holdsRuns(workspaceFolder: string): Promise<boolean> {
  const entry = await stat(join(workspaceFolder, runsFolder)).catch(() => undefined);
  return entry?.isDirectory() ?? false;
}

function newestFirst(a: RunSummary, b: RunSummary): number {
  return b.startedAt - a.startedAt || (a.runId < b.runId ? 1 : -1);
}
