// Files on disk on which something that is shown depends: says when one of them comes, changes or goes. A watcher for each folder.

import { dirname } from 'node:path';
import * as vscode from 'vscode';

export interface WatchedFiles extends vscode.Disposable {
  /** Watches these absolute paths for `owner`, and no others. */
  set(owner: string, paths: readonly string[]): void;
}

/** `onChanged` gets the owners of a path and whether there is still something at it. */
export function createWatchedFiles(onChanged: (owner: string, path: string, isThere: boolean) => void): WatchedFiles {
  const wanted = new Map<string, ReadonlySet<string>>();
  const watchers = new Map<string, vscode.Disposable>();

  const tell = (path: string, isThere: boolean): void => {
    for (const [owner, paths] of wanted) if (paths.has(path)) onChanged(owner, path, isThere);
  };
  const watch = (folder: string): vscode.Disposable => {
    const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(vscode.Uri.file(folder), '*'));
    watcher.onDidCreate(({ fsPath }) => tell(fsPath, true));
    watcher.onDidChange(({ fsPath }) => tell(fsPath, true));
    watcher.onDidDelete(({ fsPath }) => tell(fsPath, false));
    return watcher;
  };
  return {
    set(owner, paths) {
      if (paths.length > 0) wanted.set(owner, new Set(paths));
      else wanted.delete(owner);
      const folders = new Set([...wanted.values()].flatMap((each) => [...each].map((path) => dirname(path))));
      for (const [folder, watcher] of watchers) {
        if (folders.has(folder)) continue;
        watcher.dispose();
        watchers.delete(folder);
      }
      for (const folder of folders) if (!watchers.has(folder)) watchers.set(folder, watch(folder));
    },
    dispose() {
      vscode.Disposable.from(...watchers.values()).dispose();
    },
  };
}
