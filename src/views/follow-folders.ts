// Follows the folders of the workspace: at start, when some are added or removed, and when runs appear in one that had none.

import * as vscode from 'vscode';
import { runsFolder, workbenchFolder } from '../shared/run-folder.ts';
import type { Reporter } from './report.ts';
import type { RunIndex } from './run-index.ts';

export function followFolders(index: RunIndex, { report }: Reporter): vscode.Disposable {
  const follow = (): void => {
    const folders = vscode.workspace.workspaceFolders ?? [];
    const paths = folders.filter(({ uri }) => uri.scheme === 'file').map(({ uri }) => uri.fsPath);
    index.follow(paths).catch(report);
  };
  // Another program, such as `ipuw`, may make the first run of a folder.
  const watcher = vscode.workspace.createFileSystemWatcher(`**/{${workbenchFolder},${runsFolder}}`, false, true, true);
  watcher.onDidCreate(follow);
  follow();
  return vscode.Disposable.from(watcher, vscode.workspace.onDidChangeWorkspaceFolders(follow));
}
