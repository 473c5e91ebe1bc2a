// Everything the editor offers on the text of an experiment file, as one list. The work is done in the language threads, the first of
// which starts with the first experiment file that is opened.

import * as vscode from 'vscode';
import { experimentFileGlob } from '../../contributions/experiment-files.ts';
import type { LanguageClient } from '../../language/client.ts';
import { publishedUri } from '../compare/experiment-documents.ts';
import type { Reporter } from '../report.ts';
import type { RunIndex } from '../run-index.ts';
import type { SampleCounts } from '../sample-counts.ts';
import { createAsker } from './asker.ts';
import { codeActionKinds, createCodeActionProvider } from './code-actions.ts';
import { completionTriggers, createCompletionProvider } from './completion.ts';
import { createDefinitionProvider } from './definitions.ts';
import { createDiagnostics } from './diagnostics.ts';
import { textOf } from './document.ts';
import { createHoverProvider } from './hover.ts';
import { createLensProvider } from './lenses.ts';

export interface LanguageParts {
  readonly language: LanguageClient;
  readonly counts: SampleCounts;
  readonly index: RunIndex;
  readonly reporter: Reporter;
}

/** Experiment files, also those that have never been saved; not the old side of a comparison. */
const experiments: vscode.DocumentSelector = ['file', 'untitled'].map((scheme) => ({
  scheme,
  pattern: experimentFileGlob,
}));

/** Registers it all; `dispose` takes it back. */
export function registerLanguage({ language, counts, index, reporter }: LanguageParts): vscode.Disposable {
  const ask = createAsker(language, reporter, textOf);
  const diagnostics = createDiagnostics(ask, counts);
  const lenses = createLensProvider(ask, index);
  const { languages } = vscode;
  return vscode.Disposable.from(
    diagnostics,
    lenses,
    languages.registerCompletionItemProvider(experiments, createCompletionProvider(ask), ...completionTriggers),
    languages.registerHoverProvider(experiments, createHoverProvider(ask, diagnostics)),
    languages.registerCodeActionsProvider(experiments, createCodeActionProvider(ask, diagnostics), codeActionKinds),
    languages.registerCodeLensProvider(experiments, lenses),
    languages.registerDefinitionProvider(experiments, createDefinitionProvider(ask, publishedUri)),
  );
}
