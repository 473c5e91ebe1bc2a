// "IPU: Import Run…": event files, a Trainer's folder or a model card become runs of the workspace. Nothing of them is run.

import { basename } from 'node:path';
import * as vscode from 'vscode';
import { prepareWorkbenchFolder } from '../../runner/run-folder.ts';
import type { SharingAnalysis } from '../../shared/messages/sharing.ts';
import { noFolderForRuns } from '../errors.ts';
import type { Dashboard } from '../panels/dashboard/panel.ts';
import { withoutLinks } from '../plain-text.ts';
import type { SharingParts } from './export-run.ts';

export interface ImportParts extends SharingParts {
  readonly dashboard: Dashboard;
}

type Imported = SharingAnalysis['exchange/import']['result'];

/** Imports the clicked files and folders, or those that are then asked for, and shows the first run. */
export async function importRun(parts: ImportParts, clicked?: unknown, selected?: unknown): Promise<void> {
  const uris = urisOf(clicked, selected) ?? (await choosePlaces());
  const paths = uris?.filter(({ scheme }) => scheme === 'file').map(({ fsPath }) => fsPath) ?? [];
  if (paths.length === 0) return;
  const workspace = workspaceFor(uris![0]!);
  if (workspace === undefined) throw noFolderForRuns();
  const imported = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Importing {0}', basename(paths[0]!)) },
    () => importPaths(parts, paths, workspace),
  );
  const store = await parts.index.open(workspace);
  for (const { runId } of imported) await store.request('runs/ingest', { runId });
  await parts.index.refresh();
  if (imported[0]) parts.dashboard.show(imported[0].runId);
  void tell(imported);
}

async function importPaths({ analysis }: ImportParts, paths: readonly string[], workspace: string): Promise<Imported> {
  const runsFolder = await prepareWorkbenchFolder(workspace);
  const all: Imported[number][] = [];
  for (const path of paths) all.push(...(await analysis.request('exchange/import', { path, runsFolder })));
  return all;
}

/** VS Code calls commands of the explorer with the clicked resource and all selected ones. */
function urisOf(clicked: unknown, selected: unknown): readonly vscode.Uri[] | undefined {
  const all: readonly unknown[] = Array.isArray(selected) && selected.length > 0 ? selected : [clicked];
  const uris = all.filter((each): each is vscode.Uri => each instanceof vscode.Uri);
  return uris.length > 0 ? uris : undefined;
}

/** Files and folders have one dialog on macOS only. */
async function choosePlaces(): Promise<readonly vscode.Uri[] | undefined> {
  const file = { label: vscode.l10n.t('File…'), detail: vscode.l10n.t('A TensorBoard event file, a trainer_state.json or a model card (README.md)') }; // prettier-ignore
  const folder = { label: vscode.l10n.t('Folder…'), detail: vscode.l10n.t('A TensorBoard log folder, or the output folder of a Hugging Face Trainer') }; // prettier-ignore
  const chosen = await vscode.window.showQuickPick([file, folder], { placeHolder: vscode.l10n.t('Import a run of') });
  if (!chosen) return undefined;
  const isFolder = chosen === folder;
  return vscode.window.showOpenDialog({
    canSelectFiles: !isFolder,
    canSelectFolders: isFolder,
    canSelectMany: true,
    openLabel: vscode.l10n.t('Import'),
  });
}

/** The workspace folder that the file is in, or the first. */
function workspaceFor(uri: vscode.Uri): string | undefined {
  const folders = vscode.workspace.workspaceFolders?.filter((each) => each.uri.scheme === 'file') ?? [];
  return (vscode.workspace.getWorkspaceFolder(uri) ?? folders[0])?.uri.fsPath;
}

/** Says what was imported, and on demand what was told of it. */
async function tell(imported: Imported): Promise<void> {
  const known = imported.filter(({ isNew }) => !isNew).length;
  const done = imported.length === 1 ? describeOne(imported[0]!) : describeMany(imported.length - known, known);
  const notices = imported.flatMap(({ name, notices: told }) => told.map((notice) => `${name}: ${notice}`));
  const all = vscode.l10n.t('Show All');
  const counted = notices.length === 0 ? '' : notices.length === 1 ? vscode.l10n.t('There is one remark.') : vscode.l10n.t('There are {0} remarks.', notices.length); // prettier-ignore
  const chosen = await vscode.window.showInformationMessage(withoutLinks(`${done} ${counted}`.trim()), ...(notices.length > 0 ? [all] : [])); // prettier-ignore
  if (chosen === all) await vscode.window.showInformationMessage(done, { modal: true, detail: notices.slice(0, 100).join('\n') }); // prettier-ignore
}

function describeOne({ name, isNew }: Imported[number]): string {
  return isNew ? vscode.l10n.t('Imported {0}.', name) : vscode.l10n.t('{0} was imported before.', name);
}

function describeMany(added: number, known: number): string {
  if (known === 0) return vscode.l10n.t('Imported {0} runs.', added);
  return added === 0
    ? vscode.l10n.t('These {0} runs were imported before.', known)
    : vscode.l10n.t('Imported {0} runs; {1} more were imported before.', added, known);
}
