// Text in which names of fields stand between backticks, as messages have them.

import { create } from '../../common/dom.ts';

const shown = new WeakMap<Element, string>();

/** Shows the text with its names set as code; leaves alone what is already so. */
export function setCodeText(element: Element, text: string): void {
  if (shown.get(element) === text) return;
  shown.set(element, text);
  const parts = text.split('`');
  // An odd backtick is one of the text's own.
  if (parts.length % 2 === 0) return element.replaceChildren(text);
  element.replaceChildren(...parts.map((part, index) => (index % 2 === 1 ? create('code', {}, part) : part)));
}
