// Deleting runs: asked for once, naming what goes; to the trash where the system has one. A run that is still going is refused.

import * as vscode from 'vscode';
import type { RunSummary } from '../../shared/messages/runs.ts';
import { isActive } from '../../shared/run-state.ts';
import { chooseRuns } from '../choose-run.ts';
import { runFolderNotDeleted, runsStillActive, runUnknown } from '../errors.ts';
import { describeDeletion } from './delete-text.ts';
import type { RunIndex } from '../run-index.ts';

/** Deletes the folders of these runs after a question; whether the user said yes. Rejects with an AppError. */
export async function deleteRuns(index: RunIndex, runIds: readonly string[]): Promise<boolean> {
  const runs = [...new Set(runIds)].map((runId) => findRun(index, runId));
  refuseActive(runs);
  if (runs.length === 0 || !(await confirm(runs, true))) return false;
  // One may have been resumed while the question was open, and one may be gone.
  const there = runs.flatMap(({ runId }) => index.run(runId) ?? []);
  refuseActive(there);
  const left: RunSummary[] = [];
  for (const run of there) if (!(await remove(index, run, true))) left.push(run);
  // No trash here, as on most servers: deleting is for good, and that is another question.
  if (left.length > 0 && !(await confirm(left, false))) return false;
  for (const run of left) if (!(await remove(index, run, false))) throw runFolderNotDeleted(run.name);
  return true;
}

/** Deletes the runs that are clicked, selected or picked. */
export async function chooseAndDelete(index: RunIndex, clicked: unknown, selected: unknown): Promise<void> {
  const isCandidate = ({ state }: RunSummary): boolean => !isActive(state);
  await deleteRuns(index, await chooseRuns(index, clicked, selected, vscode.l10n.t('Runs to delete'), isCandidate));
}

function findRun(index: RunIndex, runId: string): RunSummary {
  const run = index.run(runId);
  if (!run) throw runUnknown(runId);
  return run;
}

function refuseActive(runs: readonly RunSummary[]): void {
  const active = runs.filter(({ state }) => isActive(state));
  if (active.length > 0) throw runsStillActive(active.map(({ name }) => name));
}

async function confirm(runs: readonly RunSummary[], useTrash: boolean): Promise<boolean> {
  const { question, detail } = describeDeletion(runs, useTrash);
  const choice = useTrash ? vscode.l10n.t('Move to Trash') : vscode.l10n.t('Delete Permanently');
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, choice)) === choice;
}

/** Whether the folder is gone. */
async function remove(index: RunIndex, { runId }: RunSummary, useTrash: boolean): Promise<boolean> {
  const folder = vscode.Uri.file((await index.detail(runId)).folder);
  return vscode.workspace.fs.delete(folder, { recursive: true, useTrash }).then(
    () => true,
    (thrown: unknown) => thrown instanceof vscode.FileSystemError && thrown.code === 'FileNotFound',
  );
}
