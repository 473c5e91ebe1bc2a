// Launching from the editor: choose, save, check, start, show.

import * as vscode from 'vscode';
import { loadExperiment } from '../../config/load.ts';
import { isSweep } from '../../config/sweep.ts';
import { commands } from '../../contributions/commands.ts';
import { launchRun } from '../../runner/launch.ts';
import type { LaunchRequest } from '../../runner/runner.ts';
import type { SweepProgram } from '../../runner/sweep/launch.ts';
import type { Notifications } from '../notices/notifications.ts';
import type { Dashboard } from '../panels/dashboard/panel.ts';
import { withoutLinks } from '../plain-text.ts';
import type { Reporter } from '../report.ts';
import type { RunIndex } from '../run-index.ts';
import { loadOrReport, prepareLaunch } from './prepare.ts';

export interface LaunchParts {
  readonly index: RunIndex;
  readonly dashboard: Dashboard;
  readonly notifications: Notifications;
  readonly reporter: Reporter;
  readonly program: SweepProgram;
}

/** Launches the experiment that is clicked, open or picked, and shows its run. */
export async function launch(parts: LaunchParts, clicked?: unknown): Promise<void> {
  const chosen = await prepareLaunch(
    vscode.l10n.t('Launching a run'),
    vscode.l10n.t('Experiment file to launch'),
    parts.reporter,
    clicked,
  );
  if (!chosen) return;
  const { file, workspaceFolder } = chosen;
  const experiment = await loadOrReport(file, parts.reporter, loadExperiment);
  if (!experiment) return;
  await startLaunch(parts, { experiment, workspaceFolder, source: file.fsPath });
  if (isSweep(experiment)) void offerSweep(file, experiment.name);
}

/** Starts a run and shows it; its end will be told. */
export async function startLaunch(parts: LaunchParts, request: LaunchRequest): Promise<void> {
  const { index, dashboard, notifications, program } = parts;
  const store = await index.open(request.workspaceFolder);
  const title = vscode.l10n.t('Launching {0}', request.experiment.name);
  const { runId } = await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, () =>
    launchRun({ ...request, program }),
  );
  notifications.expect(runId);
  await store.request('runs/ingest', { runId });
  dashboard.show(runId);
}

/** Launching the file of a sweep as a single run is allowed, but hardly what everybody means. */
async function offerSweep(file: vscode.Uri, name: string): Promise<void> {
  const { id } = commands.launchSweep;
  const title = vscode.l10n.t('Launch Sweep');
  const text = vscode.l10n.t('{0} describes a sweep. Its base alone was launched, as a single run.', name);
  if ((await vscode.window.showInformationMessage(withoutLinks(text), title)) === title)
    await vscode.commands.executeCommand(id, file);
}
