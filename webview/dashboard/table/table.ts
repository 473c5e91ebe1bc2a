// The table of all runs: joins its parts, keeps its view, and asks for what it shows by itself while it is open.

import * as l10n from '@vscode/l10n';
import { fieldsAskedFor, type Filter } from '../../../src/shared/filter/filter.ts';
import type { RunSummary } from '../../../src/shared/messages/runs.ts';
import { parseTableView, type SavedView, type TableView } from '../../../src/shared/table-view.ts';
import { create, setText, show } from '../../common/dom.ts';
import { createPacer } from '../../common/pacer.ts';
import type { TabParts } from '../tab.ts';
import { createTableActions } from './actions.ts';
import { chooseColumns } from './columns-dialog.ts';
import { columnChoices, fieldsOfColumns, metricsOf, type CellContext } from './columns.ts';
import { askText } from './dialog.ts';
import { createFilterBox } from './filter-box.ts';
import { createGrid } from './grid.ts';
import { createLineCollector, type Lines } from './lines.ts';
import type { RunFactsSource } from './run-facts.ts';
import { noSelection, withoutGone, type Selection } from './selection.ts';
import './table.css';
import { createSelectionBar, createToolbar } from './toolbar.ts';
import { firstView, withKnownColumns, withMoved, withSort, withWidth } from './view.ts';

/** Changes of runs within this time are shown together: thousands of lines are put in order for each. */
const refreshMs = 250;

/** Name under which the page remembers the table. */
const memoryName = 'table';

export interface TableParts extends Pick<TabParts, 'ask' | 'clock' | 'memory' | 'showError'> {
  readonly facts: RunFactsSource;
  /** Shows the page of one run. */
  readonly open: (runId: string) => void;
  readonly back: () => void;
}

export interface RunsTable {
  readonly element: HTMLElement;
  /** The runs as they are now, newest first. */
  update(runs: readonly RunSummary[]): void;
  /** The table has come to be seen. */
  focus(): void;
  /** More is known of the runs than before. */
  refresh(): void;
}

export function createRunsTable(parts: TableParts): RunsTable {
  const { ask, memory, showError, facts, clock } = parts;
  let view = withKnownColumns(parseTableView(memory.recall(memoryName)) ?? firstView());
  let saved: readonly SavedView[] = [];
  let used: string | null = null;
  let runs: readonly RunSummary[] = [];
  let selection: Selection = noSelection;
  let closed: ReadonlySet<string> = new Set();
  let filter: Filter = { kind: 'everything' };
  let found: Lines = { lines: [], matching: [], archived: 0 };
  let isFresh = false;
  let redrawColumns = (): void => undefined;
  const collect = createLineCollector();

  const context = (): CellContext => ({ nowMs: Date.now(), field: facts.field });
  const drawGrid = (): void => {
    grid.update({ view, lines: found.lines, selection, context: context() });
    const chosen = found.matching.filter(({ runId }) => selection.runIds.has(runId));
    bar.update({
      count: selection.runIds.size,
      allStarred: chosen.length > 0 && chosen.every(({ annotations }) => annotations?.starred === true),
      allArchived: chosen.length > 0 && chosen.every(({ annotations }) => annotations?.archived === true),
    });
  };
  const draw = (): void => {
    isFresh = true;
    facts.need(neededFields(view, filter), runs);
    found = collect({ runs, view, filter, closed, context: context() });
    const there = new Set(found.matching.map(({ runId }) => runId));
    selection = withoutGone(selection, (runId) => there.has(runId));
    box.setCount(countText(found, runs.length));
    toolbar.update(view, saved, used);
    show(empty, found.lines.length === 0);
    setText(empty, emptyText(found, runs.length));
    drawGrid();
  };
  const setView = (next: TableView, name: string | null = null): void => {
    view = next;
    used = name;
    memory.keep(memoryName, view);
    draw();
  };
  const pacer = createPacer(async () => draw(), refreshMs, clock);

  const box = createFilterBox({
    id: 'table-filter',
    placeholder: l10n.t('Filter: state:completed eval_f1 >= 88 tag:baseline'),
    names: () => facts.names(runs),
    onFocus: () => facts.needNames(),
    onFilter(next, text) {
      filter = next;
      setView({ ...view, filter: text });
    },
  });
  const attempt = (work: Promise<unknown>): void => void work.catch(showError);
  const keepViews = async (views: Promise<readonly SavedView[]>, name: string | null): Promise<void> => {
    saved = await views;
    used = name;
    draw();
  };
  const saveView = async (): Promise<void> => {
    const title = l10n.t('Save this view');
    const name = await askText(element, { title, label: l10n.t('Name of the view'), value: used ?? '' });
    if (name !== null && name.trim() !== '')
      await keepViews(ask('views/save', { name: name.trim(), view }), name.trim());
  };
  const useView = (name: string): void => {
    const chosen = saved.find((one) => one.name === name);
    if (!chosen) return draw();
    filter = box.set(chosen.view.filter);
    setView(withKnownColumns(chosen.view), name);
  };
  const { exportCsv, ...actions } = createTableActions({
    ...{ ask, showError },
    runs: () => found.matching.filter(({ runId }) => selection.runIds.has(runId)),
    parent: () => element,
  });
  const toolbar = createToolbar({
    useView,
    saveView: () => attempt(saveView()),
    deleteView: () => used !== null && attempt(keepViews(ask('views/delete', { name: used }), null)),
    groupBy: (groupBy) => setView({ ...view, groupBy }),
    showArchived: (archived) => setView({ ...view, archived }),
    columns: () => {
      facts.needNames();
      const choices = () => columnChoices(metricsOf(runs), facts.fieldNames());
      redrawColumns = chooseColumns(element, { view: () => view, choices, onChange: setView });
    },
    exportCsv: () => exportCsv(view, found.matching, context()),
  });
  const grid = createGrid({
    open: parts.open,
    select(next) {
      selection = next;
      drawGrid();
    },
    sort: (column, add) => setView(withSort(view, column, add)),
    move: (column, places) => setView(withMoved(view, column, places)),
    resize(column, width, isDone) {
      view = withWidth(view, column, width);
      if (isDone) setView(view);
      else drawGrid();
    },
    toggleGroup(key) {
      closed = new Set(closed.has(key) ? [...closed].filter((one) => one !== key) : [...closed, key]);
      draw();
    },
    rename: (runId, name) => actions.setName(runId, name),
    edit: (runId, column) =>
      actions.edit(
        runs.find((run) => run.runId === runId),
        column,
      ),
    remove: actions.remove,
  });
  const bar = createSelectionBar({ ...actions, rename: () => grid.rename([...selection.runIds][0] ?? '') });
  const back = create('vscode-button', { appearance: 'secondary', 'data-action': 'back' }, l10n.t('Back to the Run'));
  back.addEventListener('click', parts.back);
  const empty = create('p', { class: 'table-empty', role: 'status' });
  const element = create(
    'section',
    { class: 'runs-table', 'aria-label': l10n.t('All runs') },
    create('div', { class: 'table-title' }, create('h1', {}, l10n.t('All runs')), back),
    box.element,
    toolbar.element,
    bar.element,
    create('div', { class: 'grid-place' }, grid.element, empty),
  );
  filter = box.set(view.filter);
  attempt(keepViews(ask('views/list', {}), null));

  return {
    element,
    update(next) {
      if (next === runs && isFresh) return;
      const isFirst = runs.length === 0;
      runs = next;
      if (isFirst) draw();
      else pacer.request();
    },
    focus: () => grid.focus(),
    refresh() {
      filter = box.readAgain() ?? filter;
      redrawColumns();
      pacer.request();
    },
  };
}

function neededFields({ columns, groupBy, sort }: TableView, filter: Filter): string[] {
  const ids = [
    ...columns.map(({ id }) => id),
    ...sort.map(({ column }) => column),
    ...(groupBy === null ? [] : [groupBy]),
  ];
  return [...new Set([...fieldsOfColumns(ids), ...fieldsAskedFor(filter)])];
}

function countText({ matching, archived }: Lines, all: number): string {
  const count = l10n.t('{0} of {1} runs', matching.length, all);
  return archived === 0 ? count : `${count} · ${l10n.t('archived and hidden: {0}', archived)}`;
}

function emptyText({ archived }: Lines, all: number): string {
  if (all === 0) return l10n.t('No runs yet.');
  if (archived > 0)
    return l10n.t('All runs that the filter lets through are archived. Switch on “Archived” to see them.');
  return l10n.t('The filter lets no run through.');
}
