// The runs view: newest first, sweeps and groups as one item with their runs below. What an item says is in run-item.ts.

import * as vscode from 'vscode';
import { commands } from '../../contributions/commands.ts';
import { views } from '../../contributions/views.ts';
import type { RunSummary } from '../../shared/messages/runs.ts';
import { groupRuns, isGroup, labelOf, type RunEntry, type RunGroup } from '../../shared/run-groups.ts';
import type { RunIndex } from '../run-index.ts';
import { describeGroupItem, describeItem, type RunItem } from './run-item.ts';

/**
 * Changes within this time are shown together. VS Code itself waits until a view has been quiet for 200 ms: told more often
 * than that it would show nothing as long as a run is active.
 */
const refreshDelayMs = 500;

/** Creates the view; it lives until it is disposed of. */
export function createRunsTree(index: RunIndex): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const view = vscode.window.createTreeView<RunEntry>(views.runs.id, {
    showCollapseAll: true,
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      // Until the folders have been looked through nobody knows whether there are no runs.
      getChildren: async (parent) => {
        await index.settled();
        if (parent === undefined) return groupRuns(index.runs());
        return isGroup(parent) ? [...parent.runs] : [];
      },
      getTreeItem: (entry) => (isGroup(entry) ? renderGroup(entry) : renderRun(entry)),
    },
  });
  let pending: NodeJS.Timeout | undefined;
  const refresh = (): void => {
    pending ??= setTimeout(() => {
      pending = undefined;
      changed.fire();
    }, refreshDelayMs);
  };
  const showTrust = (): void => {
    const message = 'Restricted Mode: runs can be browsed; launching and stopping need a trusted workspace.';
    // Where there are no runs the welcome text says the same.
    view.message = vscode.workspace.isTrusted || index.runs().length === 0 ? '' : message;
  };
  const stop = index.onChanged(() => {
    refresh();
    showTrust();
  });
  showTrust();
  return vscode.Disposable.from(view, changed, vscode.workspace.onDidGrantWorkspaceTrust(showTrust), {
    dispose: () => {
      stop();
      clearTimeout(pending);
    },
  });
}

function renderGroup(group: RunGroup): vscode.TreeItem {
  const item = renderItem(describeGroupItem(group), vscode.TreeItemCollapsibleState.Expanded);
  item.id = `group:${group.key}`;
  return item;
}

function renderRun(run: RunSummary): vscode.TreeItem {
  const item = renderItem(describeItem(run, Date.now(), labelOf(run)), vscode.TreeItemCollapsibleState.None);
  item.id = run.runId;
  item.command = { command: commands.openDashboard.id, title: commands.openDashboard.title, arguments: [run] };
  return item;
}

function renderItem(shown: RunItem, state: vscode.TreeItemCollapsibleState): vscode.TreeItem {
  const { label, description, tooltip, icon, colour, kind, ariaLabel } = shown;
  const item = new vscode.TreeItem(label, state);
  item.description = description;
  item.tooltip = tooltip;
  item.iconPath = new vscode.ThemeIcon(icon, colour === undefined ? undefined : new vscode.ThemeColor(colour));
  item.contextValue = kind;
  item.accessibilityInformation = { label: ariaLabel };
  return item;
}
