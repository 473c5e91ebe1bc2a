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
  const chosen = await prepareLaunch(
    vscode.l10n.t('Launching a sweep'),
    vscode.l10n.t('Experiment file whose sweep to launch'),
    reporter,
    clicked,
  );
  if (!chosen) return;
  const sweep = await loadOrReport(chosen.file, reporter, loadSweep);
  if (!sweep || !(await confirmMany(sweep))) return;
  const { workspaceFolder } = chosen;
  const store = await index.open(workspaceFolder);
  const title = vscode.l10n.t('Launching {0} runs of {1}', sweep.runs.length, sweep.name);
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
  const detail = [...labels, vscode.l10n.t('and {0} more, {1} at a time.', runs.length - shownRuns, concurrency)].join(
    '\n',
  );
  const choice = vscode.l10n.t('Launch {0} Runs', runs.length);
  const question = vscode.l10n.t('Launch the {0} runs of {1}?', runs.length, name);
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, choice)) === choice;
}
