// Which run is meant: the one that was clicked in the tree or named by its id, the only one there is, or one picked.

import * as vscode from 'vscode';
import type { RunSummary } from '../shared/messages/runs.ts';
import { isRunId } from '../shared/run-id.ts';
import { describeRun } from '../shared/run-text.ts';
import { withoutIcons } from './plain-text.ts';
import type { RunIndex } from './run-index.ts';

/** The run id in a command's argument: an id, or a run of the tree. Commands can be called with anything. */
export function parseRunArgument(argument: unknown): string | undefined {
  const id = typeof argument === 'object' && argument !== null && 'runId' in argument ? argument.runId : argument;
  return isRunId(id) ? id : undefined;
}

/** The run that `argument` names, the only candidate, or one picked; undefined if the user thought better of it. */
export async function chooseRun(
  index: RunIndex,
  argument: unknown,
  placeHolder: string,
  isCandidate: (run: RunSummary) => boolean = () => true,
): Promise<string | undefined> {
  const named = parseRunArgument(argument);
  if (named !== undefined) return named;
  const candidates = index.runs().filter(isCandidate);
  if (candidates.length === 0) void vscode.window.showInformationMessage('There is no such run.');
  if (candidates.length <= 1) return candidates[0]?.runId;
  const items = candidates.map((run) => ({
    label: withoutIcons(run.name),
    description: withoutIcons(describeRun(run)),
    detail: run.runId,
    runId: run.runId,
  }));
  return (await vscode.window.showQuickPick(items, { placeHolder, matchOnDetail: true }))?.runId;
}
