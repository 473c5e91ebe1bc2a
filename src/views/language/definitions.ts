// Where what a file extends or names is to be found: Go to Definition on a path or on the name of a published configuration.

import * as vscode from 'vscode';
import type { Definition } from '../../shared/language.ts';
import type { AskAbout } from './document.ts';
import { rangeOf } from './places.ts';

export function createDefinitionProvider(
  ask: AskAbout,
  publishedUri: (name: string) => vscode.Uri,
): vscode.DefinitionProvider {
  const uriOf = (target: Definition['target']): vscode.Uri =>
    'file' in target ? vscode.Uri.file(target.file) : publishedUri(target.published);
  return {
    async provideDefinition(document, position, token) {
      const offset = document.offsetAt(position);
      const found = await ask(document, token, (language, text) => language.findDefinitions({ ...text, offset }));
      const start = new vscode.Range(0, 0, 0, 0);
      return found?.map(({ origin, target }): vscode.LocationLink => ({
        originSelectionRange: rangeOf(document, origin),
        targetUri: uriOf(target),
        targetRange: start,
      }));
    },
  };
}
