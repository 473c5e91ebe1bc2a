// Starts the store of a workspace folder where the settings say, and tells what came to light in doing so.

import * as vscode from 'vscode';
import { settings } from '../contributions/settings.ts';
import { startStore, type StoreClient } from '../store/client.ts';
import { withoutLinks } from './plain-text.ts';
import { locateStore } from './store-place.ts';

export async function openStore(node: string, script: string, workspaceFolder: string): Promise<StoreClient> {
  const storePath = vscode.workspace.getConfiguration().get(settings.storePath.id, settings.storePath.default);
  const client = await startStore({ node, script, ...locateStore(workspaceFolder, storePath) });
  const { keptAside } = client.opened;
  if (keptAside !== undefined) {
    const text = vscode.l10n.t(
      'The run database could not be read and was rebuilt from the run folders. The old file is kept as {0}.',
      keptAside,
    );
    void vscode.window.showWarningMessage(withoutLinks(text));
  }
  return client;
}
