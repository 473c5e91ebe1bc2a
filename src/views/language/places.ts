// Offsets into a text ⇄ VS Code's positions, for everything that shows what the language threads say about a document.

import * as vscode from 'vscode';
import type { TextChange, TextRange } from '../../shared/language.ts';

/** The range of the document; what lies behind its end is its end. */
export function rangeOf(document: vscode.TextDocument, { offset, length }: TextRange): vscode.Range {
  return new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
}

/** The same the other way. */
export function textRangeOf(document: vscode.TextDocument, { start, end }: vscode.Range): TextRange {
  const offset = document.offsetAt(start);
  return { offset, length: document.offsetAt(end) - offset };
}

/** The changes as one edit, undone by one undo. */
export function editOf(document: vscode.TextDocument, changes: readonly TextChange[]): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  for (const change of changes) edit.replace(document.uri, rangeOf(document, change), change.content);
  return edit;
}
