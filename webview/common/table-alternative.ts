// Figures of a drawing as a table, for those who cannot see it or want to copy it. Filled only while it is open.

import * as l10n from '@vscode/l10n';
import './table-alternative.css';
import { create } from './dom.ts';
import type { TableModel } from './table-model.ts';

export interface TableAlternative {
  readonly element: HTMLElement;
  update(model: () => TableModel): void;
}

/** More rows than these are counted, not shown. */
const usualRows = 200;

export function createTableAlternative(title: string, mostRows = usualRows): TableAlternative {
  const table = create('div', { class: 'table-scroll', tabindex: 0, role: 'region', 'aria-label': title });
  const element = create('details', { class: 'as-table' }, create('summary', {}, title), table);
  let latest: (() => TableModel) | undefined;
  let shown = '';
  const fill = (): void => {
    if (!element.open || !latest) return;
    const model = latest();
    const now = JSON.stringify(model);
    if (now === shown) return;
    shown = now;
    table.replaceChildren(...renderTable(model, mostRows));
  };
  element.addEventListener('toggle', fill);
  return {
    element,
    update(model) {
      latest = model;
      fill();
    },
  };
}

function renderTable({ head, rows }: TableModel, mostRows: number): HTMLElement[] {
  const cells = (row: readonly string[]) =>
    row.map((text, index) => (index === 0 ? create('th', { scope: 'row' }, text) : create('td', {}, text)));
  const table = create(
    'table',
    {},
    create('thead', {}, create('tr', {}, ...head.map((text) => create('th', { scope: 'col' }, text)))),
    create('tbody', {}, ...rows.slice(0, mostRows).map((row) => create('tr', {}, ...cells(row)))),
  );
  const rest = rows.length - mostRows;
  return rest > 0 ? [table, create('p', { class: 'note' }, l10n.t('and {0} more rows', rest))] : [table];
}
