// What is wrong with the experiment files that are open: said anew at every change of a text, of a file that it names or extends, and
// when its data have been counted. What there is to say is decided in src/config/language/.

import * as vscode from 'vscode';
import type { DataCounts, Diagnosis } from '../../shared/messages/language.ts';
import { isExperiment, pathOf } from '../plan/followed-file.ts';
import type { SampleCounts } from '../sample-counts.ts';
import type { AskAbout } from './document.ts';
import { createProblemList, syntaxCode } from './problem-list.ts';
import { createWatchedFiles } from './watched-files.ts';

export interface ExperimentDiagnostics extends vscode.Disposable {
  /** What is known of the data that the document names. */
  countsOf(document: vscode.TextDocument): DataCounts | null;
}

export function createDiagnostics(ask: AskAbout, counts: SampleCounts): ExperimentDiagnostics {
  const list = createProblemList();
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
    list.set(document, diagnostics);
    watched.set(document.uri.toString(), document.uri.scheme === 'file' ? [file, ...files] : files);
    // What a broken text names is guesswork, and counting may take long.
    const isReadable = !diagnostics.some(({ code }) => code === syntaxCode);
    if (isReadable && isVisible(document)) counts.want({ file, text: document.getText() }, dataKey);
  };
  const diagnoseAll = (isMeant: (document: vscode.TextDocument) => boolean): void => {
    for (const document of vscode.workspace.textDocuments) if (isMeant(document)) void diagnose(document);
  };
  const forget = ({ uri }: vscode.TextDocument): void => {
    list.delete(uri);
    dataKeys.delete(uri.toString());
    watched.set(uri.toString(), []);
  };
  const watched = createWatchedFiles((owner, path, isThere) => {
    const document = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === owner);
    if (!document) return;
    // Of an experiment that is deleted nothing is wrong any more, though its editor may stay.
    if (!isThere && path === document.uri.fsPath) list.delete(document.uri);
    else void diagnose(document);
  });
  const subscriptions = vscode.Disposable.from(
    list,
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
