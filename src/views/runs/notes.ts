// The notes of a run as a Markdown document: opened, edited and saved like any other, and kept with the run. Its scheme is ours, so that
// VS Code brings an unsaved one back after a reload.

import { isUtf8 } from 'node:buffer';
import * as vscode from 'vscode';
import { notesScheme } from '../../contributions/views.ts';
import { isRunId } from '../../shared/run-id.ts';
import { chooseRun } from '../choose-run.ts';
import type { RunIndex } from '../run-index.ts';
import { annotateRuns } from './annotate.ts';

/** Serves the notes of all runs of the window. */
export function createNotes(index: RunIndex): vscode.Disposable {
  const changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  /** What each document held when VS Code last asked. */
  const versions = new Map<string, { readonly uri: vscode.Uri; readonly notes: string; readonly mtime: number }>();
  const timeOf = (uri: vscode.Uri, notes: string): number => {
    const known = versions.get(uri.toString());
    if (known?.notes === notes) return known.mtime;
    const mtime = Math.max(Date.now(), (known?.mtime ?? 0) + 1);
    versions.set(uri.toString(), { uri, notes, mtime });
    return mtime;
  };
  const read = async (uri: vscode.Uri): Promise<{ runId: string; notes: string }> => {
    // After a reload the document may be asked for before the runs are known.
    await index.settled();
    const runId = runIdOf(uri);
    const run = runId === undefined ? undefined : index.run(runId);
    if (!run) throw vscode.FileSystemError.FileNotFound(uri);
    return { runId: run.runId, notes: run.annotations?.notes ?? '' };
  };
  const refuse = (uri: vscode.Uri): never => {
    throw vscode.FileSystemError.NoPermissions(uri);
  };
  const provider: vscode.FileSystemProvider = {
    onDidChangeFile: changed.event,
    watch: () => new vscode.Disposable(() => undefined),
    async stat(uri) {
      const { notes } = await read(uri);
      return { type: vscode.FileType.File, ctime: 0, mtime: timeOf(uri, notes), size: Buffer.byteLength(notes) };
    },
    readFile: async (uri) => Buffer.from((await read(uri)).notes),
    async writeFile(uri, content) {
      const { runId } = await read(uri);
      if (!isUtf8(content)) throw vscode.FileSystemError.Unavailable(vscode.l10n.t('Notes are kept as UTF-8.'));
      const text = Buffer.from(content).toString('utf8');
      await annotateRuns(index, [runId], { notes: text.trim() === '' ? null : text });
    },
    readDirectory: () => [],
    createDirectory: refuse,
    delete: refuse,
    rename: refuse,
  };
  // Notes that another window or the dashboard has changed are read again by an editor without changes of its own.
  const stop = index.onChanged((runs) => {
    const told = new Map(runs.map(({ runId, annotations }) => [runId, annotations?.notes ?? '']));
    const stale = [...versions.values()].filter(({ uri, notes }) => {
      const now = told.get(runIdOf(uri) ?? '');
      return now !== undefined && now !== notes;
    });
    if (stale.length > 0) changed.fire(stale.map(({ uri }) => ({ type: vscode.FileChangeType.Changed, uri })));
  });
  const stopRemoved = index.onRemoved((runIds) => {
    const gone = [...versions.values()].filter(({ uri }) => runIds.includes(runIdOf(uri) ?? ''));
    for (const { uri } of gone) versions.delete(uri.toString());
    if (gone.length > 0) changed.fire(gone.map(({ uri }) => ({ type: vscode.FileChangeType.Deleted, uri })));
  });
  return vscode.Disposable.from(
    vscode.workspace.registerFileSystemProvider(notesScheme, provider, { isCaseSensitive: true }),
    changed,
    { dispose: stop },
    { dispose: stopRemoved },
  );
}

/** Opens the notes of the run that is clicked, named or picked. */
export async function editNotes(index: RunIndex, clicked: unknown): Promise<void> {
  const runId = await chooseRun(index, clicked, vscode.l10n.t('Run whose notes to edit'));
  const run = runId === undefined ? undefined : index.run(runId);
  if (!run) return;
  const document = await vscode.workspace.openTextDocument(notesUri(run.runId, run.name));
  await vscode.window.showTextDocument(document, { preview: false });
}

/** The last part is what the tab is called; the run is the one before. */
function notesUri(runId: string, name: string): vscode.Uri {
  const file = `${name.replaceAll(/[/\\]/g, '-')}.notes.md`;
  return vscode.Uri.from({ scheme: notesScheme, path: `/${runId}/${file}` });
}

function runIdOf({ path }: vscode.Uri): string | undefined {
  const [, runId] = path.split('/');
  return isRunId(runId) ? runId : undefined;
}
