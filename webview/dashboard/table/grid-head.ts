// The head of the table: a click or Enter sorts, with Shift besides the columns that sort already; dragging moves a column, its right
// edge makes it wider; Ctrl and Shift with the arrows do both by keyboard.

import * as l10n from '@vscode/l10n';
import type { TableView } from '../../../src/shared/table-view.ts';
import { create, createSvg, setAttributes, setText } from '../../common/dom.ts';
import { columnOf } from './columns.ts';
import { starIcon } from './grid-row.ts';

export interface HeadActions {
  readonly sort: (column: string, add: boolean) => void;
  readonly move: (column: string, places: number) => void;
  /** Called while an edge is dragged; `done` with the last width. */
  readonly resize: (column: string, width: number, done: boolean) => void;
  readonly selectAll: () => void;
}

export interface GridHead {
  readonly element: HTMLElement;
  /** Cells in the order of the columns, that of the selection first. */
  cells(): readonly HTMLElement[];
  update(view: TableView): void;
}

/** By how many pixels an arrow makes a column wider. */
const keyStep = 16;

export function createGridHead(actions: HeadActions): GridHead {
  const selectAll = create('div', {
    ...{ role: 'columnheader', class: 'cell select', tabindex: -1, 'data-action': 'select-all' },
    ...{ 'aria-label': l10n.t('Select all'), title: l10n.t('Select all') },
  });
  selectAll.append(create('span', { class: 'check', 'aria-hidden': 'true' }));
  const activate = (event: Event): void => {
    event.preventDefault();
    actions.selectAll();
  };
  selectAll.addEventListener('click', activate);
  selectAll.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' || event.key === ' ') activate(event);
  });
  const row = create('div', { role: 'row', 'aria-rowindex': 1, class: 'row' }, selectAll);
  const element = create('div', { role: 'rowgroup', class: 'grid-head' }, row);
  let heads = new Map<string, HeadCell>();
  return {
    element,
    cells: () => [selectAll, ...[...heads.values()].map((head) => head.element)],
    update(view) {
      const next = view.columns.map(({ id }) => [id, heads.get(id) ?? createHeadCell(id, actions)] as const);
      const isSame = next.length === heads.size && [...heads.keys()].every((id, index) => next[index]?.[0] === id);
      heads = new Map(next);
      if (!isSame) row.replaceChildren(selectAll, ...next.map(([, head]) => head.element));
      for (const [id, head] of next) head.update(view, id);
    },
  };
}

interface HeadCell {
  readonly element: HTMLElement;
  update(view: TableView, id: string): void;
}

function createHeadCell(id: string, actions: HeadActions): HeadCell {
  const label = columnOf(id)?.label ?? id;
  const rank = create('span', { class: 'rank' });
  const arrow = createSvg('svg', { viewBox: '0 0 16 16', class: 'sort-arrow', 'aria-hidden': 'true' });
  arrow.append(createSvg('path', { d: 'M8 13V3M4 7l4-4 4 4' }));
  const resizer = create('span', { class: 'resizer', 'aria-hidden': 'true' });
  const element = create(
    'div',
    {
      ...{
        role: 'columnheader',
        class: 'cell head',
        tabindex: -1,
        'aria-label': label,
        'data-column': id,
        draggable: 'true',
      },
      title: `${label}\n${id}`,
    },
    id === 'starred' ? starIcon() : create('span', { class: 'label' }, label),
    arrow,
    rank,
    resizer,
  );
  let width = 0;
  element.addEventListener('click', (event) => {
    if (event.target !== resizer) actions.sort(id, event.shiftKey);
  });
  element.addEventListener('keydown', (event) => {
    const direction = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (event.key === 'Enter' || event.key === ' ') actions.sort(id, event.shiftKey);
    else if (direction !== 0 && event.shiftKey) actions.resize(id, width + direction * keyStep, true);
    else if (direction !== 0 && (event.ctrlKey || event.metaKey)) actions.move(id, direction);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  followDrag(element, id, actions);
  followResize(
    resizer,
    () => width,
    (next, done) => actions.resize(id, next, done),
  );
  return {
    element,
    update(view) {
      width = view.columns.find((column) => column.id === id)?.width ?? 0;
      const place = view.sort.findIndex(({ column }) => column === id);
      const key = view.sort[place];
      setAttributes(element, {
        'aria-sort': key ? (key.descending ? 'descending' : 'ascending') : 'none',
        'data-figure': columnOf(id)?.isFigure === true,
      });
      setText(rank, place >= 0 && view.sort.length > 1 ? String(place + 1) : '');
    },
  };
}

const dragType = 'application/x-ipu-column';

function followDrag(element: HTMLElement, id: string, actions: HeadActions): void {
  element.addEventListener('dragstart', (event) => {
    event.dataTransfer?.setData(dragType, id);
    if (event.dataTransfer) event.dataTransfer.effectAllowed = 'move';
  });
  element.addEventListener('dragover', (event) => {
    if (!event.dataTransfer?.types.includes(dragType)) return;
    event.preventDefault();
    element.classList.add('drop');
  });
  for (const end of ['dragleave', 'drop']) element.addEventListener(end, () => element.classList.remove('drop'));
  element.addEventListener('drop', (event) => {
    const from = event.dataTransfer?.getData(dragType) ?? '';
    const ids = [...(element.parentElement?.children ?? [])].map((cell) => cell.getAttribute('data-column'));
    const places = ids.indexOf(id) - ids.indexOf(from);
    if (from === '' || !ids.includes(from)) return;
    event.preventDefault();
    actions.move(from, places);
  });
}

function followResize(
  resizer: HTMLElement,
  width: () => number,
  onResize: (width: number, done: boolean) => void,
): void {
  resizer.addEventListener('pointerdown', (event) => {
    const [from, before] = [event.clientX, width()];
    let last = before;
    const move = (moved: PointerEvent): void => {
      last = before + moved.clientX - from;
      onResize(last, false);
    };
    resizer.setPointerCapture(event.pointerId);
    resizer.addEventListener('pointermove', move);
    resizer.addEventListener(
      'lostpointercapture',
      () => {
        resizer.removeEventListener('pointermove', move);
        onResize(last, true);
      },
      { once: true },
    );
    event.stopPropagation();
  });
  // The edge is for pulling at: the browser must not drag the column along.
  resizer.addEventListener('mousedown', (event) => event.preventDefault());
}
