// Resuming a run: it goes on in its own folder, from its last checkpoint.

import * as vscode from 'vscode';
import { resumeRun } from '../runner/resume.ts';
import { canResume } from '../shared/run-state.ts';
import { chooseRun } from './choose-run.ts';
import type { LaunchParts } from './launch/launch.ts';
import type { StopParts } from './stop.ts';
import { checkTrust } from './trust.ts';

/** Resumes the run that is clicked, the only one that ended early, or one picked; shows it. */
export async function resume(parts: LaunchParts & StopParts, clicked?: unknown): Promise<void> {
  const { index, dashboard, reporter, asked, program } = parts;
  if (!checkTrust(vscode.l10n.t('Resuming a run'), reporter)) return;
  const runId = await chooseRun(index, clicked, vscode.l10n.t('Run to resume'), canResume);
  if (runId === undefined) return;
  const { folder, name } = await index.detail(runId);
  const title = vscode.l10n.t('Resuming {0}', name);
  await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, () =>
    resumeRun({ folder, program }),
  );
  // The new session has not been asked to stop.
  asked.delete(runId);
  await (await index.storeOf(runId)).request('runs/ingest', { runId });
  dashboard.show(runId);
}
