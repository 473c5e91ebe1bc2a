// Shows the folder of a run where the system shows files.

import { join, sep } from 'node:path';
import * as vscode from 'vscode';
import { chooseRun } from '../choose-run.ts';
import type { RunIndex } from '../run-index.ts';

/** Reveals the folder of the run that is clicked, named or picked. */
export async function revealRun(index: RunIndex, clicked: unknown): Promise<void> {
  const runId = await chooseRun(index, clicked, vscode.l10n.t('Run whose folder to reveal'));
  if (runId !== undefined) await revealPath((await index.detail(runId)).folder);
}

/** Reveals a folder, or what lies at a path below it; what a journal names elsewhere is not looked for. */
export async function revealPath(folder: string, path = ''): Promise<void> {
  const below = join(folder, path);
  const uri = vscode.Uri.file(below.startsWith(`${folder}${sep}`) ? below : folder);
  // In a browser there is no desktop to show it on.
  const command =
    vscode.env.uiKind === vscode.UIKind.Web || vscode.env.remoteName ? 'revealInExplorer' : 'revealFileInOS';
  await vscode.commands.executeCommand(command, uri);
}
