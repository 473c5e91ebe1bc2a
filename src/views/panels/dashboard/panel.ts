// The dashboard's panel, host side: one panel at most, restored after a reload. Answers the page from the stores and tells
// it what changed while it can be seen. A hidden page is gone; shown again it starts anew and asks for everything.

import * as vscode from 'vscode';
import { commands } from '../../../contributions/commands.ts';
import { dashboardPanelType } from '../../../contributions/views.ts';
import { createNotifier, serve } from '../../../shared/messages/channel.ts';
import type { Handlers } from '../../../shared/messages/contract.ts';
import type { DashboardContract, DashboardNotifications } from '../../../shared/messages/dashboard.ts';
import type { QuestionPlace } from '../../../shared/messages/predictions.ts';
import { dashboardParsers } from '../parsers/dashboard.ts';
import { portOf, renderWebview, webviewOptions } from '../webview.ts';
import { curveHandlers } from './curves.ts';
import { detailHandlers } from './details.ts';
import { ipuHandlers } from './ipu.ts';
import type { DashboardParts } from './parts.ts';
import { resultHandlers } from './results.ts';
import { sharingHandlers } from './sharing.ts';
import { tableHandlers } from './table.ts';

const title = vscode.l10n.t('IPU Dashboard');
const page = 'dashboard';

export interface Dashboard extends vscode.Disposable {
  /** Opens the panel or brings it to the front, with this run selected if one is given, and this question of its results shown. */
  show(runId?: string, question?: QuestionPlace): void;
}

export function createDashboard(parts: DashboardParts): Dashboard {
  const { index } = parts;
  const { extensionUri } = parts.context;
  let panel: vscode.WebviewPanel | undefined;
  /** The page has announced itself and listens. */
  let listening = false;
  /** The run to select when the page announces itself. */
  let wanted: { readonly runId: string; readonly question?: QuestionPlace } | null = null;

  const handlers: Handlers<DashboardContract> = {
    async ready() {
      // After a reload the page may be here before the runs are known.
      await index.settled();
      const { runId: selected = null, ...question } = wanted ?? {};
      listening = true;
      wanted = null;
      return { runs: index.runs(), selected, ...question, trusted: vscode.workspace.isTrusted };
    },
    'runs/get': async ({ runId }) => (index.run(runId) ? index.detail(runId) : null),
    'runs/stop': ({ runId }) => runCommand(commands.stop.id, runId),
    'runs/resume': ({ runId }) => runCommand(commands.resume.id, runId),
    'runs/open-output': ({ runId }) => runCommand(commands.openOutput.id, runId),
    launch: () => runCommand(commands.launch.id),
    'runs/compare': ({ runIds }) => runCommand(commands.compareRuns.id, runIds),
    ...curveHandlers(parts),
    ...detailHandlers(parts),
    ...tableHandlers(parts),
    ...ipuHandlers(parts),
    ...resultHandlers(parts),
    ...sharingHandlers(parts),
  };
  const adopt = (adopted: vscode.WebviewPanel): void => {
    panel = adopted;
    listening = false;
    adopted.iconPath = new vscode.ThemeIcon('graph-line');
    adopted.webview.options = webviewOptions(extensionUri);
    serve<DashboardContract>(portOf(adopted), handlers, dashboardParsers);
    adopted.onDidChangeViewState(() => {
      if (!adopted.visible) listening = false;
    });
    adopted.onDidDispose(() => {
      if (panel === adopted) panel = undefined;
    });
    adopted.webview.html = renderWebview(adopted.webview, extensionUri, page, title);
  };
  const notify = <K extends keyof DashboardNotifications & string>(
    name: K,
    params: DashboardNotifications[K],
  ): void => {
    if (panel && listening) createNotifier<DashboardNotifications>(portOf(panel))(name, params);
  };

  const stops = [
    index.onChanged((runs) => notify('runs/changed', { runs })),
    index.onRemoved((runIds) => notify('runs/removed', { runIds })),
  ];
  const serializer = vscode.window.registerWebviewPanelSerializer(dashboardPanelType, {
    deserializeWebviewPanel: async (restored) => adopt(restored),
  });
  const trusted = vscode.workspace.onDidGrantWorkspaceTrust(() => {
    // The page starts anew and learns what it may do.
    listening = false;
    if (panel) panel.webview.html = renderWebview(panel.webview, extensionUri, page, title);
  });
  return {
    show(runId, question) {
      if (!panel) adopt(createPanel(extensionUri));
      else panel.reveal();
      if (runId === undefined) return;
      const shown = { runId, ...(question && { question }) };
      if (listening) notify('select', shown);
      else wanted = shown;
    },
    dispose() {
      for (const stop of stops) stop();
      serializer.dispose();
      trusted.dispose();
      panel?.dispose();
    },
  };
}

function createPanel(extensionUri: vscode.Uri): vscode.WebviewPanel {
  const column = vscode.ViewColumn.Active;
  return vscode.window.createWebviewPanel(dashboardPanelType, title, column, webviewOptions(extensionUri));
}

/** Runs a command of ours; it reports its own failures, where the user is looking. */
function runCommand(id: string, ...args: readonly unknown[]): null {
  void vscode.commands.executeCommand(id, ...args);
  return null;
}
