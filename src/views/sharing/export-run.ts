// The commands that hand runs on: what it shall be, where to, and then the file. The analysis thread writes it.

import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import type { AnalysisClient } from '../../analysis/client.ts';
import type { RunDetail } from '../../shared/messages/runs.ts';
import { type ExportFormat, exportFormats, type ExportKind } from '../../shared/messages/sharing.ts';
import { chooseRun } from '../choose-run.ts';
import { parseRunArguments } from '../compare/run-arguments.ts';
import { withoutLinks } from '../plain-text.ts';
import type { RunIndex } from '../run-index.ts';

export interface SharingParts {
  readonly index: RunIndex;
  readonly analysis: AnalysisClient;
}

/** What runs are to become. */
export interface ExportChoice {
  readonly kind: ExportKind;
  readonly format: ExportFormat;
}

/** Exports the runs that are clicked or selected, or one that is picked, as what is then picked. */
export async function exportRun(parts: SharingParts, clicked?: unknown, selected?: unknown): Promise<void> {
  const runIds = await chooseRuns(parts.index, vscode.l10n.t('Run to export'), clicked, selected);
  if (runIds.length === 0) return;
  const choice = await chooseExport(runIds.length);
  if (choice) await exportAs(parts, runIds, choice);
}

/** Writes the model card of the run that is clicked or picked, and opens it. */
export async function exportCard(parts: SharingParts, clicked?: unknown): Promise<void> {
  const runId = await chooseRun(parts.index, clicked, vscode.l10n.t('Run whose model card to write'));
  if (runId !== undefined) await exportAs(parts, [runId], { kind: 'card', format: 'csv' });
}

/** Asks for a place, writes the export there and shows it; false if the user thought better of it. */
export async function exportAs(
  { index, analysis }: SharingParts,
  runIds: readonly string[],
  choice: ExportChoice,
): Promise<boolean> {
  const runs = await Promise.all(runIds.map((runId) => index.detail(runId)));
  const target = await choosePlace(choice, runs);
  if (target === undefined) return false;
  const title = vscode.l10n.t('Writing {0}', basename(target));
  const { files, notices } = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title },
    () => analysis.request('exchange/export', { ...choice, runs, target }),
  );
  // Not awaited: the notification stays until somebody closes it.
  void show(choice, files, notices);
  return true;
}

async function chooseRuns(
  index: RunIndex,
  place: string,
  clicked: unknown,
  selected: unknown,
): Promise<readonly string[]> {
  const named = parseRunArguments(clicked, selected);
  if (named.length > 0) return named;
  const runId = await chooseRun(index, clicked, place);
  return runId === undefined ? [] : [runId];
}

interface ExportItem extends vscode.QuickPickItem {
  readonly choice: ExportChoice;
}

async function chooseExport(count: number): Promise<ExportChoice | undefined> {
  const item = (label: string, kind: ExportKind, detail: string, format: ExportFormat = 'csv'): ExportItem => ({
    label,
    detail,
    choice: { kind, format },
  });
  const table = (label: string, kind: ExportKind, detail: string): ExportItem[] =>
    exportFormats.map((format) => item(`${label} (${nameOfFormat[format]})`, kind, detail, format));
  const card = item(
    vscode.l10n.t('Model Card'),
    'card',
    vscode.l10n.t('Markdown with the metadata and results that the Hugging Face Hub reads'),
  );
  const items = [
    ...(count === 1 ? [card] : []),
    item(vscode.l10n.t('HTML Report'), 'report', vscode.l10n.t('One file with figures, curves and configuration')),
    ...table(vscode.l10n.t('All Points'), 'series', vscode.l10n.t('One row a point: run, metric, step, time, value')),
    ...table(vscode.l10n.t('Table of Runs'), 'runs', vscode.l10n.t('One row a run: results, last values and fields')),
    item(
      vscode.l10n.t('TensorBoard Event Files'),
      'tensorboard',
      vscode.l10n.t('A log folder with a folder for each run'),
    ),
  ];
  const chosen = await vscode.window.showQuickPick(items, {
    placeHolder: vscode.l10n.t('Export as'),
    matchOnDetail: true,
  });
  return chosen?.choice;
}

const nameOfFormat: Readonly<Record<ExportFormat, string>> = { csv: 'CSV', json: 'JSON', parquet: 'Parquet' };

async function choosePlace({ kind, format }: ExportChoice, runs: readonly RunDetail[]): Promise<string | undefined> {
  const folder = folderOf(runs[0]!);
  if (kind === 'tensorboard') {
    const chosen = await vscode.window.showOpenDialog({
      canSelectFolders: true,
      canSelectFiles: false,
      openLabel: vscode.l10n.t('Export'),
      title: vscode.l10n.t('Log folder for TensorBoard'),
      defaultUri: vscode.Uri.file(folder),
    });
    return chosen?.[0]?.fsPath;
  }
  const name = nameOf(kind, format, runs);
  const extension = name.split('.').at(-1)!;
  const chosen = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.file(join(folder, name)),
    filters: { [extension.toUpperCase()]: [extension] },
  });
  return chosen?.fsPath;
}

/** The workspace folder: what is exported shall not land among the run's own files. */
function folderOf({ folder }: RunDetail): string {
  const workspace = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(folder))?.uri.fsPath;
  return workspace ?? dirname(dirname(dirname(folder)));
}

function nameOf(kind: ExportKind, format: ExportFormat, runs: readonly RunDetail[]): string {
  const subject = runs.length === 1 ? runs[0]!.runId : `${runs.length}-runs`;
  // Not README.md: the workspace may well have one of its own.
  if (kind === 'card') return `${subject}-model-card.md`;
  if (kind === 'report') return `${subject}.html`;
  return kind === 'runs' ? `${subject}.${format}` : `${subject}-series.${format}`;
}

/** A card is opened; for anything else there is a way to where it lies. */
async function show({ kind }: ExportChoice, files: readonly string[], notices: readonly string[]): Promise<void> {
  const [first] = files;
  if (first === undefined) return;
  const uri = vscode.Uri.file(first);
  if (kind === 'card') await vscode.window.showTextDocument(uri);
  const wrote = vscode.l10n.t('Wrote {0}.', kind === 'tensorboard' ? dirname(dirname(first)) : basename(first));
  const open = kind === 'report' ? vscode.l10n.t('Open') : vscode.l10n.t('Reveal');
  const chosen = await vscode.window.showInformationMessage(withoutLinks([wrote, ...notices].join(' ')), open);
  if (chosen !== open) return;
  if (kind === 'report') await vscode.env.openExternal(uri);
  else await vscode.commands.executeCommand(vscode.env.remoteName ? 'revealInExplorer' : 'revealFileInOS', uri);
}
