// Shows the folder of a run where the system shows files.

import { join } from 'node:path';
import * as vscode from 'vscode';
import { chooseRun } from '../choose-run.ts';
import type { RunIndex } from '../run-index.ts';

/** Reveals the folder of the run that is clicked, named or picked. */
export async function revealRun(index: RunIndex, clicked: unknown): Promise<void> {
  const runId = await chooseRun(index, clicked, vscode.l10n.t('Run whose folder to reveal'));
  if (runId !== undefined) await revealPath((await index.detail(runId)).folder);
}

/** Reveals a path, absolute or below a folder. */
export async function revealPath(folder: string, path = ''): Promise<void> {
  const uri = vscode.Uri.file(join(folder, path));
  // In a browser there is no desktop to show it on.
  const command =
    vscode.env.uiKind === vscode.UIKind.Web || vscode.env.remoteName ? 'revealInExplorer' : 'revealFileInOS';
  await vscode.commands.executeCommand(command, uri);
}
