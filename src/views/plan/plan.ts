// The command that shows what an experiment file would do on a pod.

import * as vscode from 'vscode';
import { contextKeys } from '../../contributions/context-keys.ts';
import type { LanguageClient } from '../../language/client.ts';
import { chooseExperiment } from '../launch/choose-experiment.ts';
import type { PlanPanel } from '../panels/plan.ts';
import { isExperiment } from './followed-file.ts';

export interface PlanParts {
  readonly language: LanguageClient;
  readonly planPanel: PlanPanel;
}

/** Opens the Plan panel for the experiment that is clicked, open or picked. */
export async function plan({ planPanel }: PlanParts, clicked?: unknown): Promise<void> {
  const document = await chooseDocument(planPanel, clicked, vscode.l10n.t('Experiment file to plan'));
  if (!document) return;
  await planPanel.show(document);
  await vscode.commands.executeCommand('setContext', contextKeys.hasPlanned, true);
}

/** The document that is clicked, shown in the active panel or editor, or picked; undefined if the user thought better of it. */
export async function chooseDocument(
  planPanel: PlanPanel,
  clicked: unknown,
  placeHolder: string,
): Promise<vscode.TextDocument | undefined> {
  const active = vscode.window.activeTextEditor?.document;
  if (clicked === undefined && active && isExperiment(active)) return active;
  const uri = await chooseExperiment(clicked ?? planPanel.activeFile(), placeHolder);
  return uri && vscode.workspace.openTextDocument(uri);
}
