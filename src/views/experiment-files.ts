// Keeps the context keys true that say whether the workspace has an experiment file.

import * as vscode from 'vscode';
import { contextKeys } from '../contributions/context-keys.ts';
import { experimentFileGlob, experimentFileSuffix } from '../contributions/experiment-files.ts';

const notOurs = '**/{node_modules,.ipu}/**';

/** Starts to look; `dispose` ends it. */
export function followExperimentFiles(): vscode.Disposable {
  let looks = 0;
  const look = async (): Promise<void> => {
    const current = ++looks;
    const isThere = (await vscode.workspace.findFiles(experimentFileGlob, notOurs, 1)).length > 0;
    // A search that took longer than the one after it has an old answer.
    if (current !== looks) return;
    const set = (key: string, value: boolean) => vscode.commands.executeCommand('setContext', key, value);
    await Promise.all([set(contextKeys.hasExperimentFiles, isThere), set(contextKeys.lacksExperimentFiles, !isThere)]);
  };
  const begin = (): void => void look();
  // Not every system tells of every new file, least of all in new folders: one that is opened or saved counts as well.
  const beginFor = ({ fileName }: vscode.TextDocument): void => {
    if (fileName.endsWith(experimentFileSuffix)) begin();
  };
  const watcher = vscode.workspace.createFileSystemWatcher(experimentFileGlob, false, true, false);
  watcher.onDidCreate(begin);
  watcher.onDidDelete(begin);
  begin();
  return vscode.Disposable.from(
    watcher,
    vscode.workspace.onDidChangeWorkspaceFolders(begin),
    vscode.workspace.onDidOpenTextDocument(beginFor),
    vscode.workspace.onDidSaveTextDocument(beginFor),
  );
}
