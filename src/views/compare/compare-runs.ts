// The command that compares runs: those of a list of ids, those selected in the tree, or those picked.

import * as vscode from 'vscode';
import { runsOfFile } from '../../config/runs-of-file.ts';
import { experimentFileSuffix } from '../../contributions/experiment-files.ts';
import { mostComparedRuns } from '../../shared/messages/compare.ts';
import { tooManyRunsToCompare } from './errors.ts';
import type { ComparePanel } from '../panels/compare/panel.ts';
import type { RunIndex } from '../run-index.ts';
import { pickRuns } from './pick-runs.ts';
import { parseRunArguments } from './run-arguments.ts';

export interface CompareRunsParts {
  readonly index: RunIndex;
  readonly comparePanel: ComparePanel;
}

/** Opens the panel on the runs that are meant; with fewer than two of them the user picks. */
export async function compareRuns(
  { index, comparePanel }: CompareRunsParts,
  clicked?: unknown,
  selected?: unknown,
): Promise<void> {
  const named = parseRunArguments(clicked, selected);
  if (named.length > mostComparedRuns) throw tooManyRunsToCompare(named.length, mostComparedRuns);
  if (named.length >= 2) return comparePanel.show(named);
  const runIds = await pickRuns(index.runs(), named.length === 1 ? named : runsOfActiveFile(index));
  if (runIds && runIds.length > 0) comparePanel.show(runIds);
}

/** The last runs of the experiment file in the active editor, if there is one. */
function runsOfActiveFile(index: RunIndex): string[] {
  const document = vscode.window.activeTextEditor?.document;
  const folder = document && vscode.workspace.getWorkspaceFolder(document.uri)?.uri.fsPath;
  if (!folder || !document.fileName.endsWith(experimentFileSuffix)) return [];
  const runs = runsOfFile(
    index.runsIn(folder).filter(({ source }) => source !== undefined),
    { file: document.fileName, name: '', workspaceFolder: folder },
  );
  return runs.slice(0, 2).map(({ runId }) => runId);
}
