// A table whose columns are runs: the first column and the head stay in sight, and the column of the run that is pointed at stands out.

import * as l10n from '@vscode/l10n';
import { create } from '../../common/dom.ts';
import type { Highlight } from '../highlight.ts';
import type { Row, RowGroup } from '../models/rows.ts';
import type { ComparedRun } from '../models/view.ts';
import { runMark } from './run-mark.ts';

export interface RunTable {
  readonly element: HTMLElement;
  /** `tail` is a last row whose cells are elements, such as buttons. */
  update(runs: readonly ComparedRun[], groups: readonly RowGroup[], tail?: TailRow): void;
}

export interface TailRow {
  readonly label: string;
  readonly cell: (run: ComparedRun) => HTMLElement | null;
}

export function createRunTable(label: string, highlight: Highlight): RunTable {
  const element = create('div', { class: 'table-scroll run-table', role: 'region', tabindex: 0, 'aria-label': label });
  let shown = '';
  element.addEventListener('pointerover', (event) => highlight.set(runIdAt(event.target)));
  element.addEventListener('pointerleave', () => highlight.set(null));
  highlight.listen((runId) => {
    for (const cell of element.querySelectorAll('.highlighted')) cell.classList.remove('highlighted');
    if (runId === null) return;
    for (const cell of element.querySelectorAll(`[data-run="${CSS.escape(runId)}"]`)) cell.classList.add('highlighted');
  });
  return {
    element,
    update(runs, groups, tail) {
      const theme = document.body.className;
      const heads = runs.map(({ runId, letter, name, isBaseline }) => [runId, letter, name, isBaseline]);
      const now = JSON.stringify([theme, heads, groups, tail?.label ?? null]);
      if (now === shown) return;
      shown = now;
      element.replaceChildren(renderTable(label, runs, groups, tail));
    },
  };
}

function runIdAt(target: EventTarget | null): string | null {
  return target instanceof Element ? (target.closest('[data-run]')?.getAttribute('data-run') ?? null) : null;
}

function renderTable(
  label: string,
  runs: readonly ComparedRun[],
  groups: readonly RowGroup[],
  tail: TailRow | undefined,
): HTMLElement {
  const head = create(
    'thead',
    {},
    create('tr', {}, create('th', { scope: 'col' }, label), ...runs.map((run) => headCell(run))),
  );
  const bodies = groups.map(({ label: title, rows }) => {
    const span = runs.length + 1;
    const heading = create('th', { scope: 'rowgroup', colspan: span, class: 'group' }, create('span', {}, title));
    const headingRow = title === '' ? [] : [create('tr', { class: 'group-row' }, heading)];
    return create('tbody', {}, ...headingRow, ...rows.map((row) => bodyRow(row, runs)));
  });
  const foot = tail ? [create('tfoot', {}, tailRow(tail, runs))] : [];
  return create('table', {}, head, ...bodies, ...foot);
}

function headCell(run: ComparedRun): HTMLElement {
  const tag = run.isBaseline ? [create('span', { class: 'hint' }, l10n.t('baseline'))] : [];
  const name = create('span', { class: 'head-name', title: run.name }, run.name);
  return create('th', { scope: 'col', 'data-run': run.runId }, runMark(run), name, ...tag);
}

function bodyRow({ id, label, cells }: Row, runs: readonly ComparedRun[]): HTMLElement {
  const elements = cells.map(({ text, note, isSame, isBest }, index) => {
    const best = isBest ? [create('span', { class: 'best' }, `★ ${l10n.t('best')}`)] : [];
    const below = note === undefined ? [] : [create('span', { class: 'delta' }, note)];
    const value = create('span', { class: 'value', title: text.length > 24 ? text : undefined }, text);
    const attributes = { 'data-run': runs[index]!.runId, class: isSame ? 'same' : undefined };
    return create('td', attributes, value, ...below, ...best);
  });
  return create('tr', { 'data-row': id }, create('th', { scope: 'row' }, label), ...elements);
}

function tailRow({ label, cell }: TailRow, runs: readonly ComparedRun[]): HTMLElement {
  const cells = runs.map((run) =>
    create('td', { 'data-run': run.runId }, ...[cell(run)].filter((each) => each !== null)),
  );
  return create('tr', {}, create('th', { scope: 'row' }, label), ...cells);
}
