// Experiments that can be read in an editor but lie in no file: published configurations, and the two sides of a comparison.

import * as vscode from 'vscode';
import { publishedText } from '../../config/published/text.ts';
import { experimentFileSuffix, experimentScheme } from '../../contributions/experiment-files.ts';

export interface ExperimentDocuments extends vscode.Disposable {
  /** The address of a text under this path; it is kept as long as it is open. */
  keep(path: string, text: string): vscode.Uri;
}

/** Where a published configuration can be read. */
export function publishedUri(name: string): vscode.Uri {
  return vscode.Uri.from({ scheme: experimentScheme, path: `/published/${name}${experimentFileSuffix}` });
}

const publishedPath = /^\/published\/(?<name>.+)\.ipu\.json$/;

/** What is shown of a comparison that a window before had open. */
const forgotten = '// This comparison was made before the window was reloaded. Choose “Compare with last” again.\n';

export function createExperimentDocuments(): ExperimentDocuments {
  const texts = new Map<string, string>();
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const provideTextDocumentContent = (uri: vscode.Uri): string => {
    const name = publishedPath.exec(uri.path)?.groups?.['name'];
    const published = name === undefined ? undefined : publishedText(name);
    return published ?? texts.get(uri.toString()) ?? forgotten;
  };
  const subscriptions = [
    changed,
    vscode.workspace.registerTextDocumentContentProvider(experimentScheme, {
      onDidChange: changed.event,
      provideTextDocumentContent,
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => void texts.delete(uri.toString())),
  ];
  return {
    keep(path, text) {
      const uri = vscode.Uri.from({ scheme: experimentScheme, path });
      texts.set(uri.toString(), text);
      // It may be open from before.
      changed.fire(uri);
      return uri;
    },
    dispose: () => vscode.Disposable.from(...subscriptions).dispose(),
  };
}
