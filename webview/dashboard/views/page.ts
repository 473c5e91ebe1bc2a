// The whole page: run list on the left, the selected run on the right, and what is said when there is nothing to show.

import * as l10n from '@vscode/l10n';
import { headerModel, resultGroups } from '../models.ts';
import { selectedRun, type PageState } from '../state.ts';
import type { RunView, TabParts } from '../tab.ts';
import { createRunFacts } from '../table/run-facts.ts';
import { createRunsTable, type RunsTable } from '../table/table.ts';
import { createRunTabs } from '../tabs.ts';
import { create, show } from '../../common/dom.ts';
import { createTabs } from '../../common/tabs.ts';
import { createShareMenu } from '../sharing/share-menu.ts';
import { createHeader, type HeaderActions } from './header.ts';
import { createNotice } from '../../common/notice.ts';
import { createResults } from './results.ts';
import { createRunList } from './run-list.ts';

export interface PageActions extends HeaderActions {
  readonly select: (runId: string) => void;
  readonly launch: () => void;
  readonly dismissError: () => void;
}

export interface Page {
  draw(state: PageState): void;
  /** Shows the selected run, also if the table of all runs is in its place, and this tab of it. */
  showRun(tab?: string): void;
  /** Nobody can see the page. */
  hide(): void;
  /** Takes the colours of the current theme. */
  repaint(): void;
}

/** Name under which the page remembers the tab. */
const tabName = 'tab';
/** Name under which the page remembers that the table of all runs is open. */
const tableName = 'table-open';

export function createPage(body: HTMLElement, parts: TabParts, actions: PageActions): Page {
  const error = createNotice('error', actions.dismissError);
  const listLaunch = launchButton('secondary', l10n.t('Launch…'), actions.launch);
  const { ask, clock, memory, showError } = parts;
  const facts = createRunFacts({ ask, onKnown: () => refreshLists(), onError: showError });
  const showTable = (isOpen: boolean): void => {
    if (isTable !== isOpen) memory.keep(tableName, isOpen);
    isTable = isOpen;
    if (last) draw(last);
    if (isOpen) table?.focus();
    else list.element.querySelector<HTMLElement>('[data-action="show-table"]')?.focus();
  };
  let isTable = memory.recall(tableName) === true;
  let last: PageState | null = null;
  const list = createRunList({
    ...{ facts, memory, clock, launchButton: listLaunch },
    select: actions.select,
    showTable: () => showTable(true),
  });
  /** Made when it is first seen: most pages are opened for one run. */
  let table: RunsTable | null = null;
  const makeTable = (): RunsTable => {
    const made = createRunsTable({
      ...{ ask, clock, memory, showError, facts },
      open(runId) {
        showTable(false);
        actions.select(runId);
      },
      back: () => showTable(false),
    });
    body.append(made.element);
    return made;
  };
  const refreshLists = (): void => {
    list.refresh();
    table?.refresh();
  };
  const share = createShareMenu(parts);
  const header = createHeader(actions, share.element);
  const results = createResults();
  const tabs = createRunTabs(parts);
  let view: RunView | null = null;
  let shown = tabs.find(({ id }) => id === parts.memory.recall(tabName)) ?? tabs[0]!;
  const tabRow = createTabs(l10n.t('Selected run'), tabs, (id) => openTab(id));
  const openTab = (id: string): void => {
    parts.memory.keep(tabName, id);
    shown.hide();
    shown = tabs.find((tab) => tab.id === id) ?? shown;
    if (view) shown.update(view);
  };
  tabRow.select(shown.id);
  const loading = create('vscode-progress-ring', { class: 'loading', 'aria-label': l10n.t('Loading') });
  const run = create('article', { class: 'run' }, header.element, results.element, tabRow.element);
  const empty = createEmptyState(actions.launch);
  const main = create('main', {}, error.element, loading, run, empty.element);
  body.append(list.element, main);

  /** One of list and run, or the table, with the failure that there is to show. */
  const arrange = (state: PageState): void => {
    const hasTable = isTable && state.runs.length > 0;
    show(list.element, !hasTable && state.runs.length > 0);
    show(main, !hasTable);
    if (hasTable) table ??= makeTable();
    if (table) show(table.element, hasTable);
    const place = hasTable && table ? table.element : main;
    if (error.element.parentElement !== place) place.prepend(error.element);
    if (hasTable) table?.update(state.runs);
    else list.update(state.runs, state.selected);
  };
  const draw = (state: PageState): void => {
    last = state;
    const nowMs = Date.now();
    const selected = selectedRun(state);
    error.update(state.error);
    arrange(state);
    if (isTable && state.runs.length > 0) return shown.hide();
    show(listLaunch, state.trusted);
    show(run, selected !== null);
    empty.update(state, selected !== null);
    show(loading, !state.ready);
    if (!selected) return shown.hide();
    header.update(headerModel(selected, state.detail, state.trusted, nowMs));
    share.update(selected.runId);
    results.update(resultGroups(selected.results));
    const { detail, runs, trusted } = state;
    view = { run: selected, detail, runs, trusted };
    shown.update(view);
  };

  return {
    draw,
    showRun(tab) {
      if (isTable) showTable(false);
      if (tab === undefined || tab === shown.id) return;
      tabRow.select(tab);
      openTab(tab);
    },
    hide: () => shown.hide(),
    repaint() {
      for (const tab of tabs) tab.repaint();
    },
  };
}

function createEmptyState(onLaunch: () => void) {
  const title = create('h1');
  const text = create('p');
  const button = launchButton('primary', l10n.t('Launch Training Run'), onLaunch);
  const element = create('div', { class: 'empty', 'data-role': 'empty' }, title, text, button);
  return {
    element,
    update(state: PageState, hasRun: boolean) {
      show(element, state.ready && !hasRun);
      title.textContent = state.runs.length === 0 ? l10n.t('No runs yet') : l10n.t('This run is no longer there');
      text.textContent = emptyText(state);
      show(button, state.trusted && state.runs.length === 0);
    },
  };
}

function emptyText({ runs, trusted }: PageState): string {
  if (runs.length > 0) return l10n.t('Its folder may have been deleted. Choose another run from the list.');
  if (trusted) return l10n.t('Launch an experiment file (*.ipu.json); its curves appear here while it trains.');
  return l10n.t(
    'Recorded runs can be browsed here. To launch one, trust this workspace: “Workspaces: Manage Workspace Trust”.',
  );
}

function launchButton(appearance: 'primary' | 'secondary', text: string, onLaunch: () => void): HTMLElement {
  const button = create('vscode-button', { appearance, 'data-action': 'launch' }, text);
  button.addEventListener('click', onLaunch);
  return button;
}
