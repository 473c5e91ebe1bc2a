// The comparison panel, host side: one panel at most, restored after a reload with the runs that its page remembers. Answers the page
// from the stores and the analysis thread, and tells it what changed while it can be seen.

import * as vscode from 'vscode';
import { comparePanelType } from '../../../contributions/views.ts';
import { createNotifier, serve } from '../../../shared/messages/channel.ts';
import type { CompareContract, CompareNotifications } from '../../../shared/messages/compare.ts';
import { compareParsers } from '../parsers/compare.ts';
import { portOf, renderWebview, webviewOptions } from '../webview.ts';
import { compareHandlers, type ComparePanelParts } from './handlers.ts';

const page = 'compare';
const title = (): string => vscode.l10n.t('Compare Runs');

export interface ComparePanel extends vscode.Disposable {
  /** Opens the panel on these runs, or lets the open one show them; the first is the baseline. */
  show(runIds: readonly string[]): void;
}

export function createComparePanel(parts: ComparePanelParts): ComparePanel {
  const { index } = parts;
  const { extensionUri } = parts.context;
  let panel: vscode.WebviewPanel | undefined;
  /** The page has announced itself and listens. */
  let listening = false;
  /** The runs to tell the page when it announces itself. */
  let wanted: readonly string[] | null = null;

  const handlers = {
    ...compareHandlers(parts),
    async ready() {
      // After a reload the page may be here before the runs are known.
      await index.settled();
      const runIds = wanted;
      listening = true;
      wanted = null;
      return { runs: index.runs(), runIds };
    },
  };
  const adopt = (adopted: vscode.WebviewPanel): void => {
    panel = adopted;
    listening = false;
    adopted.iconPath = new vscode.ThemeIcon('git-compare');
    adopted.webview.options = webviewOptions(extensionUri);
    serve<CompareContract>(portOf(adopted), handlers, compareParsers);
    adopted.onDidChangeViewState(() => {
      if (!adopted.visible) listening = false;
    });
    adopted.onDidDispose(() => {
      if (panel === adopted) panel = undefined;
    });
    adopted.webview.html = renderWebview(adopted.webview, extensionUri, page, title());
  };
  const notify = <K extends keyof CompareNotifications & string>(name: K, params: CompareNotifications[K]): void => {
    if (panel && listening) createNotifier<CompareNotifications>(portOf(panel))(name, params);
  };

  const stops = [
    index.onChanged((runs) => notify('runs/changed', { runs })),
    index.onRemoved((runIds) => notify('runs/removed', { runIds })),
  ];
  const serializer = vscode.window.registerWebviewPanelSerializer(comparePanelType, {
    deserializeWebviewPanel: async (restored) => adopt(restored),
  });
  return {
    show(runIds) {
      if (!panel) adopt(createPanel(extensionUri));
      else panel.reveal();
      if (listening) notify('compare/select', { runIds });
      else wanted = runIds;
    },
    dispose() {
      for (const stop of stops) stop();
      serializer.dispose();
      panel?.dispose();
    },
  };
}

function createPanel(extensionUri: vscode.Uri): vscode.WebviewPanel {
  const column = vscode.ViewColumn.Active;
  return vscode.window.createWebviewPanel(comparePanelType, title(), column, webviewOptions(extensionUri));
}
