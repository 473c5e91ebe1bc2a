// The command that searches configurations with the same global batch and writes the chosen one into the file.

import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { Suggestions } from '../../shared/plan.ts';
import { nothingToSuggest } from '../errors.ts';
import { describeCandidate } from './candidate-text.ts';
import { writeFields } from './edit-document.ts';
import { pathOf } from './followed-file.ts';
import { chooseDocument, type PlanParts } from './plan.ts';

/** Searches for the experiment that is clicked, open or picked; choosing a configuration edits the file and shows its plan. */
export async function suggest({ language, planPanel }: PlanParts, clicked?: unknown): Promise<void> {
  const document = await chooseDocument(
    planPanel,
    clicked,
    vscode.l10n.t('Experiment file to search configurations for'),
  );
  if (!document) return;
  const request = { file: pathOf(document.uri), text: document.getText(), counts: null };
  const title = vscode.l10n.t('Searching configurations for {0}', basename(document.fileName));
  const found = await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, () =>
    language.suggest(request),
  );
  const chosen = await choose(found);
  if (!chosen) return;
  await planPanel.show(document);
  await writeFields(document, chosen.edits);
}

async function choose({ front, looked, rejected, perUpdate, podIpus }: Suggestions) {
  if (front.length === 0) throw nothingToSuggest(looked, rejected[0]?.reason);
  const items = front.map((candidate) => ({ ...describeCandidate(candidate), candidate }));
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t(
      '{0} sequences a weight update on at most {1} IPUs ({2} configurations searched)',
      perUpdate,
      podIpus,
      looked.toLocaleString('en-US'),
    ),
    placeHolder: vscode.l10n.t('Fastest first, most memory to spare last. Modelled, not measured.'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return picked?.candidate;
}
