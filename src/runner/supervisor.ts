// Stops runs and finds those whose process is gone. A process is ended only after it proved to be the run's own: pids are reused.

import { hostname } from 'node:os';
import { basename, join } from 'node:path';
import type { Sender } from '../shared/messages/contract.ts';
import type { ProcessIdentity, RunSummary } from '../shared/messages/runs.ts';
import type { StoreContract } from '../shared/messages/store.ts';
import { runFiles } from '../shared/run-folder.ts';
import { isActive } from '../shared/run-state.ts';
import { writeFileAtomic } from '../system/atomic-file.ts';
import { isSameProcess, readProcessIdentity } from '../system/process-identity.ts';
import { endProcess } from './end-process.ts';
import { processNotKnownYet, processUnknown, runOnOtherHost } from './errors.ts';
import { readJournalEnds } from './journal-file.ts';
import { readQueueProcess, sweepFolderBeside, waitsIn } from './sweep/sweep-folder.ts';

/**
 * What stopping a run came to. `requested`: it will save a checkpoint and end; `ended`: its process was ended; `gone`: its
 * process was gone already and nothing was ended; `over`: it had journalled its end before; `withdrawn`: it waited in the queue of a
 * sweep and will not be started.
 */
export type StopOutcome = 'requested' | 'ended' | 'gone' | 'over' | 'withdrawn';

export interface StopOptions {
  /** End the process now: SIGTERM, and SIGKILL to what is left after `graceMs`. */
  readonly force?: boolean;
  readonly graceMs?: number;
}

/** Whether a process is there: the same as far as can be told, surely gone, or on a machine that cannot be seen from here. */
export type Presence = 'same' | 'unproven' | 'gone' | 'elsewhere';

/** Stops the run in this folder. Rejects with an AppError if it cannot be stopped from here. */
export async function stopRun(
  folder: string,
  { force = false, graceMs = 10_000 }: StopOptions = {},
): Promise<StopOutcome> {
  const runId = basename(folder);
  const ends = await readJournalEnds(folder);
  const { hello, end } = ends;
  if (end !== null) return 'over';
  if ((await waitsIn(folder, ends)) !== null) {
    await requestStop(folder);
    return 'withdrawn';
  }
  const presence = hello === null ? null : await findProcess(hello);
  if (presence === 'gone') return 'gone';
  // The request also goes before force: a process that saves its checkpoint in the grace time loses nothing.
  await requestStop(folder);
  if (!force) return 'requested';
  if (hello === null) throw processNotKnownYet(runId);
  if (presence === 'elsewhere') throw runOnOtherHost(runId, hello.host);
  if (presence === 'unproven') throw processUnknown(runId, hello.pid);
  if (await endProcess(hello, runId, graceMs)) return 'ended';
  // A quick process follows the request before the signal reaches it.
  return (await readJournalEnds(folder)).end === null ? 'gone' : 'ended';
}

function requestStop(folder: string): Promise<void> {
  return writeFileAtomic(join(folder, runFiles.stop), `${new Date().toISOString()}\n`);
}

/** Whether the process that an event names is still there. */
export async function findProcess(wanted: ProcessIdentity): Promise<Presence> {
  if (wanted.host !== hostname()) return 'elsewhere';
  const found = await readProcessIdentity(wanted.pid);
  if (found === null) return 'gone';
  if (isSameProcess(wanted, found)) return 'same';
  const differs = (a: string, b: string): boolean => a !== '' && b !== '' && a !== b;
  const isOther = differs(wanted.bootId, found.bootId) || differs(wanted.processStart, found.processStart);
  return isOther ? 'gone' : 'unproven';
}

/** The part of the store that is needed here. */
interface Store {
  readonly request: Sender<StoreContract>;
}

/**
 * Marks runs as lost whose process is gone without having journalled an end. Runs of other machines are left alone; a run
 * without any event counts as lost when it is older than `startGraceMs`, one that waits in a sweep when the queue is gone. Gives the
 * runs that were marked.
 */
export async function reconcile(store: Store, startGraceMs = 60_000): Promise<readonly RunSummary[]> {
  const runs = await store.request('runs/list', {});
  const queues = new Map<string, Promise<boolean>>();
  const lost: RunSummary[] = [];
  for (const run of runs) {
    if (!isActive(run.state) || !(await isGone(store, run, startGraceMs, queues))) continue;
    const marked = await markUnlessEnded(store, run.runId);
    if (marked !== null) lost.push(marked);
  }
  return lost;
}

/** `queues`: sweeps whose queue was looked at, and whether it is gone; a sweep may have hundreds of runs that wait. */
async function isGone(
  store: Store,
  run: RunSummary,
  startGraceMs: number,
  queues: Map<string, Promise<boolean>>,
): Promise<boolean> {
  const isOld = Date.now() - run.lastEventAt > startGraceMs;
  const sweepId = run.state === 'queued' ? run.sweep?.sweepId : undefined;
  if (sweepId !== undefined && queues.has(sweepId)) return queues.get(sweepId)!;
  const detail = await store.request('runs/get', { runId: run.runId });
  if (detail === null) return false;
  if (sweepId !== undefined) {
    const gone = isQueueGone(sweepFolderBeside(detail.folder, sweepId), isOld);
    queues.set(sweepId, gone);
    return gone;
  }
  // The journal knows more than the store until the next ingest.
  const wanted = detail.process ?? (await readJournalEnds(detail.folder)).hello;
  return wanted === null ? isOld : (await findProcess(wanted)) === 'gone';
}

/** Whether nobody will start the runs that wait in this sweep. */
async function isQueueGone(sweepFolder: string, isOld: boolean): Promise<boolean> {
  const queue = await readQueueProcess(sweepFolder);
  if (queue === 'ended') return true;
  return queue === 'not yet' ? isOld : (await findProcess(queue)) === 'gone';
}

async function markUnlessEnded(store: Store, runId: string): Promise<RunSummary | null> {
  // The process may have journalled its end since the list was made, and is surely silent now.
  const ingested = await store.request('runs/ingest', { runId });
  if (ingested === null || !isActive(ingested.state)) return null;
  const marked = await store.request('runs/mark-lost', { runId });
  return marked?.state === 'lost' ? marked : null;
}
