// What is wrong with the experiment files that are open: said anew at every change of a text, of a file that it names or extends, and
// when its data have been counted. What there is to say is decided in src/config/language/.

import * as vscode from 'vscode';
import type { Diagnostic } from '../../shared/language.ts';
import type { DataCounts, Diagnosis } from '../../shared/messages/language.ts';
import { isExperiment, pathOf } from '../plan/followed-file.ts';
import type { SampleCounts } from '../sample-counts.ts';
import { fromWorkspace } from '../workspace-text.ts';
import type { AskAbout } from './document.ts';
import { rangeOf } from './places.ts';
import { createWatchedFiles } from './watched-files.ts';

/** Who says it, in the Problems panel. */
export const diagnosticSource = 'IPU';

export interface ExperimentDiagnostics extends vscode.Disposable {
  /** What is known of the data that the document names. */
  countsOf(document: vscode.TextDocument): DataCounts | null;
}

export function createDiagnostics(ask: AskAbout, counts: SampleCounts): ExperimentDiagnostics {
  const collection = vscode.languages.createDiagnosticCollection('ipu');
  const dataKeys = new Map<string, string>();

  const countsOf = ({ uri }: vscode.TextDocument): DataCounts | null =>
    counts.get(dataKeys.get(uri.toString()) ?? '') ?? null;
  const diagnose = async (document: vscode.TextDocument): Promise<void> => {
    if (!isExperiment(document)) return;
    const known = countsOf(document);
    const diagnosis = await ask(document, undefined, (language, text) => language.diagnose({ ...text, counts: known }));
    if (!diagnosis) return;
    dataKeys.set(document.uri.toString(), diagnosis.dataKey);
    // The data are others than those of the text before, but known.
    if (countsOf(document) !== known) return diagnose(document);
    show(document, diagnosis);
  };
  const show = (document: vscode.TextDocument, { diagnostics, dataKey, files }: Diagnosis): void => {
    const file = pathOf(document.uri);
    collection.set(
      document.uri,
      diagnostics.map((each) => diagnosticOf(document, each)),
    );
    watched.set(document.uri.toString(), document.uri.scheme === 'file' ? [file, ...files] : files);
    if (isVisible(document)) counts.want({ file, text: document.getText() }, dataKey);
  };
  const diagnoseAll = (isMeant: (document: vscode.TextDocument) => boolean): void => {
    for (const document of vscode.workspace.textDocuments) if (isMeant(document)) void diagnose(document);
  };
  const forget = ({ uri }: vscode.TextDocument): void => {
    collection.delete(uri);
    dataKeys.delete(uri.toString());
    watched.set(uri.toString(), []);
  };
  const watched = createWatchedFiles((owner, path, isThere) => {
    const document = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === owner);
    if (!document) return;
    // Of an experiment that is deleted nothing is wrong any more, though its editor may stay.
    if (!isThere && path === document.uri.fsPath) collection.delete(document.uri);
    else void diagnose(document);
  });
  const subscriptions = vscode.Disposable.from(
    collection,
    watched,
    vscode.workspace.onDidOpenTextDocument((document) => void diagnose(document)),
    vscode.workspace.onDidCloseTextDocument(forget),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0) void diagnose(document);
    }),
    vscode.window.onDidChangeVisibleTextEditors((editors) => {
      for (const { document } of editors) if (isExperiment(document) && !countsOf(document)) void diagnose(document);
    }),
    { dispose: counts.onCounted((key) => diagnoseAll(({ uri }) => dataKeys.get(uri.toString()) === key)) },
  );
  diagnoseAll(() => true);
  return { countsOf, dispose: () => subscriptions.dispose() };
}

function isVisible(document: vscode.TextDocument): boolean {
  return vscode.window.visibleTextEditors.some((editor) => editor.document === document);
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
