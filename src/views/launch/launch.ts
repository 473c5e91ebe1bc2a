// Launching from the editor: choose, save, check, start, show.

import * as vscode from 'vscode';
import type { Experiment } from '../../config/fields.ts';
import { loadExperiment } from '../../config/load.ts';
import { launchRun } from '../../runner/launch.ts';
import type { LaunchRequest } from '../../runner/runner.ts';
import { AppError } from '../../shared/errors.ts';
import { experimentNotSaved, experimentOutsideWorkspace } from '../errors.ts';
import type { Notifications } from '../notifications.ts';
import type { Dashboard } from '../panels/dashboard.ts';
import { withoutLinks } from '../plain-text.ts';
import type { Reporter } from '../report.ts';
import type { RunIndex } from '../run-index.ts';
import { checkTrust } from '../trust.ts';
import { chooseExperiment } from './choose-experiment.ts';
import { findProblemPlace } from './problem-place.ts';

export interface LaunchParts {
  readonly index: RunIndex;
  readonly dashboard: Dashboard;
  readonly notifications: Notifications;
  readonly reporter: Reporter;
  readonly program: { readonly node: string; readonly engineScript: string };
}

/** Launches the experiment that is clicked, open or picked, and shows its run. */
export async function launch(parts: LaunchParts, clicked?: unknown): Promise<void> {
  if (!checkTrust('Launching a run', parts.reporter)) return;
  const file = await chooseExperiment(clicked, 'Experiment file to launch');
  if (!file) return;
  const workspaceFolder = vscode.workspace.getWorkspaceFolder(file);
  if (!workspaceFolder) throw experimentOutsideWorkspace(file.fsPath);
  await saveIfDirty(file);
  const experiment = await loadOrReport(file, parts.reporter);
  if (experiment) await start(parts, { experiment, workspaceFolder: workspaceFolder.uri.fsPath });
}

async function start(parts: LaunchParts, request: LaunchRequest): Promise<void> {
  const { index, dashboard, notifications, program } = parts;
  const store = await index.open(request.workspaceFolder);
  const title = `Launching ${request.experiment.name}`;
  const { runId } = await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, () =>
    launchRun({ ...request, program }),
  );
  notifications.expect(runId);
  await store.request('runs/ingest', { runId });
  dashboard.show(runId);
}

async function saveIfDirty(file: vscode.Uri): Promise<void> {
  const document = vscode.workspace.textDocuments.find((one) => one.uri.toString() === file.toString());
  if (document?.isDirty && !(await document.save())) throw experimentNotSaved(file.fsPath);
}

/** The experiment; undefined if something is wrong with it, which is then being shown. */
async function loadOrReport(file: vscode.Uri, { report }: Reporter): Promise<Experiment | undefined> {
  try {
    return await loadExperiment(file.fsPath, (warnings) => {
      const [first] = warnings;
      if (first) void vscode.window.showWarningMessage(withoutLinks(`${first.message} ${first.hint}`));
    });
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    void report(thrown, { title: 'Open File', run: () => openAtProblem(file, thrown) });
    return undefined;
  }
}

async function openAtProblem(file: vscode.Uri, error: AppError): Promise<void> {
  const document = await vscode.workspace.openTextDocument(file);
  const { line, column } = findProblemPlace(file.fsPath, error.message, document.getText());
  const position = new vscode.Position(line, column);
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(position, position) });
}
