// Saves what a page made, where the user wants it.

import * as vscode from 'vscode';
import type { FileMessages } from '../../shared/messages/files.ts';

type FileSave = FileMessages['file/save'];

/** Asks for a place and writes the file there. */
export async function saveFile({ name, content }: FileSave['params']): Promise<FileSave['result']> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const place = await vscode.window.showSaveDialog(folder ? { defaultUri: vscode.Uri.joinPath(folder, name) } : {});
  if (!place) return { saved: false };
  const bytes = 'text' in content ? Buffer.from(content.text, 'utf8') : Buffer.from(content.base64, 'base64');
  await vscode.workspace.fs.writeFile(place, bytes);
  return { saved: true };
}
