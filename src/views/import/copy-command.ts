// "IPU: Copy as run_qa.py Command": the command that does what an experiment file says with optimum-graphcore.

import * as vscode from 'vscode';
import { exportExperiment } from '../../config/import/export-file.ts';
import { chooseExperiment } from '../launch/choose-experiment.ts';
import { isExperiment, pathOf } from '../plan/followed-file.ts';
import { showNotices } from './show-notices.ts';

/** Copies the command of the experiment that is clicked, open or picked, as it stands in the editor. */
export async function copyCommand(clicked?: unknown): Promise<void> {
  const active = vscode.window.activeTextEditor?.document;
  const document = clicked === undefined && active && isExperiment(active) ? active : await choose(clicked);
  if (!document) return;
  const { text, notices } = await exportExperiment(document.getText(), pathOf(document.uri));
  await vscode.env.clipboard.writeText(text);
  void showNotices(vscode.l10n.t('Copied the command.'), notices);
}

async function choose(clicked: unknown): Promise<vscode.TextDocument | undefined> {
  const uri = await chooseExperiment(clicked, vscode.l10n.t('Experiment file to copy as a command'));
  return uri && vscode.workspace.openTextDocument(uri);
}
