// Follows a sweep whose queue has just been started to its end, says how its runs came out, and gives the exit code.

import { join } from 'node:path';
import { readOutputTail } from '../runner/output-tail.ts';
import { reconcile } from '../runner/supervisor.ts';
import type { LaunchedSweep } from '../runner/sweep/launch.ts';
import { stopSweep } from '../runner/sweep/stop.ts';
import type { RunSummary } from '../shared/messages/runs.ts';
import { runFiles } from '../shared/run-folder.ts';
import { describeGroup } from '../shared/run-groups.ts';
import type { StoreClient } from '../store/client.ts';
import { queueGone } from './errors.ts';
import { watchInterrupts } from './interrupts.ts';
import { note, oneLine, print, printJson, showError } from './output.ts';
import { ProgressDisplay } from './progress-display.ts';
import { renderSweepLine, renderSweepResults } from './sweep-table.ts';

/** Exit code of a program that was interrupted. */
const interruptedCode = 130;

/** Follows the sweep; 0 if all its runs have completed. */
export async function followSweep(store: StoreClient, launched: LaunchedSweep, asJson: boolean): Promise<number> {
  const { sweepId, folder } = launched;
  const { runs, interrupted } = await follow(store, launched);
  if (asJson) printJson({ sweepId, folder, runs });
  else print(`${describeGroup({ runs })}\n${renderSweepResults(runs)}`);
  const failed = runs.filter(({ state }) => state === 'failed' || state === 'lost');
  for (const { error, name } of failed) if (error) note(`${oneLine(name)}: ${oneLine(error.message)} ${oneLine(error.hint)}`); // prettier-ignore
  if (runs.every(({ state }) => state === 'completed')) return 0;
  const exit = await launched.exited;
  if (exit.exitCode !== 0) {
    showError(queueGone(sweepId, exit));
    const tail = await readOutputTail(join(folder, runFiles.output), 2048);
    if (tail !== '') note(`The last it said was:\n${tail}`);
  } else if (failed.length === 0) {
    note(`Go on with it: ipuw sweep --resume ${sweepId}`);
  }
  return interrupted && failed.length === 0 ? interruptedCode : 1;
}

async function follow(store: StoreClient, { sweepId, folder, runIds, exited }: LaunchedSweep) {
  note(`Sweep ${sweepId}`);
  const display = new ProgressDisplay(process.stderr);
  const known = new Map<string, RunSummary>();
  const inOrder = (): RunSummary[] => runIds.flatMap((runId) => known.get(runId) ?? []);
  const stopListening = store.onChanged((changed) => {
    for (const run of changed) if (runIds.includes(run.runId)) known.set(run.runId, run);
    const runs = inOrder();
    display.update(runs.map(({ state }) => state).join(), (columns) => renderSweepLine(runs, runIds.length, columns));
  });
  const storeFailed = Promise.withResolvers<never>();
  const stopWatching = store.onExit((error) => {
    note('The sweep goes on without this program.');
    storeFailed.reject(error);
  });
  const interrupts = watchInterrupts(
    (options) => stopSweep(folder, options),
    'the runs',
    (text) => display.note(text),
  );
  try {
    await Promise.race([exited, storeFailed.promise]);
    for (const runId of runIds) await ingest(store, known, runId);
    // A queue that was killed: the runs that waited for it are lost.
    for (const run of await reconcile(store)) if (runIds.includes(run.runId)) known.set(run.runId, run);
    return { runs: inOrder(), interrupted: interrupts.count > 0 };
  } finally {
    interrupts.dispose();
    stopWatching();
    stopListening();
    display.finish();
  }
}

async function ingest(store: StoreClient, known: Map<string, RunSummary>, runId: string): Promise<void> {
  const run = await store.request('runs/ingest', { runId });
  if (run !== null) known.set(runId, run);
}
