// Small controls that the sections share: a labelled choice, a check box, a button.

import { create, setChildren } from '../../common/dom.ts';

export interface Option {
  readonly id: string;
  readonly label: string;
}

export interface Choice {
  readonly element: HTMLElement;
  update(options: readonly Option[], chosen: string): void;
}

/** A select with its label; `onChoose` hears what the user chooses. */
export function createChoice(label: string, name: string, onChoose: (id: string) => void): Choice {
  const select = create('select', { 'data-choice': name });
  select.addEventListener('change', () => onChoose(select.value));
  let known = '';
  return {
    element: create('label', { class: 'control' }, `${label} `, select),
    update(options, chosen) {
      const now = JSON.stringify(options);
      if (now !== known) {
        known = now;
        setChildren(
          select,
          options.map(({ id, label: words }) => create('option', { value: id }, words)),
        );
      }
      if (select.value !== chosen) select.value = chosen;
    },
  };
}

export interface Check {
  readonly element: HTMLElement;
  update(checked: boolean, enabled?: boolean): void;
}

/** A check box with its label. */
export function createCheck(label: string, name: string, onChange: (checked: boolean) => void): Check {
  const box = create('input', { type: 'checkbox', 'data-check': name });
  box.addEventListener('change', () => onChange(box.checked));
  return {
    element: create('label', { class: 'control' }, box, ` ${label}`),
    update(checked, enabled = true) {
      box.checked = checked;
      box.disabled = !enabled;
    },
  };
}

/** A plain button. */
export function createButton(label: string, name: string, onClick: () => void): HTMLButtonElement {
  const button = create('button', { type: 'button', class: 'small-button', 'data-action': name }, label);
  button.addEventListener('click', onClick);
  return button;
}
