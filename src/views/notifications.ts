// Tells the user when a run or a whole sweep has ended, once, with the way to see more.

import * as vscode from 'vscode';
import { commands } from '../contributions/commands.ts';
import { settings } from '../contributions/settings.ts';
import type { RunSummary } from '../shared/messages/runs.ts';
import { withoutLinks } from './plain-text.ts';
import { createRunEndings, isWanted, listEndNotices, quieter, type EndNotice } from './run-endings.ts';
import type { RunIndex } from './run-index.ts';

export interface Notifications extends vscode.Disposable {
  /** The end of this run will be told, however soon it comes. */
  expect(runId: string): void;
}

export function createNotifications(index: RunIndex): Notifications {
  const endings = createRunEndings();
  const dispose = index.onChanged((runs) => {
    for (const { run, ...notice } of listEndNotices(endings.take(runs), index.runs())) void notify(run, notice);
  });
  return { expect: endings.expect, dispose };
}

const dontShowAgain = 'Don’t Show Again';

async function notify(run: RunSummary, { severity, text }: EndNotice): Promise<void> {
  const { id, default: everything } = settings.notifications;
  const wanted = vscode.workspace.getConfiguration().get<string>(id, everything);
  if (!isWanted(severity, wanted)) return;
  const buttons = [commands.openDashboard, commands.openOutput];
  const show = {
    information: vscode.window.showInformationMessage,
    warning: vscode.window.showWarningMessage,
    error: vscode.window.showErrorMessage,
  }[severity];
  const chosen = await show(withoutLinks(text), ...buttons.map((button) => button.title), dontShowAgain);
  if (chosen === dontShowAgain) {
    await vscode.workspace.getConfiguration().update(id, quieter(severity), vscode.ConfigurationTarget.Global);
  }
  const command = buttons.find((button) => button.title === chosen);
  if (command) await vscode.commands.executeCommand(command.id, run);
}
