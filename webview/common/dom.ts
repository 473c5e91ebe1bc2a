// The few DOM helpers that the views share. Text only ever becomes text nodes and attributes, never markup.

type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** A new element; attributes that are undefined or false are left out. */
export function create<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes?: Attributes,
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K];
export function create(tag: string, attributes?: Attributes, ...children: readonly (Node | string)[]): HTMLElement;
export function create(tag: string, attributes: Attributes = {}, ...children: readonly (Node | string)[]): HTMLElement {
  const element = document.createElement(tag);
  setAttributes(element, attributes);
  element.append(...children);
  return element;
}

/** A new SVG element. */
export function createSvg(tag: string, attributes: Attributes, ...children: readonly Node[]): SVGElement {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  setAttributes(element, attributes);
  element.append(...children);
  return element;
}

/** Sets or, for undefined and false, removes attributes; leaves alone what is already so. */
export function setAttributes(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) element.removeAttribute(name);
    else if (element.getAttribute(name) !== String(value))
      element.setAttribute(name, value === true ? '' : String(value));
  }
}

/** Changes an element's text only if it differs, so that nothing is announced or laid out again for nothing. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** Shows or hides an element. */
export function show(element: HTMLElement, visible: boolean): void {
  element.hidden = !visible;
}

/** Makes the children exactly these, in this order, moving as little as possible. */
export function setChildren(parent: Element, children: readonly Element[]): void {
  for (const [index, child] of children.entries()) {
    if (parent.children[index] !== child) parent.insertBefore(child, parent.children[index] ?? null);
  }
  while (parent.children.length > children.length) parent.lastElementChild?.remove();
}
