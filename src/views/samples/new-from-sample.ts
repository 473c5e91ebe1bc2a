// The command that brings a sample into the workspace, or into a folder that it then opens. It writes files and runs nothing, so it needs
// no trust.

import { join } from 'node:path';
import * as vscode from 'vscode';
import { copySample } from './copy-sample.ts';
import { samples, type Sample } from './samples.ts';

/** `argument` may be the id of a sample. */
export async function newFromSample(samplesFolder: string, argument: unknown): Promise<void> {
  const sample = samples.find(({ id }) => id === argument) ?? (await pickSample());
  if (!sample) return;
  const inWorkspace = (vscode.workspace.workspaceFolders?.length ?? 0) > 0;
  const folder = inWorkspace ? await chooseWorkspaceFolder() : await chooseAnyFolder(sample);
  if (!folder) return;
  const experiment = await copySample(sample, samplesFolder, folder.fsPath);
  // A window without a folder has no place for runs: it becomes one with.
  if (inWorkspace) await vscode.window.showTextDocument(vscode.Uri.file(experiment));
  else await vscode.commands.executeCommand('vscode.openFolder', vscode.Uri.file(join(folder.fsPath, sample.id)));
}

async function pickSample(): Promise<Sample | undefined> {
  const items = samples.map((sample) => ({ label: sample.title(), detail: sample.detail(), sample }));
  const placeHolder = vscode.l10n.t('Sample to copy; files that are there already stay as they are');
  return (await vscode.window.showQuickPick(items, { placeHolder, matchOnDetail: true }))?.sample;
}

async function chooseWorkspaceFolder(): Promise<vscode.Uri | undefined> {
  const [first, ...others] = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
  if (first && others.length === 0) return first.uri;
  return (await vscode.window.showWorkspaceFolderPick({ placeHolder: vscode.l10n.t('Folder that gets the sample') }))
    ?.uri;
}

async function chooseAnyFolder({ id }: Sample): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    canSelectFiles: false,
    canSelectFolders: true,
    openLabel: vscode.l10n.t('Put Sample Here'),
    title: vscode.l10n.t('Folder that gets the sample, as {0}', id),
  });
  return chosen?.[0];
}
