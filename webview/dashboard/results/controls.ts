// The small controls of the Results tab: buttons that stay pressed, labelled lists to choose from. Native elements, so that keyboard and
// screen readers find what they know.

import { create, setAttributes, setText } from '../../common/dom.ts';

export interface Chip {
  readonly element: HTMLButtonElement;
  update(text: string, pressed: boolean, title?: string): void;
}

/** A button that is pressed or not. */
export function createChip(onClick: () => void): Chip {
  const element = create('button', { type: 'button', class: 'chip', 'aria-pressed': 'false' });
  element.addEventListener('click', onClick);
  return {
    element,
    update(text, pressed, title) {
      setText(element, text);
      setAttributes(element, { 'aria-pressed': String(pressed), title });
    },
  };
}

export interface Option {
  readonly value: string;
  readonly label: string;
}

export interface Choice {
  readonly element: HTMLElement;
  update(options: readonly Option[], value: string): void;
  value(): string;
}

/** A labelled list to choose from. */
export function createChoice(label: string, name: string, onChange: (value: string) => void): Choice {
  const select = create('select', { 'data-choice': name });
  const element = create('label', { class: 'choice' }, create('span', {}, label), select);
  select.addEventListener('change', () => onChange(select.value));
  let shown = '';
  return {
    element,
    update(options, value) {
      const now = JSON.stringify(options);
      if (now !== shown) {
        shown = now;
        select.replaceChildren(...options.map((each) => create('option', { value: each.value }, each.label)));
      }
      select.value = value;
    },
    value: () => select.value,
  };
}
