// What a field means here and what follows from it, where the mouse is.

import * as vscode from 'vscode';
import { fromWorkspace } from '../workspace-text.ts';
import type { AskAbout } from './document.ts';
import type { ExperimentDiagnostics } from './diagnostics.ts';
import { rangeOf } from './places.ts';

export function createHoverProvider(
  ask: AskAbout,
  { countsOf }: Pick<ExperimentDiagnostics, 'countsOf'>,
): vscode.HoverProvider {
  return {
    async provideHover(document, position, token) {
      const place = { offset: document.offsetAt(position), counts: countsOf(document) };
      const hover = await ask(document, token, (language, text) => language.hover({ ...text, ...place }));
      return (
        hover &&
        new vscode.Hover(new vscode.MarkdownString(fromWorkspace(hover.markdown)), rangeOf(document, hover.range))
      );
    },
  };
}
