// Quick fixes of our diagnostics, and of the syntax errors that the JSON service tells in our place. They are worked out when they are
// asked for: each is tried out on the text first.

import * as vscode from 'vscode';
import type { QuickFix } from '../../shared/language.ts';
import type { AskAbout } from './document.ts';
import type { ExperimentDiagnostics } from './diagnostics.ts';
import { editOf, rangeOf, textRangeOf } from './places.ts';
import { diagnosticSource, isOfJsonService, syntaxCode } from './problem-list.ts';

const { QuickFix: quickFixKind } = vscode.CodeActionKind;

export const codeActionKinds: vscode.CodeActionProviderMetadata = { providedCodeActionKinds: [quickFixKind] };

export function createCodeActionProvider(
  ask: AskAbout,
  { countsOf }: Pick<ExperimentDiagnostics, 'countsOf'>,
): vscode.CodeActionProvider {
  return {
    async provideCodeActions(document, range, { diagnostics, only }, token) {
      const known = diagnostics.filter((each) => each.source === diagnosticSource || isOfJsonService(each));
      if (known.length === 0 || (only && !only.intersects(quickFixKind))) return undefined;
      // The JSON service may mark another end of the same fault.
      const whole = known.filter(isOfJsonService).reduce((sum, each) => sum.union(each.range), range);
      const request = { counts: countsOf(document), range: textRangeOf(document, whole) };
      const fixes = await ask(document, token, (language, text) => language.findFixes({ ...text, ...request }));
      return fixes?.map((fix) => actionOf(document, fix, known));
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
  action.diagnostics = diagnostics.filter((each) =>
    isOfJsonService(each) ? code === syntaxCode : each.code === code && each.range.isEqual(place),
  );
  action.isPreferred = isPreferred;
  action.edit = editOf(document, changes);
  return action;
}
