// The list of runs on the left. One button per run; arrow keys move between them.

import type { RowModel } from '../models.ts';
import { create, setAttributes, setChildren, setText } from '../../common/dom.ts';
import { stateIcon } from './state-icon.ts';

interface Row {
  readonly element: HTMLElement;
  update(model: RowModel): void;
}

export interface RunList {
  readonly element: HTMLElement;
  update(rows: readonly RowModel[]): void;
}

export function createRunList(onSelect: (runId: string) => void, launchButton: HTMLElement): RunList {
  const list = create('ul', { 'aria-label': 'Runs' });
  const title = create('div', { class: 'list-title' }, create('h2', {}, 'Runs'), launchButton);
  const element = create('nav', { class: 'runs', 'aria-label': 'Runs' }, title, list);
  const rows = new Map<string, Row>();
  list.addEventListener('keydown', moveFocus);
  return {
    element,
    update(models) {
      const elements = models.map((model) => {
        const row = rows.get(model.runId) ?? createRow(model.runId, onSelect);
        rows.set(model.runId, row);
        row.update(model);
        return row.element;
      });
      setChildren(list, elements);
    },
  };
}

function createRow(runId: string, onSelect: (runId: string) => void): Row {
  const [icon, name, time, figure] = ['icon', 'name', 'time', 'figure'].map((part) => create('span', { class: part }));
  const button = create('button', { type: 'button' }, icon!, name!, time!, figure!);
  button.addEventListener('click', () => onSelect(runId));
  const element = create('li', { 'data-run-id': runId }, button);
  return {
    element,
    update(model) {
      if (element.dataset['state'] !== model.state) icon!.replaceChildren(stateIcon(model.state));
      setAttributes(element, { 'data-state': model.state });
      setAttributes(button, {
        'aria-current': model.selected ? 'true' : undefined,
        'aria-label': model.label,
        title: `${model.name}\n${runId}`,
      });
      setText(name!, model.name);
      setText(time!, model.time);
      setText(figure!, model.figure);
    },
  };
}

function moveFocus(event: KeyboardEvent): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  const list = event.currentTarget;
  if (step === 0 || !(list instanceof HTMLElement)) return;
  const buttons = [...list.querySelectorAll('button')];
  const next = buttons[buttons.findIndex((button) => button === document.activeElement) + step];
  next?.focus();
  event.preventDefault();
}
