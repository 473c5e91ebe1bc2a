// What comes before every launch from the editor: trust, which file, its workspace folder, saved to disk, and free of faults.

import * as vscode from 'vscode';
import type { Problem } from '../../config/problem.ts';
import { AppError } from '../../shared/errors.ts';
import { experimentNotSaved, experimentOutsideWorkspace } from '../errors.ts';
import { showNotice } from '../notices/notify.ts';
import type { Reporter } from '../report.ts';
import { checkTrust } from '../trust.ts';
import { chooseExperiment } from './choose-experiment.ts';
import { findProblemPlace } from './problem-place.ts';

/** What to launch. */
export interface Chosen {
  readonly file: vscode.Uri;
  readonly workspaceFolder: string;
}

/** The experiment file that is clicked, open or picked, saved; undefined if it is not to be launched after all. */
export async function prepareLaunch(
  action: string,
  placeHolder: string,
  reporter: Reporter,
  clicked: unknown,
): Promise<Chosen | undefined> {
  if (!checkTrust(action, reporter)) return undefined;
  const file = await chooseExperiment(clicked, placeHolder);
  if (!file) return undefined;
  const folder = vscode.workspace.getWorkspaceFolder(file);
  if (!folder) throw experimentOutsideWorkspace(file.fsPath);
  await saveIfDirty(file);
  return { file, workspaceFolder: folder.uri.fsPath };
}

async function saveIfDirty(file: vscode.Uri): Promise<void> {
  const document = vscode.workspace.textDocuments.find((one) => one.uri.toString() === file.toString());
  if (document?.isDirty && !(await document.save())) throw experimentNotSaved(file.fsPath);
}

/** What `load` reads from the file; undefined if something is wrong with it, which is then being shown. */
export async function loadOrReport<T>(
  file: vscode.Uri,
  { report }: Reporter,
  load: (path: string, onWarnings: (warnings: readonly Problem[]) => void) => Promise<T>,
): Promise<T | undefined> {
  try {
    return await load(file.fsPath, ([first]) => {
      if (!first) return;
      const text = `${first.message} ${first.hint}`;
      void showNotice({ kind: 'launchWarnings', severity: 'warning', text });
    });
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    void report(thrown, { title: vscode.l10n.t('Open File'), run: () => openAtProblem(file, thrown) });
    return undefined;
  }
}

async function openAtProblem(file: vscode.Uri, error: AppError): Promise<void> {
  const document = await vscode.workspace.openTextDocument(file);
  const { line, column } = findProblemPlace(file.fsPath, error.message, document.getText());
  const position = new vscode.Position(line, column);
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(position, position) });
}
