// Which experiment file is meant: the one that was clicked, the one in the active editor, or one picked from all there are.

import * as vscode from 'vscode';
import { experimentFileGlob, experimentFileSuffix } from '../../contributions/experiment-files.ts';
import { noExperimentFiles } from '../errors.ts';
import { withoutIcons } from '../plain-text.ts';

/** The experiment file that is meant; undefined if the user thought better of it. Rejects if the workspace has none. */
export async function chooseExperiment(clicked: unknown, placeHolder: string): Promise<vscode.Uri | undefined> {
  if (clicked instanceof vscode.Uri) return clicked;
  const active = vscode.window.activeTextEditor?.document.uri;
  if (active && isExperimentFile(active)) return active;
  return pickExperiment(placeHolder);
}

function isExperimentFile(uri: vscode.Uri): boolean {
  return uri.scheme === 'file' && uri.path.endsWith(experimentFileSuffix);
}

async function pickExperiment(placeHolder: string): Promise<vscode.Uri | undefined> {
  const files = await vscode.workspace.findFiles(experimentFileGlob, '**/{node_modules,.ipu}/**');
  if (files.length === 0) throw noExperimentFiles();
  const items = files
    .map((uri) => {
      const path = vscode.workspace.asRelativePath(uri);
      const name = path.slice(path.lastIndexOf('/') + 1);
      const folder = path.slice(0, -name.length - 1);
      return { label: withoutIcons(name), description: withoutIcons(folder), uri };
    })
    .sort((a, b) => (a.uri.path < b.uri.path ? -1 : 1));
  const picked = await vscode.window.showQuickPick(items, { placeHolder, matchOnDescription: true });
  return picked?.uri;
}
