// The runs view: newest first, sweeps and groups as one item with their runs below. What an item says is in run-item.ts, which runs are
// shown in tree-entries.ts.

import * as vscode from 'vscode';
import { commands } from '../../contributions/commands.ts';
import { contextKeys } from '../../contributions/context-keys.ts';
import { views } from '../../contributions/views.ts';
import type { Filter } from '../../shared/filter/filter.ts';
import { parseFilter } from '../../shared/filter/parse.ts';
import type { RunSummary } from '../../shared/messages/runs.ts';
import { isGroup, labelOf, type RunEntry, type RunGroup } from '../../shared/run-groups.ts';
import type { RunIndex } from '../run-index.ts';
import { createFieldValues, fieldPathsOf, meetsFilter } from './filter.ts';
import { describeGroupItem, describeItem, type RunItem } from './run-item.ts';
import { listEntries } from './tree-entries.ts';

/**
 * Changes within this time are shown together. VS Code itself waits until a view has been quiet for 200 ms: told more often
 * than that it would show nothing as long as a run is active.
 */
const refreshDelayMs = 500;

export interface RunsTree extends vscode.Disposable {
  /** Shows archived runs too, or leaves them out. */
  showArchived(shown: boolean): void;
  /** Shows only runs that meet this filter; the empty text shows all. */
  setFilter(text: string): void;
  /** Asks for a filter. */
  askFilter(): Promise<void>;
}

/** Creates the view; it lives until it is disposed of. */
export function createRunsTree(index: RunIndex): RunsTree {
  const changed = new vscode.EventEmitter<void>();
  const fields = createFieldValues(index);
  let archived = false;
  let filterText = '';
  let filter: Filter | undefined;
  const meets = (run: RunSummary): boolean => !filter || meetsFilter(filter, run, fields, Date.now());
  const view = vscode.window.createTreeView<RunEntry>(views.runs.id, {
    showCollapseAll: true,
    canSelectMany: true,
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      async getChildren(parent) {
        if (parent !== undefined) return isGroup(parent) ? [...parent.runs] : [];
        // Until the folders have been looked through nobody knows whether there are no runs.
        await index.settled();
        if (filter) await fields.fetch(fieldPathsOf(filter));
        const entries = [...listEntries(index.runs(), { archived, meets })];
        showMessage(entries.length);
        return entries;
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
  const showMessage = (entries: number): void => {
    const all = index.runs().length;
    const isHidden = all > 0 && entries === 0;
    if (filter) view.message = describeFilter(filterText, isHidden);
    else if (isHidden) view.message = vscode.l10n.t('All runs are archived.');
    // Where there are no runs the welcome text says the same.
    else if (!vscode.workspace.isTrusted && all > 0) view.message = restrictedMessage();
    else view.message = '';
  };
  const set = (key: string, value: boolean): void => void vscode.commands.executeCommand('setContext', key, value);
  const setFilter = (text: string): void => {
    const parsed = parseFilter(text);
    filterText = text.trim();
    filter = filterText === '' || 'error' in parsed ? undefined : parsed.filter;
    set(contextKeys.filtersRuns, filter !== undefined);
    changed.fire();
  };
  const stop = index.onChanged(refresh);
  const trust = vscode.workspace.onDidGrantWorkspaceTrust(() => changed.fire());
  return {
    showArchived(shown) {
      archived = shown;
      set(contextKeys.showsArchived, shown);
      changed.fire();
    },
    setFilter,
    async askFilter() {
      const text = await vscode.window.showInputBox({
        title: vscode.l10n.t('Filter Runs'),
        placeHolder: 'state:completed eval_f1 >= 88 tag:baseline',
        prompt: vscode.l10n.t('Conditions side by side must all hold. The empty filter shows all runs.'),
        value: filterText,
        validateInput: explainFilter,
      });
      if (text !== undefined) setFilter(text);
    },
    dispose() {
      stop();
      clearTimeout(pending);
      trust.dispose();
      view.dispose();
      changed.dispose();
    },
  };
}

/** Why the text is no filter, under the input; undefined if it is one. */
function explainFilter(text: string): string | undefined {
  const parsed = parseFilter(text);
  return 'error' in parsed ? `${parsed.error.message} ${parsed.error.hint}` : undefined;
}

function describeFilter(text: string, isHidden: boolean): string {
  return isHidden ? vscode.l10n.t('No run meets the filter {0}', text) : vscode.l10n.t('Filter: {0}', text);
}

function restrictedMessage(): string {
  return vscode.l10n.t('Restricted Mode: runs can be browsed; launching and stopping need a trusted workspace.');
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
  const { label, description, tooltip, icon, colour, contextValue, ariaLabel } = shown;
  const item = new vscode.TreeItem(label, state);
  item.description = description;
  item.tooltip = new vscode.MarkdownString(tooltip);
  item.iconPath = new vscode.ThemeIcon(icon, colour === undefined ? undefined : new vscode.ThemeColor(colour));
  item.contextValue = contextValue;
  item.accessibilityInformation = { label: ariaLabel };
  return item;
}
