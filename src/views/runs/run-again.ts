// Running again what a run has run: its resolved experiment, as a new run. The experiment file may have changed since, or be gone.

import { resolve } from 'node:path';
import * as vscode from 'vscode';
import { readExperiment } from '../../runner/resume.ts';
import { runsFolder } from '../../shared/run-folder.ts';
import { chooseRun } from '../choose-run.ts';
import { startLaunch, type LaunchParts } from '../launch/launch.ts';
import { checkTrust } from '../trust.ts';

/** Launches the experiment of the run that is clicked, named or picked, and shows the new run. */
export async function runAgain(parts: LaunchParts, clicked: unknown): Promise<void> {
  const { index, reporter } = parts;
  if (!checkTrust(vscode.l10n.t('Launching a run'), reporter)) return;
  const runId = await chooseRun(index, clicked, vscode.l10n.t('Run to run again'));
  if (runId === undefined) return;
  const { folder, source } = await index.detail(runId);
  const experiment = await readExperiment(folder);
  const workspaceFolder = workspaceFolderOf(folder);
  await startLaunch(parts, {
    experiment,
    workspaceFolder,
    ...(source !== undefined && { source: resolve(workspaceFolder, source) }),
  });
}

/** The folder whose `.ipu/runs/` holds the run. */
function workspaceFolderOf(runFolder: string): string {
  return resolve(runFolder, ...runsFolder.split('/').map(() => '..'), '..');
}
