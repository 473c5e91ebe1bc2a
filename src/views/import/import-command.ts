// "IPU: Import run_qa.py Command": a selection, the clipboard or a file becomes an experiment file that is not saved yet. Nothing of it is
// run, so it needs no trust.

import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { type Imported, importText, isNothingToImport } from '../../config/import/import.ts';
import { experimentNotChanged, importFileTooLarge } from '../errors.ts';
import { isExperiment } from '../plan/followed-file.ts';
import { showNotices } from './show-notices.ts';

interface Source {
  readonly text: string;
  /** What it is called in messages. */
  readonly name: string;
  /** Folder that the experiment belongs into; undefined if nothing says it. */
  readonly folder: string | undefined;
}

// Reading more would be felt in the editor.
const mostBytes = 1_000_000;

/** Imports the clicked file, the selected text, the clipboard, or a file that is then asked for. */
export async function importCommand(clicked?: unknown): Promise<void> {
  const found = await findSource(clicked);
  if (!found) return;
  const { source, imported } = found;
  await openUnsaved(imported, source.folder);
  void showNotices(vscode.l10n.t('Imported from {0}; save it to keep it.', source.name), imported.notices);
}

async function findSource(clicked: unknown): Promise<{ source: Source; imported: Imported } | undefined> {
  if (clicked instanceof vscode.Uri) return imported(await readFile(clicked));
  const clipboard = {
    text: await vscode.env.clipboard.readText(),
    name: vscode.l10n.t('the clipboard'),
    folder: activeFolder(),
  };
  for (const source of [selection(), clipboard]) {
    try {
      if (source) return imported(source);
    } catch (thrown) {
      if (!isNothingToImport(thrown)) throw thrown;
    }
  }
  const file = await chooseFile();
  return file && imported(file);
}

function imported(source: Source): { source: Source; imported: Imported } {
  return { source, imported: importText(source.text, source.name) };
}

function selection(): Source | undefined {
  const editor = vscode.window.activeTextEditor;
  // What is selected in an experiment is not meant to become another one.
  if (!editor || editor.selection.isEmpty || isExperiment(editor.document)) return undefined;
  const { document } = editor;
  return { text: document.getText(editor.selection), name: basename(document.fileName), folder: activeFolder() };
}

async function chooseFile(): Promise<Source | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title: vscode.l10n.t(
      'Nothing to import is selected or in the clipboard: choose a script, README, notebook, args.json or ipu_config.json',
    ),
    openLabel: vscode.l10n.t('Import'),
  });
  return chosen?.[0] && readFile(chosen[0]);
}

async function readFile(uri: vscode.Uri): Promise<Source> {
  const name = basename(uri.fsPath);
  const { size } = await vscode.workspace.fs.stat(uri);
  if (size > mostBytes) throw importFileTooLarge(name, size);
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  const text = open?.getText() ?? new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  return { text, name, folder: uri.scheme === 'file' ? dirname(uri.fsPath) : undefined };
}

/** The folder of the file in the active editor, or the workspace's. */
function activeFolder(): string | undefined {
  const active = vscode.window.activeTextEditor?.document.uri;
  if (active?.scheme === 'file') return dirname(active.fsPath);
  return vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file')?.uri.fsPath;
}

/** Opens the text under a name that is free; saving it needs no further question. */
async function openUnsaved({ text, fileName }: Imported, folder: string | undefined): Promise<void> {
  const uri = await freeName(fileName, folder);
  const document = await vscode.workspace.openTextDocument(uri);
  const edit = new vscode.WorkspaceEdit();
  edit.insert(uri, new vscode.Position(0, 0), text);
  if (!(await vscode.workspace.applyEdit(edit))) throw experimentNotChanged(fileName);
  await vscode.window.showTextDocument(document, { preview: false });
}

async function freeName(fileName: string, folder: string | undefined): Promise<vscode.Uri> {
  const taken = new Set(vscode.workspace.textDocuments.map(({ uri }) => uri.toString()));
  for (let count = 1; ; count++) {
    const name = count === 1 ? fileName : fileName.replace(/\.ipu\.json$/, `-${count}.ipu.json`);
    const file = vscode.Uri.file(folder === undefined ? name : join(folder, name));
    // Without a folder it has only a name, and saving asks where.
    const uri =
      folder === undefined ? vscode.Uri.from({ scheme: 'untitled', path: name }) : file.with({ scheme: 'untitled' });
    if (!taken.has(uri.toString()) && (folder === undefined || !(await exists(file)))) return uri;
  }
}

async function exists(file: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(file);
    return true;
  } catch {
    return false;
  }
}
