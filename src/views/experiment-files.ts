// Keeps the context keys true that say whether the workspace has an experiment file.

import * as vscode from 'vscode';
import { contextKeys } from '../contributions/context-keys.ts';
import { experimentFileGlob } from '../contributions/experiment-files.ts';

const notOurs = '**/{node_modules,.ipu}/**';

/** Starts to look; `dispose` ends it. */
export function followExperimentFiles(): vscode.Disposable {
  const look = async (): Promise<void> => {
    const isThere = (await vscode.workspace.findFiles(experimentFileGlob, notOurs, 1)).length > 0;
    const set = (key: string, value: boolean) => vscode.commands.executeCommand('setContext', key, value);
    await Promise.all([set(contextKeys.hasExperimentFiles, isThere), set(contextKeys.lacksExperimentFiles, !isThere)]);
  };
  const begin = (): void => void look();
  const watcher = vscode.workspace.createFileSystemWatcher(experimentFileGlob, false, true, false);
  watcher.onDidCreate(begin);
  watcher.onDidDelete(begin);
  begin();
  return vscode.Disposable.from(watcher, vscode.workspace.onDidChangeWorkspaceFolders(begin));
}
