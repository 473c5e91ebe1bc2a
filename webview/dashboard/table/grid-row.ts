// A row of the table: a run's cells, or the heading of a group. Rows are used again for other runs while the table scrolls.

import * as l10n from '@vscode/l10n';
import type { RunSummary } from '../../../src/shared/messages/runs.ts';
import type { RunState } from '../../../src/shared/run-state.ts';
import { create, createSvg, setAttributes, setText } from '../../common/dom.ts';
import type { VirtualRow } from '../../common/virtual-rows.ts';
import { stateIcon } from '../views/state-icon.ts';
import type { CellContext, Column } from './columns.ts';
import type { Line } from './lines.ts';

/** What all rows show alike. */
export interface RowLook {
  readonly columns: readonly Column[];
  /** The same for the same columns. */
  readonly shape: string;
  readonly context: CellContext;
  readonly isSelected: (runId: string) => boolean;
  /** The cell that Tab goes to, if it is in this row: its place among the columns, that of the selection being 0. */
  readonly activeCell: (key: string) => number | undefined;
  /** The run whose name is being changed. */
  readonly renaming: () => string | null;
}

/** The place of the first row below the head, as screen readers count. */
const firstRowIndex = 2;

export function createGridRow(look: () => RowLook): VirtualRow<Line> {
  const element = create('div', { role: 'row', class: 'row' });
  let shape = '';
  /** The cell that Tab goes to now. */
  let tabCell: number | undefined;
  let cells: CellView[] = [];
  const rebuild = (columns: readonly Column[] | null): void => {
    cells = columns ? columns.map(createCell) : [];
    const first = columns ? selectCell() : groupCell(look().columns.length);
    tabCell = undefined;
    element.replaceChildren(first, ...cells.map((cell) => cell.element));
  };
  return {
    element,
    update(line, index) {
      const { columns, context, isSelected, activeCell, renaming, ...now } = look();
      const next = line.kind === 'group' ? `group ${columns.length}` : now.shape;
      if (next !== shape) rebuild(line.kind === 'group' ? null : columns);
      shape = next;
      const isRun = line.kind === 'run';
      setAttributes(element, {
        'aria-rowindex': index + firstRowIndex,
        'aria-selected': isRun ? String(isSelected(line.run.runId)) : undefined,
        'data-key': line.key,
        'data-row': isRun ? line.run.runId : undefined,
        'data-state': isRun ? line.run.state : undefined,
        class: isRun ? (index % 2 ? 'row odd' : 'row') : 'row group',
      });
      if (isRun) for (const cell of cells) cell.update(line.run, context, renaming() === line.run.runId);
      else updateGroup(element, line);
      const active = activeCell(line.key);
      if (active === tabCell) return;
      if (tabCell !== undefined) element.children[tabCell]?.setAttribute('tabindex', '-1');
      if (active !== undefined) element.children[active]?.setAttribute('tabindex', '0');
      tabCell = active;
    },
  };
}

function selectCell(): HTMLElement {
  const check = create('span', { class: 'check', 'aria-hidden': 'true' });
  return create(
    'div',
    { role: 'gridcell', class: 'cell select', tabindex: -1, 'aria-label': l10n.t('Selection') },
    check,
  );
}

function groupCell(columns: number): HTMLElement {
  const twisty = createSvg('svg', { viewBox: '0 0 16 16', class: 'twisty', 'aria-hidden': 'true' });
  twisty.append(createSvg('path', { d: 'm6 4 4 4-4 4' }));
  const [label, count] = [create('span', { class: 'label' }), create('span', { class: 'count' })];
  return create(
    'div',
    { role: 'gridcell', class: 'cell group-cell', tabindex: -1, 'aria-colspan': columns + 1 },
    twisty,
    label,
    count,
  );
}

function updateGroup(element: HTMLElement, { label, count, open }: Line & { readonly kind: 'group' }): void {
  const [labelText, countText] = [element.querySelector('.label'), element.querySelector('.count')];
  if (element.firstElementChild) setAttributes(element.firstElementChild, { 'aria-expanded': String(open) });
  if (labelText) setText(labelText, label);
  if (countText) setText(countText, String(count));
}

interface CellView {
  readonly element: HTMLElement;
  update(run: RunSummary, context: CellContext, isRenaming: boolean): void;
}

function createCell(column: Column): CellView {
  const element = create('div', {
    ...{ role: 'gridcell', class: column.isFigure ? 'cell figure' : 'cell', tabindex: -1, 'data-cell': column.id },
  });
  if (column.id === 'state') return stateCell(element, column);
  if (column.id === 'starred') return starCell(element);
  if (column.id === 'tags') return tagCell(element);
  const node = document.createTextNode('');
  element.append(node);
  let shown = '';
  return {
    element,
    update(run, context, isRenaming) {
      // The box in which the name is being changed stands here.
      if (isRenaming && column.id === 'name') return;
      if (element.firstChild !== node) element.replaceChildren(node);
      const text = column.text(run, context);
      if (text !== shown) node.data = text;
      shown = text;
    },
  };
}

function stateCell(element: HTMLElement, column: Column): CellView {
  const [icon, text] = [create('span', { class: 'icon' }), create('span')];
  element.append(icon, text);
  const pictures = new Map<RunState, SVGElement>();
  let shown = '';
  return {
    element,
    update(run, context) {
      if (shown === run.state) return;
      shown = run.state;
      const picture = pictures.get(run.state) ?? stateIcon(run.state);
      pictures.set(run.state, picture);
      icon.replaceChildren(picture);
      setText(text, column.text(run, context));
    },
  };
}

/** The picture of a star; it is filled by the style sheet. */
export function starIcon(): SVGElement {
  const star = createSvg('svg', { viewBox: '0 0 16 16', class: 'star', 'aria-hidden': 'true' });
  star.append(createSvg('path', { d: 'm8 1.8 1.9 3.9 4.3.6-3.1 3 .7 4.3L8 11.6l-3.8 2 .7-4.3-3.1-3 4.300-.6Z' }));
  return star;
}

function starCell(element: HTMLElement): CellView {
  element.append(starIcon());
  return {
    element,
    update({ annotations }) {
      const isStarred = annotations?.starred === true;
      const label = isStarred ? l10n.t('Starred') : l10n.t('Not starred');
      setAttributes(element, { 'data-starred': isStarred, 'aria-label': label, title: label });
    },
  };
}

function tagCell(element: HTMLElement): CellView {
  let shown = '';
  return {
    element,
    update({ annotations }) {
      const tags = annotations?.tags ?? [];
      if (shown === tags.join('\n')) return;
      shown = tags.join('\n');
      element.replaceChildren(...tags.map((tag) => create('span', { class: 'chip' }, tag)));
    },
  };
}
