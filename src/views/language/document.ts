// An open experiment document as the language threads are asked about it.

import type * as vscode from 'vscode';
import type { ExperimentText } from '../../shared/messages/language.ts';
import { pathOf } from '../plan/followed-file.ts';
import type { Ask } from './asker.ts';

export type AskAbout = Ask<vscode.TextDocument>;

/** Its text as it is now, and where it lies or will lie. */
export function textOf(document: vscode.TextDocument): ExperimentText {
  return { file: pathOf(document.uri), text: document.getText() };
}
