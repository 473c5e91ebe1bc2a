// Texts about files as a reader of the workspace knows them.

import * as vscode from 'vscode';
import { withoutFolders } from './plain-text.ts';

/** Paths below the workspace's folders from there on. */
export function fromWorkspace(text: string): string {
  const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);
  return withoutFolders(text, folders);
}
