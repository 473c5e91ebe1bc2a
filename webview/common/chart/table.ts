// A chart's points as a table behind a disclosure, filled when it is opened. Which rows it has is table-model.ts's.

import * as l10n from '@vscode/l10n';
import type { ChartModel } from '../../../src/shared/chart/model.ts';
import { create } from '../dom.ts';
import { tableModel, type TableModel } from './table-model.ts';

export interface ChartTable {
  readonly element: HTMLElement;
  update(model: ChartModel): void;
}

/** The table behind a disclosure. */
export function createChartTable(): ChartTable {
  let last: ChartModel | undefined;
  const body = create('div', { class: 'table-scroll', tabindex: 0, role: 'region', 'aria-label': l10n.t('Points') });
  const summary = create('summary', {}, l10n.t('Table'));
  const element = create('details', { class: 'chart-table' }, summary, body);
  const fill = (): void => {
    if (last && element.open) body.replaceChildren(...renderTable(tableModel(last)));
  };
  element.addEventListener('toggle', fill);
  return {
    element,
    update(model) {
      last = model;
      fill();
    },
  };
}

function renderTable({ head, rows, note }: TableModel): HTMLElement[] {
  const heads = head.map((words) => create('th', { scope: 'col' }, words));
  const lines = rows.map(([place = '', ...values]) =>
    create('tr', {}, create('th', { scope: 'row' }, place), ...values.map((value) => create('td', {}, value))),
  );
  const table = create('table', {}, create('thead', {}, create('tr', {}, ...heads)), create('tbody', {}, ...lines));
  return note === '' ? [table] : [create('p', { class: 'hint' }, note), table];
}
