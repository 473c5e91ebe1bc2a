// Writes fields into an open experiment file and shows places of it: what the Plan panel's buttons and links do.

import * as vscode from 'vscode';
import { editFields, locateField } from '../../config/edit.ts';
import type { FieldEdit } from '../../shared/plan.ts';
import { experimentNotChanged } from '../errors.ts';
import { editOf, rangeOf } from '../language/places.ts';

/** Writes the values as one edit, undone by one undo. */
export async function writeFields(document: vscode.TextDocument, edits: readonly FieldEdit[]): Promise<void> {
  const workspaceEdit = editOf(document, editFields(document.getText(), edits));
  if (workspaceEdit.size === 0) return;
  if (!(await vscode.workspace.applyEdit(workspaceEdit))) throw experimentNotChanged(document.fileName);
}

/** A place of the file: a field's value (or its section, or the start), or a line and column from 1. */
export type FilePlace = { readonly field: string } | { readonly line: number; readonly column: number };

/** Shows the place in the editor that has the file, or beside the panel. */
export async function revealPlace(document: vscode.TextDocument, place: FilePlace): Promise<void> {
  const selection = document.validateRange(findPlace(document, place));
  await vscode.window.showTextDocument(document, { selection, viewColumn: columnOf(document) });
}

function findPlace(document: vscode.TextDocument, place: FilePlace): vscode.Range {
  if ('line' in place) {
    const position = new vscode.Position(place.line - 1, place.column - 1);
    return new vscode.Range(position, position);
  }
  return rangeOf(document, locateField(document.getText(), place.field) ?? { offset: 0, length: 0 });
}

/** The column where the document is open: beside the panel, never in its place. */
export function columnOf(document: vscode.TextDocument): vscode.ViewColumn {
  const groups = vscode.window.tabGroups.all;
  const shows = ({ input }: vscode.Tab): boolean =>
    input instanceof vscode.TabInputText && input.uri.toString() === document.uri.toString();
  return groups.find(({ tabs }) => tabs.some(shows))?.viewColumn ?? vscode.ViewColumn.One;
}
