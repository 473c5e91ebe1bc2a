// Launching a sweep from the editor: choose, save, check every run, ask if there are many, queue them, show them.

import * as vscode from 'vscode';
import { loadSweep, type LoadedSweep } from '../../config/load-sweep.ts';
import { launchSweep as startSweep } from '../../runner/sweep/launch.ts';
import type { LaunchParts } from './launch.ts';
import { loadOrReport, prepareLaunch } from './prepare.ts';

/** More runs than this are launched only after a question. */
const manyRuns = 10;
/** What the question shows of them. */
const shownRuns = 5;

/** Queues the runs of the sweep in the file that is clicked, open or picked, and shows the first of them. */
export async function launchSweep(parts: LaunchParts, clicked?: unknown): Promise<void> {
  const { index, dashboard, notifications, program, reporter } = parts;
  const chosen = await prepareLaunch('Launching a sweep', 'Experiment file whose sweep to launch', reporter, clicked);
  if (!chosen) return;
  const sweep = await loadOrReport(chosen.file, reporter, loadSweep);
  if (!sweep || !(await confirmMany(sweep))) return;
  const { workspaceFolder } = chosen;
  const store = await index.open(workspaceFolder);
  const title = `Launching ${sweep.runs.length} runs of ${sweep.name}`;
  const { runIds } = await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, () =>
    startSweep({ ...sweep, workspaceFolder, program }),
  );
  for (const runId of runIds) {
    notifications.expect(runId);
    await store.request('runs/ingest', { runId });
  }
  dashboard.show(runIds[0]);
}

async function confirmMany({ name, runs, concurrency }: LoadedSweep): Promise<boolean> {
  if (runs.length <= manyRuns) return true;
  const labels = runs.slice(0, shownRuns).map(({ label }) => label);
  const detail = [...labels, `and ${runs.length - shownRuns} more, ${concurrency} at a time.`].join('\n');
  const choice = `Launch ${runs.length} Runs`;
  const question = `Launch the ${runs.length} runs of ${name}?`;
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, choice)) === choice;
}
