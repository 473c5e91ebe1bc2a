// Our entries of the Problems panel and the marks below the text. A syntax error is VS Code's own JSON service's to tell: ours is shown
// only of what that service lets pass, such as a comma too many.

import * as vscode from 'vscode';
import type { Diagnostic } from '../../shared/language.ts';
import { fromWorkspace } from '../workspace-text.ts';
import { rangeOf } from './places.ts';

/** Who says it. */
export const diagnosticSource = 'IPU';

/** Code of syntax errors, which the JSON service tells as well. */
export const syntaxCode = 'json-syntax';

/** Whether the JSON service says it. */
export function isOfJsonService({ source }: vscode.Diagnostic): boolean {
  return source === 'jsonc' || source === 'json';
}

export interface ProblemList extends vscode.Disposable {
  set(document: vscode.TextDocument, diagnostics: readonly Diagnostic[]): void;
  delete(uri: vscode.Uri): void;
}

/** The JSON service looks at a text half a second after its last change. */
const jsonServiceTakesMs = 1000;

export function createProblemList(): ProblemList {
  const collection = vscode.languages.createDiagnosticCollection('ipu');
  const waiting = new Map<string, NodeJS.Timeout>();

  const stopWaiting = (uri: vscode.Uri): void => {
    clearTimeout(waiting.get(uri.toString()));
    waiting.delete(uri.toString());
  };
  const isToldByJson = (uri: vscode.Uri): boolean => vscode.languages.getDiagnostics(uri).some(isOfJsonService);
  return {
    set(document, diagnostics) {
      const { uri, version } = document;
      stopWaiting(uri);
      const all = diagnostics.map((each) => diagnosticOf(document, each));
      const others = all.filter(({ code }) => code !== syntaxCode);
      collection.set(uri, others);
      if (others.length === all.length) return;
      const showAll = (): void => {
        waiting.delete(uri.toString());
        if (!document.isClosed && document.version === version && !isToldByJson(uri)) collection.set(uri, all);
      };
      waiting.set(uri.toString(), setTimeout(showAll, jsonServiceTakesMs));
    },
    delete(uri) {
      stopWaiting(uri);
      collection.delete(uri);
    },
    dispose() {
      for (const timer of waiting.values()) clearTimeout(timer);
      collection.dispose();
    },
  };
}

const severities: Readonly<Record<Diagnostic['severity'], vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
};

const tags: Readonly<Record<NonNullable<Diagnostic['tag']>, vscode.DiagnosticTag>> = {
  deprecated: vscode.DiagnosticTag.Deprecated,
  unnecessary: vscode.DiagnosticTag.Unnecessary,
};

function diagnosticOf(document: vscode.TextDocument, diagnostic: Diagnostic): vscode.Diagnostic {
  const { severity, code, message, hint, tag } = diagnostic;
  const text = fromWorkspace(`${message}\n${hint}`);
  const shown = new vscode.Diagnostic(rangeOf(document, diagnostic), text, severities[severity]);
  shown.source = diagnosticSource;
  shown.code = code;
  if (tag) shown.tags = [tags[tag]];
  return shown;
}
