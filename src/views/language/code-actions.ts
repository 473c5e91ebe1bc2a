// Quick fixes of our diagnostics. They are worked out when they are asked for: each is tried out on the text first.

import * as vscode from 'vscode';
import type { QuickFix } from '../../shared/language.ts';
import type { AskAbout } from './document.ts';
import { diagnosticSource, type ExperimentDiagnostics } from './diagnostics.ts';
import { editOf, rangeOf, textRangeOf } from './places.ts';

const { QuickFix: quickFixKind } = vscode.CodeActionKind;

export const codeActionKinds: vscode.CodeActionProviderMetadata = { providedCodeActionKinds: [quickFixKind] };

export function createCodeActionProvider(
  ask: AskAbout,
  { countsOf }: Pick<ExperimentDiagnostics, 'countsOf'>,
): vscode.CodeActionProvider {
  return {
    async provideCodeActions(document, range, { diagnostics, only }, token) {
      const ours = diagnostics.filter(({ source }) => source === diagnosticSource);
      if (ours.length === 0 || (only && !only.intersects(quickFixKind))) return undefined;
      const request = { counts: countsOf(document), range: textRangeOf(document, range) };
      const fixes = await ask(document, token, (language, text) => language.findFixes({ ...text, ...request }));
      return fixes?.map((fix) => actionOf(document, fix, ours));
    },
  };
}

function actionOf(
  document: vscode.TextDocument,
  { title, code, range, isPreferred, changes }: QuickFix,
  diagnostics: readonly vscode.Diagnostic[],
): vscode.CodeAction {
  const action = new vscode.CodeAction(title, quickFixKind);
  const place = rangeOf(document, range);
  action.diagnostics = diagnostics.filter((each) => each.code === code && each.range.isEqual(place));
  action.isPreferred = isPreferred;
  action.edit = editOf(document, changes);
  return action;
}
