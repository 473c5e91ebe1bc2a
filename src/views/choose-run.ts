// Which runs are meant: those that were clicked or selected in the tree or named by their ids, the only one there is, or those picked.

import * as vscode from 'vscode';
import { parseQuestionPlace } from '../shared/messages/parse-predictions.ts';
import type { QuestionPlace } from '../shared/messages/predictions.ts';
import type { RunSummary } from '../shared/messages/runs.ts';
import { isRunId } from '../shared/run-id.ts';
import { describeRun } from '../shared/run-text.ts';
import { parseRunArguments } from './compare/run-arguments.ts';
import { withoutIcons } from './plain-text.ts';
import type { RunIndex } from './run-index.ts';

/** The run id in a command's argument: an id, or a run of the tree. Commands can be called with anything. */
export function parseRunArgument(argument: unknown): string | undefined {
  const id = typeof argument === 'object' && argument !== null && 'runId' in argument ? argument.runId : argument;
  return isRunId(id) ? id : undefined;
}

/** The question in a command's argument; of anything else, such as the selected runs that VS Code tells, none. */
export function parseQuestionArgument(argument: unknown): QuestionPlace | undefined {
  try {
    return parseQuestionPlace(argument);
  } catch {
    return undefined;
  }
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
  if (candidates.length === 0) tellNone();
  if (candidates.length <= 1) return candidates[0]?.runId;
  return (await vscode.window.showQuickPick(candidates.map(pickItem), { placeHolder, matchOnDetail: true }))?.runId;
}

/** The runs that the arguments name, the only candidate, or those picked; none if the user thought better of it. */
export async function chooseRuns(
  index: RunIndex,
  clicked: unknown,
  selected: unknown,
  placeHolder: string,
  isCandidate: (run: RunSummary) => boolean = () => true,
): Promise<readonly string[]> {
  const named = parseRunArguments(clicked, selected);
  if (named.length > 0) return named;
  const candidates = index.runs().filter(isCandidate);
  if (candidates.length === 0) tellNone();
  if (candidates.length <= 1) return candidates.map(({ runId }) => runId);
  const options = { placeHolder, matchOnDetail: true, canPickMany: true } as const;
  const picked = await vscode.window.showQuickPick(candidates.map(pickItem), options);
  return (picked ?? []).map(({ runId }) => runId);
}

function tellNone(): void {
  void vscode.window.showInformationMessage(vscode.l10n.t('There is no such run.'));
}

function pickItem(run: RunSummary) {
  return {
    label: withoutIcons(run.name),
    description: withoutIcons(describeRun(run)),
    detail: run.runId,
    runId: run.runId,
  };
}
