// Chooses the columns of the table: those shown in their order, to be moved and hidden, and all others to be found by name.

import * as l10n from '@vscode/l10n';
import type { TableView } from '../../../src/shared/table-view.ts';
import { create } from '../../common/dom.ts';
import { columnOf, type ColumnChoice } from './columns.ts';
import { openDialog } from './dialog.ts';
import { withColumn, withMoved } from './view.ts';

export interface ColumnsQuestion {
  readonly view: () => TableView;
  /** What there is to choose from, as far as it is known by now. */
  readonly choices: () => readonly ColumnChoice[];
  readonly onChange: (view: TableView) => void;
}

/** More would not be read; the search finds the rest. */
const mostFound = 100;

/** Opens the dialog; the result shows what is known since. */
export function chooseColumns(parent: HTMLElement, { view, choices, onChange }: ColumnsQuestion): () => void {
  const search = create('input', {
    ...{
      type: 'text',
      class: 'dialog-text',
      placeholder: l10n.t('Find a column'),
      'aria-label': l10n.t('Find a column'),
    },
  });
  const shown = create('ul', { class: 'column-list', 'aria-label': l10n.t('Shown columns') });
  const found = create('ul', { class: 'column-list', 'aria-label': l10n.t('Other columns') });
  const done = create('vscode-button', { appearance: 'primary', 'data-action': 'done' }, l10n.t('Done'));
  const change = (next: TableView): void => {
    // The list is made anew: the focus goes to what stands for the same.
    const focused = document.activeElement?.getAttribute('data-focus') ?? null;
    onChange(next);
    draw();
    if (focused === null) return;
    const [id = ''] = focused.split(' ');
    const own = find(focused);
    (own?.matches(':disabled') ? find(id) : (own ?? search))?.focus();
  };
  const find = (name: string): HTMLElement | null =>
    document.querySelector<HTMLElement>(`.column-list [data-focus="${CSS.escape(name)}"]`);
  const draw = (): void => {
    const { columns } = view();
    const wanted = search.value.toLowerCase();
    const fits = (id: string, label: string): boolean => `${label} ${id}`.toLowerCase().includes(wanted);
    shown.replaceChildren(
      ...columns.map(({ id }, index) => {
        const label = columnOf(id)?.label ?? id;
        const move = (text: string, sign: string, places: number, able: boolean): HTMLElement =>
          button(text, sign, able, `${id} ${places}`, () => change(withMoved(view(), id, places)));
        const hide = checkbox(id, label, true, columns.length > 1, () => change(withColumn(view(), id, false)));
        const up = move(l10n.t('Move {0} to the left', label), '↑', -1, index > 0);
        return create(
          'li',
          {},
          hide,
          up,
          move(l10n.t('Move {0} to the right', label), '↓', 1, index < columns.length - 1),
        );
      }),
    );
    const others = choices().filter(({ id, label }) => !columns.some((column) => column.id === id) && fits(id, label));
    found.replaceChildren(
      ...others.slice(0, mostFound).map(({ id, label }) =>
        create(
          'li',
          {},
          checkbox(id, label, false, true, () => change(withColumn(view(), id, true))),
        ),
      ),
    );
  };
  search.addEventListener('input', draw);
  draw();
  const dialog = openDialog(parent, 'columns-title', [
    create('h2', { id: 'columns-title' }, l10n.t('Columns')),
    create('h3', {}, l10n.t('Shown')),
    shown,
    create('h3', {}, l10n.t('More')),
    search,
    found,
    create('div', { class: 'dialog-buttons' }, done),
  ]);
  dialog.classList.add('columns-dialog');
  done.addEventListener('click', () => dialog.close());
  return draw;
}

function checkbox(id: string, label: string, checked: boolean, able: boolean, onChange: () => void): HTMLElement {
  const box = create('input', { type: 'checkbox', 'data-column-choice': id, 'data-focus': id, disabled: !able });
  box.checked = checked;
  box.addEventListener('change', onChange);
  return create('label', { title: id }, box, create('span', {}, label));
}

function button(label: string, sign: string, able: boolean, name: string, onClick: () => void): HTMLElement {
  const element = create(
    'button',
    {
      ...{
        type: 'button',
        class: 'icon-button',
        'aria-label': label,
        title: label,
        'data-focus': name,
        disabled: !able,
      },
    },
    sign,
  );
  element.addEventListener('click', onClick);
  return element;
}
