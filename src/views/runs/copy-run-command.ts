// "IPU: Copy Run as run_qa.py Command": the command that does with optimum-graphcore what a run has done.

import * as vscode from 'vscode';
import { exportCommand } from '../../config/import/export.ts';
import { readExperiment } from '../../runner/resume.ts';
import { chooseRun } from '../choose-run.ts';
import { withoutDefaults } from '../details/configuration.ts';
import { showNotices } from '../import/show-notices.ts';
import type { RunIndex } from '../run-index.ts';

/** Copies the command of the run that is clicked, named or picked, and tells what it cannot say. */
export async function copyRunCommand(index: RunIndex, clicked: unknown): Promise<void> {
  const runId = await chooseRun(index, clicked, vscode.l10n.t('Run whose command to copy'));
  if (runId === undefined) return;
  const { folder } = await index.detail(runId);
  const { text, notices } = exportCommand(withoutDefaults(await readExperiment(folder)));
  await vscode.env.clipboard.writeText(text);
  void showNotices(vscode.l10n.t('Copied the command.'), notices);
}
