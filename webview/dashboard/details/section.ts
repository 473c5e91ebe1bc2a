// A part of the tab under a heading of its own.

import { create } from '../../common/dom.ts';

/** The heading names the section for those who jump from one to the next. */
export function createSection(title: string, ...children: readonly Node[]): HTMLElement {
  return create('section', { 'aria-label': title }, create('h3', {}, title), ...children);
}

/** A button; `name` is how tests and styles find it. */
export function createButton(name: string, text: string, onClick: () => void): HTMLElement {
  const button = create('vscode-button', { appearance: 'secondary', 'data-action': name }, text);
  button.addEventListener('click', onClick);
  return button;
}

/** A line to type in. */
export function createField(attributes: Readonly<Record<string, string | number>>): HTMLInputElement {
  return create('input', { class: 'field', type: 'text', spellcheck: 'false', ...attributes });
}
