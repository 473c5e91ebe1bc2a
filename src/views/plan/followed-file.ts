// The experiment file that the Plan panel shows: its text as one types, through renaming and deletion, and the next one when
// another experiment file becomes active.

import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import { experimentFileSuffix } from '../../contributions/experiment-files.ts';
import { planFileClosed, planFileDeleted } from '../errors.ts';
import type { Planner } from './planner.ts';

export interface FollowedFile extends vscode.Disposable {
  uri(): vscode.Uri | undefined;
  follow(document: vscode.TextDocument): void;
  /** Lets go of the file. */
  leave(): void;
}

/** An experiment file, also one that has never been saved; not the old side of a comparison. */
export function isExperiment({ uri }: Pick<vscode.TextDocument, 'uri'>): boolean {
  return (uri.scheme === 'file' || uri.scheme === 'untitled') && uri.path.endsWith(experimentFileSuffix);
}

/** Feeds the planner; `onFollow` is called whenever the file is another one. */
export function createFollowedFile(planner: Planner, onFollow: (uri: vscode.Uri) => void): FollowedFile {
  let followed: vscode.Uri | undefined;
  let watcher: vscode.Disposable | undefined;

  const isFollowed = (uri: vscode.Uri): boolean => uri.toString() === followed?.toString();
  const show = (document: vscode.TextDocument): void => {
    const { uri } = document;
    planner.show({ file: pathOf(uri), name: nameOf(uri), text: document.getText() });
  };
  const gone = (): void => {
    if (followed) planner.showGone(planFileDeleted(nameOf(followed)));
  };
  /** Shows the file as it is on disk, or as an editor has it. */
  const reopen = async (uri: vscode.Uri): Promise<void> => {
    const document = await vscode.workspace.openTextDocument(uri).then(undefined, () => undefined);
    if (!isFollowed(uri)) return;
    if (document) show(document);
    else gone();
  };
  const follow = (document: vscode.TextDocument): void => {
    if (!isFollowed(document.uri)) {
      followed = document.uri;
      watcher?.dispose();
      watcher = watch(document.uri, (uri) => void reopen(uri), gone);
      onFollow(document.uri);
    }
    show(document);
  };
  const rename = async (uri: vscode.Uri): Promise<void> => follow(await vscode.workspace.openTextDocument(uri));

  const subscriptions = [
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0 && isFollowed(document.uri)) show(document);
    }),
    vscode.window.onDidChangeActiveTextEditor((editor) => {
      if (followed && editor && isExperiment(editor.document)) follow(editor.document);
    }),
    vscode.workspace.onDidRenameFiles(({ files }) => {
      const renamed = followed && newPlaceOf(followed, files);
      if (renamed) void rename(renamed).then(undefined, gone);
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      if (uri.scheme === 'untitled' && isFollowed(uri)) planner.showGone(planFileClosed(basename(uri.path)));
    }),
  ];
  const leave = (): void => {
    followed = undefined;
    watcher?.dispose();
  };
  return {
    uri: () => followed,
    follow,
    leave,
    dispose() {
      leave();
      vscode.Disposable.from(...subscriptions).dispose();
    },
  };
}

/** The path by which the file's own paths count; of one that has never been saved, as if it lay in the first workspace folder. */
export function pathOf(uri: vscode.Uri): string {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (uri.scheme === 'file' || uri.path.startsWith('/') || !folder) return uri.fsPath;
  return join(folder.uri.fsPath, uri.path);
}

/** What the file is called where it is shown: its path from the workspace on, saved or not. */
function nameOf(uri: vscode.Uri): string {
  return vscode.workspace.asRelativePath(pathOf(uri));
}

/** Where the file lies after it or a folder above it was renamed. */
function newPlaceOf(
  uri: vscode.Uri,
  files: readonly { readonly oldUri: vscode.Uri; readonly newUri: vscode.Uri }[],
): vscode.Uri | undefined {
  for (const { oldUri, newUri } of files) {
    const isIt = uri.path === oldUri.path || uri.path.startsWith(`${oldUri.path}/`);
    if (isIt && uri.scheme === oldUri.scheme)
      return newUri.with({ path: newUri.path + uri.path.slice(oldUri.path.length) });
  }
  return undefined;
}

function watch(uri: vscode.Uri, onThere: (uri: vscode.Uri) => void, onGone: () => void): vscode.Disposable | undefined {
  if (uri.scheme !== 'file') return undefined;
  const folder = vscode.Uri.joinPath(uri, '..');
  // The name as a pattern: brackets and braces in it stand for themselves.
  const name = basename(uri.path).replaceAll(/[[\]{}*?]/g, '?');
  const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, name));
  const isIt = (other: vscode.Uri): boolean => other.toString() === uri.toString();
  watcher.onDidCreate((other) => isIt(other) && onThere(uri));
  watcher.onDidChange((other) => isIt(other) && onThere(uri));
  watcher.onDidDelete((other) => isIt(other) && onGone());
  return watcher;
}
