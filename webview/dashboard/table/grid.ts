// The grid of the table, as WAI-ARIA describes it: one cell is in the order of Tab, the arrows go from cell to cell, Space selects rows,
// Shift extends the selection. Knows lines and columns, not where they come from.

import * as l10n from '@vscode/l10n';
import { boundWidth, type TableView } from '../../../src/shared/table-view.ts';
import { create, setAttributes } from '../../common/dom.ts';
import { createVirtualRows } from '../../common/virtual-rows.ts';
import { columnOf, type CellContext, type Column } from './columns.ts';
import { createGridHead, type HeadActions } from './grid-head.ts';
import { createGridRow } from './grid-row.ts';
import type { Line } from './lines.ts';
import { editName } from './rename.ts';
import { choose, type Selection, type SelectionMode } from './selection.ts';

/** Heights as in table.css. */
const rowHeight = 28;
const headHeight = 32;
const selectWidth = 32;

export interface GridActions extends Omit<HeadActions, 'selectAll'> {
  readonly select: (selection: Selection) => void;
  readonly open: (runId: string) => void;
  readonly toggleGroup: (key: string) => void;
  readonly rename: (runId: string, name: string) => void;
  /** A cell that is changed in a way of its own: `starred`, `tags`, `notes`. */
  readonly edit: (runId: string, column: string) => void;
  readonly remove: () => void;
}

export interface GridModel {
  readonly view: TableView;
  readonly lines: readonly Line[];
  readonly selection: Selection;
  readonly context: CellContext;
}

export interface Grid {
  readonly element: HTMLElement;
  update(model: GridModel): void;
  focus(): void;
  /** Lets the user change the name of a run where it stands. */
  rename(runId: string): void;
}

/** Row -1 is the head. */
interface Place {
  readonly row: number;
  readonly column: number;
}

const editable: readonly string[] = ['starred', 'tags', 'notes'];

export function createGrid(actions: GridActions): Grid {
  let model: GridModel | null = null;
  let active: { key: string | null; column: number } = { key: null, column: 1 };
  let renaming: string | null = null;
  let runIds: readonly string[] = [];
  let columns: readonly Column[] = [];
  let shape = '';
  const head = createGridHead({ ...actions, selectAll: () => selectAll() });
  const body = create('div', { role: 'rowgroup', class: 'grid-body' });
  const grid = create('div', {
    ...{ role: 'grid', class: 'grid', 'aria-label': l10n.t('Runs'), 'aria-multiselectable': 'true' },
  });
  grid.append(head.element, body);
  const scroller = create('div', { class: 'grid-scroller' }, grid);
  const rows = createVirtualRows<Line>({
    ...{ scroller, body, rowHeight, headHeight },
    keyOf: ({ key }) => key,
    createRow: () =>
      createGridRow(() => ({
        ...{ columns, shape },
        context: model!.context,
        isSelected: (runId) => model?.selection.runIds.has(runId) ?? false,
        activeCell: (key) => (key === active.key ? active.column : undefined),
        renaming: () => renaming,
      })),
  });

  const selectAll = (): void => {
    const isAll = runIds.length > 0 && model?.selection.runIds.size === runIds.length;
    actions.select({ runIds: new Set(isAll ? [] : runIds), anchor: null });
  };
  const lineAt = (row: number): Line | undefined => model?.lines[row];
  const rowOf = (key: string | null): number => model?.lines.findIndex((line) => line.key === key) ?? -1;
  const cellAt = ({ row, column }: Place): HTMLElement | undefined => {
    const cells = row < 0 ? head.cells() : [...(rows.elementOf(lineAt(row)?.key ?? '')?.children ?? [])];
    return (cells[Math.min(column, cells.length - 1)] ?? undefined) as HTMLElement | undefined;
  };
  const markActive = (): void => {
    for (const [index, cell] of head.cells().entries()) {
      setAttributes(cell, { tabindex: active.key === null && index === active.column ? 0 : -1 });
    }
    rows.redraw();
  };
  const goTo = (place: Place): void => {
    const most = model?.view.columns.length ?? 0;
    const row = Math.min(Math.max(-1, place.row), (model?.lines.length ?? 0) - 1);
    const line = lineAt(row);
    active = { key: line?.key ?? null, column: Math.min(Math.max(0, place.column), most) };
    if (line?.kind === 'group') active.column = 0;
    rows.keep(active.key);
    if (row >= 0) rows.reveal(row);
    markActive();
    cellAt({ row, column: active.column })?.focus({ preventScroll: row >= 0 });
    if (row >= 0) revealColumn(scroller, cellAt({ row, column: active.column }));
  };
  const select = (runId: string, mode: SelectionMode): void => {
    if (model) actions.select(choose(model.selection, runIds, runId, mode));
  };
  const rename = (runId: string): void => {
    goTo({ row: rowOf(runId), column: active.column });
    const index = model?.view.columns.findIndex(({ id }) => id === 'name') ?? -1;
    const cell = index < 0 ? undefined : cellAt({ row: rowOf(runId), column: index + 1 });
    const line = lineAt(rowOf(runId));
    if (!cell || line?.kind !== 'run') return;
    renaming = runId;
    editName(cell, line.run.name, (name) => {
      renaming = null;
      rows.redraw();
      if (name !== null) actions.rename(runId, name);
      goTo({ row: rowOf(runId), column: active.column });
    });
  };
  const enter = (line: Line | undefined, column: number): void => {
    if (line?.kind === 'group') return actions.toggleGroup(line.key);
    const id = model?.view.columns[column - 1]?.id ?? '';
    if (line && editable.includes(id)) actions.edit(line.run.runId, id);
    else if (line) actions.open(line.run.runId);
  };
  const extend = (from: Line | undefined, to: Line | undefined): void => {
    if (to?.kind !== 'run') return;
    if (model?.selection.anchor === null && from?.kind === 'run') select(from.run.runId, 'only');
    select(to.run.runId, 'range');
  };
  const onRun = (event: KeyboardEvent, line: Line): void => {
    if (line.kind === 'group') return actions.toggleGroup(line.key);
    if (event.key === 'F2') return rename(line.run.runId);
    select(line.run.runId, event.shiftKey ? 'range' : 'toggle');
  };
  const keys = (event: KeyboardEvent, here: Place): void => {
    const line = lineAt(here.row);
    const target = targetOf(event, here, model?.lines.length ?? 0, rows.pageSize());
    if (target) {
      goTo(target);
      if (event.shiftKey && here.row >= 0 && target.row !== here.row) extend(line, lineAt(target.row));
    } else if (event.key === 'a') selectAll();
    else if (event.key === 'Enter') enter(line, here.column);
    else if (event.key === 'Escape') actions.select({ runIds: new Set(), anchor: null });
    else if (event.key === 'Delete') actions.remove();
    else if (line) onRun(event, line);
  };
  grid.addEventListener('keydown', (event) => {
    if (renaming !== null || !isGridKey(event)) return;
    event.preventDefault();
    keys(event, { row: rowOf(active.key), column: active.column });
  });
  grid.addEventListener('focusin', ({ target }) => {
    const cell = (target as HTMLElement).closest('[role="gridcell"], [role="columnheader"]');
    const row = cell?.closest<HTMLElement>('[role="row"]');
    if (!cell || !row || renaming !== null) return;
    const next = { key: row.dataset['key'] ?? null, column: [...row.children].indexOf(cell) };
    if (next.key === active.key && next.column === active.column) return;
    active = next;
    rows.keep(active.key);
    markActive();
  });
  body.addEventListener('click', (event) => {
    const cell = (event.target as HTMLElement).closest<HTMLElement>('[role="gridcell"]');
    const key = cell?.closest<HTMLElement>('[role="row"]')?.dataset['key'];
    const line = lineAt(rowOf(key ?? null));
    if (!cell || !line || renaming !== null) return;
    cell.focus({ preventScroll: true });
    if (line.kind === 'group') return actions.toggleGroup(line.key);
    if (cell.dataset['cell'] === 'starred') return actions.edit(line.run.runId, 'starred');
    const isToggle = event.ctrlKey || event.metaKey || cell.classList.contains('select');
    select(line.run.runId, event.shiftKey ? 'range' : isToggle ? 'toggle' : 'only');
  });
  body.addEventListener('pointerover', ({ target }) => {
    const cell = (target as HTMLElement).closest<HTMLElement>('[data-cell]:not([data-cell="starred"])');
    // Only what does not fit is worth a tooltip, and only the cell below the pointer is measured.
    if (cell) setAttributes(cell, { title: cell.scrollWidth > cell.clientWidth ? cell.textContent : undefined });
  });
  body.addEventListener('dblclick', (event) => {
    const cell = (event.target as HTMLElement).closest<HTMLElement>('[role="gridcell"]');
    const runId = cell?.closest<HTMLElement>('[role="row"]')?.dataset['row'];
    const id = cell?.dataset['cell'] ?? '';
    if (runId === undefined || renaming !== null || id === 'starred' || cell?.classList.contains('select')) return;
    if (editable.includes(id)) actions.edit(runId, id);
    else actions.open(runId);
  });

  return {
    element: scroller,
    update(next) {
      const had = grid.contains(document.activeElement) ? rowOf(active.key) : undefined;
      model = next;
      runIds = next.lines.flatMap((line) => (line.kind === 'run' ? [line.run.runId] : []));
      const nextShape = next.view.columns.map(({ id }) => id).join('\n');
      if (nextShape !== shape) columns = next.view.columns.flatMap(({ id }) => columnOf(id) ?? []);
      shape = nextShape;
      layOut(grid, next);
      head.update(next.view);
      if (active.key !== null && rowOf(active.key) < 0) {
        active = { key: null, column: Math.min(active.column, next.view.columns.length) };
        rows.keep(null);
        rows.update(next.lines);
        if (had !== undefined) goTo({ row: Math.min(had, next.lines.length - 1), column: active.column });
        else markActive();
      } else {
        rows.update(next.lines);
        markHead(head.cells(), active);
      }
      const all = runIds.length > 0 && next.selection.runIds.size >= runIds.length;
      setAttributes(head.cells()[0]!, { 'data-checked': all });
    },
    focus: () => goTo({ row: Math.max(0, rowOf(active.key)), column: active.column }),
    rename,
  };
}

function markHead(cells: readonly HTMLElement[], active: { key: string | null; column: number }): void {
  for (const [index, cell] of cells.entries()) {
    setAttributes(cell, { tabindex: active.key === null && index === active.column ? 0 : -1 });
  }
}

/** Widths of the columns, and what a screen reader counts. */
function layOut(grid: HTMLElement, { view, lines }: GridModel): void {
  const widths = [selectWidth, ...view.columns.map(({ width }) => boundWidth(width))];
  grid.style.setProperty('--columns', widths.map((width) => `${width}px`).join(' '));
  grid.style.setProperty('--width', `${widths.reduce((sum, width) => sum + width, 0)}px`);
  setAttributes(grid, { 'aria-rowcount': lines.length + 1, 'aria-colcount': widths.length });
}

function isGridKey(event: KeyboardEvent): boolean {
  const isAll = event.key === 'a' && (event.ctrlKey || event.metaKey);
  return isAll || [...Object.keys(moves), 'Enter', ' ', 'F2', 'Delete', 'Escape'].includes(event.key);
}

type Move = (here: Place, rows: number, page: number, far: boolean) => Place;

const moves: Readonly<Record<string, Move>> = {
  ArrowUp: ({ row, column }) => ({ row: row - 1, column }),
  ArrowDown: ({ row, column }) => ({ row: row + 1, column }),
  ArrowLeft: ({ row, column }) => ({ row, column: column - 1 }),
  ArrowRight: ({ row, column }) => ({ row, column: column + 1 }),
  PageUp: ({ row, column }, _rows, page) => ({ row: Math.max(0, row - page), column }),
  PageDown: ({ row, column }, rows, page) => ({ row: Math.min(rows - 1, row + page), column }),
  Home: ({ row }, _rows, _page, far) => ({ row: far ? 0 : row, column: 0 }),
  End: ({ row }, rows, _page, far) => ({ row: far ? rows - 1 : row, column: Infinity }),
};

function targetOf(event: KeyboardEvent, here: Place, rows: number, page: number): Place | undefined {
  const move = Object.hasOwn(moves, event.key) ? moves[event.key] : undefined;
  const target = move?.(here, rows, page, event.ctrlKey || event.metaKey);
  return target && { row: Math.min(rows - 1, Math.max(-1, target.row)), column: target.column };
}

/** Scrolls sideways until the whole cell can be seen. */
function revealColumn(scroller: HTMLElement, cell: HTMLElement | undefined): void {
  if (!cell) return;
  const [left, right] = [cell.offsetLeft, cell.offsetLeft + cell.offsetWidth];
  if (left < scroller.scrollLeft + selectWidth) scroller.scrollLeft = left - selectWidth;
  else if (right > scroller.scrollLeft + scroller.clientWidth) scroller.scrollLeft = right - scroller.clientWidth;
}
