// Stopping whole sweeps and going on with them: the one that is clicked in the tree, the only one there is, or one picked.

import * as vscode from 'vscode';
import { resumeSweep as goOn } from '../runner/sweep/launch.ts';
import { sweepFolderBeside } from '../runner/sweep/sweep-folder.ts';
import { stopSweep as endSweep } from '../runner/sweep/stop.ts';
import { describeGroup, isGroupActive, isLeftInSweep, listSweeps, type RunGroup } from '../shared/run-groups.ts';
import { isRunId } from '../shared/run-id.ts';
import type { LaunchParts } from './launch/launch.ts';
import { withoutIcons } from './plain-text.ts';
import type { RunIndex } from './run-index.ts';
import type { StopParts } from './stop.ts';
import { checkTrust } from './trust.ts';

/** Stops a sweep: no more runs are started, and those that run end with checkpoints; asked again, they may be ended at once. */
export async function stopSweep({ index, reporter, asked }: StopParts, clicked?: unknown): Promise<void> {
  if (!checkTrust(vscode.l10n.t('Stopping a sweep'), reporter)) return;
  const sweep = await chooseSweep(index, clicked, vscode.l10n.t('Sweep to stop'), isGroupActive);
  if (sweep === undefined) return;
  const force = asked.has(sweep.sweepId) && isGroupActive(sweep);
  if (force && !(await confirmForce(sweep.name))) return;
  asked.add(sweep.sweepId);
  await endSweep(await folderOf(index, sweep), { force });
}

/** Goes on with a sweep that was stopped, or whose queue is gone. */
export async function resumeSweep(
  { index, reporter, program, notifications }: LaunchParts,
  clicked?: unknown,
): Promise<void> {
  if (!checkTrust(vscode.l10n.t('Resuming a sweep'), reporter)) return;
  const isLeft = (group: RunGroup): boolean => !isGroupActive(group) && group.runs.some(isLeftInSweep);
  const sweep = await chooseSweep(index, clicked, vscode.l10n.t('Sweep to go on with'), isLeft);
  if (sweep === undefined) return;
  for (const { runId } of sweep.runs.filter(isLeftInSweep)) notifications.expect(runId);
  await goOn(await folderOf(index, sweep), program);
}

type Sweep = ReturnType<typeof listSweeps>[number];

async function chooseSweep(
  index: RunIndex,
  argument: unknown,
  placeHolder: string,
  isCandidate: (group: RunGroup) => boolean,
): Promise<Sweep | undefined> {
  const sweeps = listSweeps(index.runs());
  const named = parseSweepArgument(argument);
  if (named !== undefined) return sweeps.find(({ sweepId }) => sweepId === named);
  const candidates = sweeps.filter(isCandidate);
  if (candidates.length === 0) void vscode.window.showInformationMessage(vscode.l10n.t('There is no such sweep.'));
  if (candidates.length <= 1) return candidates[0];
  const items = candidates.map((sweep) => ({
    label: withoutIcons(sweep.name),
    description: withoutIcons(describeGroup(sweep)),
    detail: sweep.sweepId,
    sweep,
  }));
  return (await vscode.window.showQuickPick(items, { placeHolder, matchOnDetail: true }))?.sweep;
}

/** The sweep's id in a command's argument: an id, or a sweep of the tree. Commands can be called with anything. */
function parseSweepArgument(argument: unknown): string | undefined {
  const id = typeof argument === 'object' && argument !== null && 'sweepId' in argument ? argument.sweepId : argument;
  return isRunId(id) ? id : undefined;
}

async function folderOf(index: RunIndex, { sweepId, runs }: Sweep): Promise<string> {
  const { folder } = await index.detail(runs[0]!.runId);
  return sweepFolderBeside(folder, sweepId);
}

async function confirmForce(name: string): Promise<boolean> {
  const detail = vscode.l10n.t(
    'It was asked to stop, and its runs are saving checkpoints. Forced, they may end without one.',
  );
  const choice = vscode.l10n.t('Force Stop');
  const question = vscode.l10n.t('Force the runs of {0} to stop?', name);
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, choice)) === choice;
}
