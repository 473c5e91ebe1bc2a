// What has changed in an experiment file since its last run: both resolved, side by side in the diff editor.

import { basename } from 'node:path';
import * as vscode from 'vscode';
import { formatTime } from '../../config/language/lenses.ts';
import { examineExperiment } from '../../config/load.ts';
import { runsOfFile } from '../../config/runs-of-file.ts';
import { experimentFileSuffix } from '../../contributions/experiment-files.ts';
import type { RunDetail } from '../../shared/messages/runs.ts';
import { experimentOutsideWorkspace, noRunToCompare } from '../errors.ts';
import { pathOf } from '../plan/followed-file.ts';
import { chooseDocument, type PlanParts } from '../plan/plan.ts';
import type { RunIndex } from '../run-index.ts';
import type { ExperimentDocuments } from './experiment-documents.ts';

export interface CompareParts extends PlanParts {
  readonly index: RunIndex;
  readonly experimentDocuments: ExperimentDocuments;
}

/** Compares the experiment that is clicked, open or picked with its last run. */
export async function compareWithLast(parts: CompareParts, clicked?: unknown): Promise<void> {
  const { language, planPanel, experimentDocuments } = parts;
  const document = await chooseDocument(
    planPanel,
    clicked,
    vscode.l10n.t('Experiment file to compare with its last run'),
  );
  if (!document) return;
  const text = { file: pathOf(document.uri), text: document.getText() };
  const { runId, name, startedAt, experiment } = await findLastRun(parts, document.uri, text);
  const { before, after } = await language.compare({ ...text, experiment });
  const time = formatTime(startedAt);
  const left = experimentDocuments.keep(`/runs/${runId}/${name.replaceAll('/', '-')}${experimentFileSuffix}`, before);
  const right = experimentDocuments.keep(`/resolved${document.uri.path}`, after);
  const title = vscode.l10n.t('run {0} ({1}) ↔ {2}', name, time, basename(document.uri.path));
  await vscode.commands.executeCommand('vscode.diff', left, right, title, { preview: true });
}

async function findLastRun(
  { index }: CompareParts,
  uri: vscode.Uri,
  { file, text }: { readonly file: string; readonly text: string },
): Promise<RunDetail> {
  const folder = vscode.workspace.getWorkspaceFolder(uri) ?? (uri.scheme === 'untitled' ? firstFolder() : undefined);
  if (!folder) throw experimentOutsideWorkspace(uri.fsPath);
  const workspaceFolder = folder.uri.fsPath;
  const { name } = (await examineExperiment(text, file)).experiment;
  for (const { runId } of runsOfFile(index.runsIn(workspaceFolder), { file, name, workspaceFolder })) {
    const detail = await index.detail(runId);
    if (detail.experiment !== null) return detail;
  }
  throw noRunToCompare(basename(file));
}

function firstFolder(): vscode.WorkspaceFolder | undefined {
  return vscode.workspace.workspaceFolders?.[0];
}
