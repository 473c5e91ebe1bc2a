// The Plan panel, host side: one panel at most, beside the experiment file that it follows, restored after a reload. It answers the
// page and tells it what changed while it can be seen; plans are made elsewhere (src/language/).

import * as vscode from 'vscode';
import { planPanelType } from '../../contributions/views.ts';
import type { LanguageClient } from '../../language/client.ts';
import { toErrorShape } from '../../shared/errors.ts';
import { createNotifier, serve } from '../../shared/messages/channel.ts';
import type { Handlers } from '../../shared/messages/contract.ts';
import type { PlanContract, PlanNotifications } from '../../shared/messages/plan.ts';
import { noPlannedFile } from '../errors.ts';
import { columnOf, revealPlace, writeFields } from '../plan/edit-document.ts';
import { createFollowedFile } from '../plan/followed-file.ts';
import { createPlanner } from '../plan/planner.ts';
import { planParsers } from './plan-parsers.ts';
import type { SampleCounts } from '../sample-counts.ts';
import { fromWorkspace } from '../workspace-text.ts';
import { portOf, renderWebview, webviewOptions } from './webview.ts';

/** Where the window remembers the followed file. */
const rememberedFile = 'ipu.plan.file';

export interface PlanPanel extends vscode.Disposable {
  /** Opens the panel beside the file's editor, or lets the open one follow the file. */
  show(document: vscode.TextDocument): Promise<void>;
  /** The file of the panel if that is what the user is looking at. */
  activeFile(): vscode.Uri | undefined;
}

export function createPlanPanel(
  { extensionUri, workspaceState }: vscode.ExtensionContext,
  language: LanguageClient,
  counts: SampleCounts,
): PlanPanel {
  let panel: vscode.WebviewPanel | undefined;
  /** The page has announced itself and listens. */
  let listening = false;
  const planner = createPlanner(language, counts, fromWorkspace);
  const followed = createFollowedFile(planner, (uri) => {
    void workspaceState.update(rememberedFile, uri.toString());
    if (panel) panel.title = titleOf(uri);
  });
  const notify = <K extends keyof PlanNotifications & string>(name: K, params: PlanNotifications[K]): void => {
    if (panel && listening) createNotifier<PlanNotifications>(portOf(panel))(name, params);
  };
  const open = async (): Promise<vscode.TextDocument> => {
    const uri = followed.uri();
    if (!uri) throw noPlannedFile();
    return vscode.workspace.openTextDocument(uri);
  };
  const handlers: Handlers<PlanContract> = {
    ready() {
      listening = true;
      return planner.view();
    },
    'plan/apply': async ({ edits }) => {
      const document = await open();
      await writeFields(document, edits);
      // A change that nobody can see or undo would be lost.
      if (!vscode.window.visibleTextEditors.some((editor) => editor.document === document)) {
        await vscode.window.showTextDocument(document, { viewColumn: columnOf(document), preserveFocus: true });
      }
      return null;
    },
    'plan/suggest': async () => {
      const suggestions = planner.suggest();
      if (!suggestions) throw noPlannedFile();
      return suggestions;
    },
    'plan/reveal': async (place) => {
      await revealPlace(await open(), place);
      return null;
    },
  };
  const adopt = (adopted: vscode.WebviewPanel): void => {
    panel = adopted;
    listening = false;
    adopted.iconPath = new vscode.ThemeIcon('circuit-board');
    adopted.webview.options = webviewOptions(extensionUri);
    serve<PlanContract>(portOf(adopted), handlers, planParsers);
    adopted.onDidChangeViewState(() => {
      if (!adopted.visible) listening = false;
    });
    adopted.onDidDispose(() => {
      if (panel !== adopted) return;
      panel = undefined;
      followed.leave();
    });
    adopted.webview.html = renderWebview(adopted.webview, extensionUri, 'plan', vscode.l10n.t('Plan'));
  };
  const restore = async (restored: vscode.WebviewPanel): Promise<void> => {
    adopt(restored);
    const uri = vscode.Uri.parse(workspaceState.get(rememberedFile, ''));
    try {
      followed.follow(await vscode.workspace.openTextDocument(uri));
    } catch {
      // The file went while the window was closed; a panel of nothing is of no use.
      restored.dispose();
    }
  };
  const subscriptions = [
    { dispose: planner.onChanged((view) => notify('plan/changed', { view })) },
    { dispose: planner.onProblem((thrown) => notify('error', toErrorShape(thrown))) },
    vscode.window.registerWebviewPanelSerializer(planPanelType, { deserializeWebviewPanel: restore }),
    followed,
  ];
  return {
    async show(document) {
      // Opened from the explorer or the palette, the file itself may not be in sight yet.
      await vscode.window.showTextDocument(document, { viewColumn: columnOf(document) });
      if (panel) panel.reveal(undefined, true);
      else adopt(createPanel(extensionUri, document.uri));
      followed.follow(document);
    },
    activeFile: () => (panel?.active ? followed.uri() : undefined),
    dispose() {
      vscode.Disposable.from(...subscriptions).dispose();
      panel?.dispose();
    },
  };
}

function createPanel(extensionUri: vscode.Uri, file: vscode.Uri): vscode.WebviewPanel {
  const place = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
  return vscode.window.createWebviewPanel(planPanelType, titleOf(file), place, webviewOptions(extensionUri));
}

function titleOf({ path }: vscode.Uri): string {
  return vscode.l10n.t('Plan: {0}', path.slice(path.lastIndexOf('/') + 1));
}
