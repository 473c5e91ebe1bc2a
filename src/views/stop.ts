// Stopping a run: asked for once it ends with a checkpoint; asked for again, the user may end its process.

import * as vscode from 'vscode';
import { stopRun } from '../runner/supervisor.ts';
import { isActive } from '../shared/run-state.ts';
import { chooseRun } from './choose-run.ts';
import type { Reporter } from './report.ts';
import type { RunIndex } from './run-index.ts';
import { checkTrust } from './trust.ts';

export interface StopParts {
  readonly index: RunIndex;
  readonly reporter: Reporter;
  /** Runs that this window has asked to stop: a second request for one of them offers force. */
  readonly asked: Set<string>;
}

/** Stops the run that is clicked, the only active one, or one picked. */
export async function stop(parts: StopParts, clicked?: unknown): Promise<void> {
  const { index, reporter, asked } = parts;
  if (!checkTrust(vscode.l10n.t('Stopping a run'), reporter)) return;
  const runId = await chooseRun(index, clicked, vscode.l10n.t('Run to stop'), (run) => isActive(run.state));
  if (runId === undefined) return;
  const { folder, name, state } = await index.detail(runId);
  const force = (state === 'stopping' || asked.has(runId)) && isActive(state);
  if (force && !(await confirmForce(name))) return;
  asked.add(runId);
  await stopRun(folder, { force });
  await (await index.storeOf(runId)).request('runs/ingest', { runId });
}

async function confirmForce(name: string): Promise<boolean> {
  const detail = vscode.l10n.t('It was asked to stop and is saving a checkpoint. Forced, it may end without one.');
  const choice = vscode.l10n.t('Force Stop');
  return (
    (await vscode.window.showWarningMessage(
      vscode.l10n.t('Force {0} to stop?', name),
      { modal: true, detail },
      choice,
    )) === choice
  );
}
