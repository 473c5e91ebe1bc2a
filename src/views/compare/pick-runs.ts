// Lets the user choose runs to compare.

import * as vscode from 'vscode';
import { mostComparedRuns } from '../../shared/messages/compare.ts';
import type { RunSummary } from '../../shared/messages/runs.ts';
import { describeRun } from '../../shared/run-text.ts';
import { tooManyRunsToCompare } from './errors.ts';
import { withoutIcons } from '../plain-text.ts';

/** The runs chosen, those of `preselected` first and in their order; undefined if the user thought better of it. */
export async function pickRuns(
  runs: readonly RunSummary[],
  preselected: readonly string[],
): Promise<readonly string[] | undefined> {
  const items = runs.map((run) => ({
    label: withoutIcons(run.name),
    description: withoutIcons(describeRun(run)),
    detail: run.runId,
    picked: preselected.includes(run.runId),
    runId: run.runId,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    canPickMany: true,
    matchOnDescription: true,
    matchOnDetail: true,
    placeHolder: vscode.l10n.t('Runs to compare, 2 to {0}', mostComparedRuns),
  });
  if (!picked) return undefined;
  const ids = picked.map(({ runId }) => runId);
  if (ids.length > mostComparedRuns) throw tooManyRunsToCompare(ids.length, mostComparedRuns);
  return [...preselected.filter((runId) => ids.includes(runId)), ...ids.filter((id) => !preselected.includes(id))];
}
