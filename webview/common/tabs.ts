// A row of tabs and the panel below it, as WAI-ARIA describes them: arrows, Home and End move, the tab that has the focus is shown.

import './tabs.css';
import { create, setAttributes, setChildren, show } from './dom.ts';

export interface TabPage {
  readonly id: string;
  readonly label: string;
  readonly element: HTMLElement;
}

export interface Tabs {
  readonly element: HTMLElement;
  /** Shows the tab of this id; an unknown one shows the first. */
  select(id: string): void;
}

/** `onSelect` hears what the user selects. */
export function createTabs(label: string, pages: readonly TabPage[], onSelect: (id: string) => void): Tabs {
  const list = create('div', { role: 'tablist', 'aria-label': label, class: 'tab-list' });
  const buttons = new Map(pages.map((page) => [page.id, createButton(page)]));
  for (const { id, element } of pages) {
    setAttributes(element, { role: 'tabpanel', id: `panel-${id}`, 'aria-labelledby': `tab-${id}`, tabindex: 0 });
  }
  setChildren(list, [...buttons.values()]);
  const select = (id: string): void => {
    const shown = buttons.has(id) ? id : pages[0]?.id;
    for (const page of pages) {
      show(page.element, page.id === shown);
      setAttributes(buttons.get(page.id)!, {
        'aria-selected': String(page.id === shown),
        tabindex: page.id === shown ? 0 : -1,
      });
    }
  };
  const choose = (id: string): void => {
    select(id);
    buttons.get(id)?.focus();
    onSelect(id);
  };
  for (const [id, button] of buttons) button.addEventListener('click', () => choose(id));
  list.addEventListener('keydown', (event) => {
    const ids = pages.map((page) => page.id);
    const at = ids.findIndex((id) => buttons.get(id) === document.activeElement);
    const targets: Readonly<Record<string, number>> = {
      ArrowRight: (at + 1) % ids.length,
      ArrowLeft: (at + ids.length - 1) % ids.length,
      Home: 0,
      End: ids.length - 1,
    };
    const target = ids[targets[event.key] ?? -1];
    if (at < 0 || target === undefined) return;
    event.preventDefault();
    choose(target);
  });
  return { element: create('div', { class: 'tabs' }, list, ...pages.map(({ element }) => element)), select };
}

function createButton({ id, label }: TabPage): HTMLElement {
  return create(
    'button',
    { type: 'button', role: 'tab', id: `tab-${id}`, 'data-tab': id, 'aria-controls': `panel-${id}` },
    label,
  );
}
