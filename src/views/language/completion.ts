// Completion of an experiment's values. Which there are is decided in src/config/language/; names come from the schema.

import * as vscode from 'vscode';
import type { Completion } from '../../shared/language.ts';
import type { AskAbout } from './document.ts';
import { rangeOf } from './places.ts';

/** After these the list opens by itself: at a value, in a list, and on the way down a path. */
export const completionTriggers = ['"', ':', ' ', '[', ',', '/'] as const;

const { CompletionItemKind: Kind } = vscode;

const kinds: Readonly<Record<Completion['kind'], vscode.CompletionItemKind>> = {
  field: Kind.Property,
  value: Kind.Value,
  file: Kind.File,
  folder: Kind.Folder,
  model: Kind.Class,
  dataset: Kind.Module,
  configuration: Kind.Struct,
  machine: Kind.Constant,
  run: Kind.Event,
  split: Kind.Operator,
  experiment: Kind.Snippet,
};

export function createCompletionProvider(ask: AskAbout): vscode.CompletionItemProvider {
  return {
    async provideCompletionItems(document, position, token) {
      const offset = document.offsetAt(position);
      const workspace = vscode.workspace.getWorkspaceFolder(document.uri)?.uri.fsPath ?? null;
      const answer = await ask(document, token, (language, text) => language.complete({ ...text, offset, workspace }));
      if (!answer) return undefined;
      const items = answer.completions.map((completion) => itemOf(document, position, completion));
      return new vscode.CompletionList(items, !answer.isComplete);
    },
  };
}

function itemOf(
  document: vscode.TextDocument,
  position: vscode.Position,
  completion: Completion,
): vscode.CompletionItem {
  const { label, kind, detail, documentation, insert, isSnippet, sortText } = completion;
  // What a whole experiment is called fills the line.
  const shown = kind === 'experiment' ? label : { label, description: detail };
  const item = new vscode.CompletionItem(shown, kinds[kind]);
  const range = rangeOf(document, completion.range);
  item.range = range;
  // The list cuts it off, the pane beside the list does not.
  item.detail = detail;
  item.insertText = isSnippet ? new vscode.SnippetString(insert) : insert;
  item.filterText = filterText(completion, document.getText(new vscode.Range(range.start, position)));
  item.sortText = sortText;
  if (documentation !== '') item.documentation = new vscode.MarkdownString(documentation);
  return item;
}

/** What is compared with what is written before the cursor, which may or may not begin with a quotation mark. */
function filterText({ label, insert, isSnippet }: Completion, written: string): string {
  const text = (isSnippet ? label : insert).replace(/^"/, '');
  return written.startsWith('"') ? `"${text}` : text;
}
