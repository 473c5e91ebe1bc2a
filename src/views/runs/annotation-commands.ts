// The commands by which the user says something of runs: star, rename, tags, archive. Notes are a document (notes.ts).

import * as vscode from 'vscode';
import type { AnnotationChange, RunSummary } from '../../shared/messages/runs.ts';
import { chooseRun, chooseRuns } from '../choose-run.ts';
import type { RunIndex } from '../run-index.ts';
import { annotateRuns } from './annotate.ts';
import { pickTags } from './tag-picker.ts';
import { listTags, planTagChange, sharedTags } from './tags.ts';

/** Stars runs, or takes the star away. */
export async function starRuns(index: RunIndex, starred: boolean, clicked: unknown, selected: unknown): Promise<void> {
  const placeHolder = starred ? vscode.l10n.t('Runs to star') : vscode.l10n.t('Runs to take the star from');
  const isCandidate = ({ annotations }: RunSummary): boolean => (annotations?.starred ?? false) !== starred;
  await change(index, await chooseRuns(index, clicked, selected, placeHolder, isCandidate), { starred });
}

/** Archives runs, which leaves them out of lists, or brings them back. */
export async function archiveRuns(
  index: RunIndex,
  archived: boolean,
  clicked: unknown,
  selected: unknown,
): Promise<void> {
  const placeHolder = archived
    ? vscode.l10n.t('Runs to archive')
    : vscode.l10n.t('Runs to bring back from the archive');
  const isCandidate = ({ annotations }: RunSummary): boolean => (annotations?.archived ?? false) !== archived;
  await change(index, await chooseRuns(index, clicked, selected, placeHolder, isCandidate), { archived });
}

/** Gives a run a name of its own; the empty one gives back that of its experiment. */
export async function renameRun(index: RunIndex, clicked: unknown): Promise<void> {
  const runId = await chooseRun(index, clicked, vscode.l10n.t('Run to rename'));
  if (runId === undefined) return;
  const name = await vscode.window.showInputBox({
    title: vscode.l10n.t('Rename Run'),
    prompt: vscode.l10n.t('Leave it empty for the name of the experiment.'),
    value: index.run(runId)?.name ?? '',
  });
  if (name !== undefined) await change(index, [runId], { name: name.trim() === '' ? null : name.trim() });
}

/** Edits the tags of runs: those that all have are checked, new ones are typed. */
export async function editTags(index: RunIndex, clicked: unknown, selected: unknown): Promise<void> {
  const runIds = await chooseRuns(index, clicked, selected, vscode.l10n.t('Runs to tag'));
  if (runIds.length === 0) return;
  const tagsOf = (runId: string) => index.run(runId)?.annotations?.tags ?? [];
  const present = runIds.map(tagsOf);
  const wanted = await pickTags(listTags(index.runs()), sharedTags(present));
  if (!wanted) return;
  const tagChange = planTagChange(present, wanted);
  if (tagChange) await change(index, runIds, tagChange);
}

async function change(index: RunIndex, runIds: readonly string[], what: AnnotationChange): Promise<void> {
  if (runIds.length > 0) await annotateRuns(index, runIds, what);
}
