// The list of questions: only the lines that can be seen are elements, so that thousands cost no more than a few. A listbox of WAI-ARIA:
// arrows, Page Up and Down, Home and End move the selection.

import * as l10n from '@vscode/l10n';
import { create, setAttributes, setChildren, setText, show } from '../../common/dom.ts';
import type { PredictionRow } from '../../../src/shared/messages/predictions.ts';
import { rowModel, type RowModel } from './models.ts';
import type { ResultsState } from './state.ts';

export interface QuestionList {
  readonly element: HTMLElement;
  update(state: Pick<ResultsState, 'rows' | 'total' | 'settings'>): void;
}

/** Height of a line in pixels; results.css has the same. */
const rowHeight = 56;
/** Lines above and below the visible ones that are there already when somebody scrolls. */
const spare = 8;

export interface ListEvents {
  /** These lines are to be seen. */
  readonly onNeed: (first: number, last: number) => void;
  readonly onSelect: (id: string) => void;
}

export function createQuestionList({ onNeed, onSelect }: ListEvents): QuestionList {
  const sizer = create('div', { class: 'sizer', role: 'presentation' });
  const element = create(
    'div',
    { class: 'question-list', role: 'listbox', tabindex: 0, 'aria-label': l10n.t('Questions') },
    sizer,
  );
  const lines = new Map<number, ReturnType<typeof createLine>>();
  let rows: ReadonlyMap<number, PredictionRow> = new Map();
  let total = 0;
  let selected: string | null = null;

  const render = (): void => {
    const first = Math.max(0, Math.floor(element.scrollTop / rowHeight) - spare);
    const last = Math.min(total - 1, Math.ceil((element.scrollTop + element.clientHeight) / rowHeight) + spare);
    for (const index of lines.keys()) if (index < first || index > last) lines.delete(index);
    const visible: HTMLElement[] = [];
    for (let index = first; index <= last; index += 1) {
      const line = lines.get(index) ?? createLine(index);
      lines.set(index, line);
      line.update(rows.get(index) ?? null, total, selected);
      visible.push(line.element);
    }
    setChildren(sizer, visible);
    const current = visible.find((line) => line.getAttribute('aria-selected') === 'true');
    setAttributes(element, { 'aria-activedescendant': current?.id });
    if (total > 0 && last >= first) onNeed(first, last);
  };
  const placeOf = (id: string | null): number => [...rows].find(([, row]) => row.id === id)?.[0] ?? -1;
  const moveTo = (index: number): void => {
    const row = rows.get(index);
    if (!row) return;
    const top = index * rowHeight;
    const bottom = top + rowHeight - element.clientHeight;
    if (element.scrollTop > top) element.scrollTop = top;
    else if (element.scrollTop < bottom) element.scrollTop = bottom;
    onSelect(row.id);
  };
  element.addEventListener('scroll', render, { passive: true });
  element.addEventListener('click', (event) => {
    const line = (event.target as Element).closest('[data-index]');
    const row = line && rows.get(Number(line.getAttribute('data-index')));
    if (row) onSelect(row.id);
  });
  element.addEventListener('keydown', (event) => {
    const at = placeOf(selected);
    const page = Math.max(1, Math.floor(element.clientHeight / rowHeight) - 1);
    const targets: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: Math.max(0, at - 1),
      PageDown: Math.min(total - 1, Math.max(0, at) + page),
      PageUp: Math.max(0, at - page),
      Home: 0,
      End: total - 1,
    };
    const target = targets[event.key];
    if (target === undefined) return;
    event.preventDefault();
    if (rows.has(target)) return moveTo(target);
    // Not here yet: goes there, and the next key selects.
    element.scrollTop = target * rowHeight;
  });
  new ResizeObserver(render).observe(element);
  return {
    element,
    update(state) {
      const isOther = state.total === null && total !== 0 && state.rows.size === 0;
      rows = state.rows;
      selected = state.settings.questionId;
      // While another list is under way, the old one's lines stay: nothing flickers.
      if (isOther) return;
      total = state.total ?? 0;
      show(element, total > 0);
      sizer.style.height = `${total * rowHeight}px`;
      render();
    },
  };
}

function createLine(index: number) {
  const sign = create('span', { class: 'sign', 'aria-hidden': 'true' });
  const outcome = create('span', { class: 'unseen' });
  const question = create('span', { class: 'question' });
  const figures = create('span', { class: 'figures' });
  const answers = create('span', { class: 'answers' });
  const flip = create('span', { class: 'flip' });
  const element = create(
    'div',
    { class: 'line', role: 'option', id: `question-${index}`, 'data-index': index, 'aria-posinset': index + 1 },
    ...[sign, outcome, question, figures, answers, flip],
  );
  element.style.transform = `translateY(${index * rowHeight}px)`;
  let shown: PredictionRow | null = null;
  return {
    element,
    update(row: PredictionRow | null, total: number, selected: string | null) {
      const isSelected = row !== null && row.id === selected;
      setAttributes(element, { 'aria-setsize': total, 'aria-selected': String(isSelected) });
      if (row === shown && row !== null) return;
      shown = row;
      const model = row && rowModel(row);
      setAttributes(element, {
        'data-outcome': model?.outcome,
        'data-question-id': model?.id,
      });
      setText(sign, model?.sign ?? '');
      setText(outcome, model?.outcomeLabel ?? '');
      setText(question, model?.question ?? '…');
      setText(figures, model?.figures ?? '');
      setText(answers, model ? answerLine(model) : '');
      setText(flip, model?.flip ?? '');
    },
  };
}

function answerLine({ outcome, predicted, truth }: RowModel): string {
  return truth === '' || outcome === 'right' ? predicted : l10n.t('{0} — true: {1}', predicted, truth);
}
