// A part of the page that can be folded away: what it is, and the heading that folds it. What is folded asks for nothing.

import type { Sender } from '../../src/shared/messages/contract.ts';
import type { CompareContract } from '../../src/shared/messages/compare.ts';
import { create, setAttributes, setText, show } from '../common/dom.ts';
import type { Memory } from '../common/memory.ts';
import type { Clock } from '../common/pacer.ts';
import type { Highlight } from './highlight.ts';
import type { CompareView } from './models/view.ts';

/** What a section works with. */
export interface SectionParts {
  readonly ask: Sender<CompareContract>;
  readonly clock: Clock;
  readonly memory: Memory;
  readonly highlight: Highlight;
  readonly showError: (thrown: unknown) => void;
}

export interface Section {
  readonly id: string;
  readonly title: string;
  readonly element: HTMLElement;
  /** Called with every change while the section is open and the page can be seen. */
  update(view: CompareView): void;
  /** One line about it that stands beside the title, also while it is folded. */
  summary(view: CompareView): string;
  /** Takes the colours of the current theme. */
  repaint?(): void;
}

export type CreateSection = (parts: SectionParts) => Section;

export interface FoldedSection {
  readonly element: HTMLElement;
  update(view: CompareView): void;
  /** Unfolds it and puts the focus on its heading. */
  reveal(): void;
}

/** The section below a heading that folds it; whether it is open is remembered. */
export function createFolded(section: Section, memory: Memory): FoldedSection {
  const name = `section.${section.id}`;
  let open = memory.recall(name) !== false;
  let last: CompareView | null = null;
  const label = create('span', { class: 'section-title' }, section.title);
  const button = create('button', { type: 'button', class: 'fold', 'aria-controls': `body-${section.id}` }, label);
  const summary = create('span', { class: 'section-summary hint' });
  const body = create('div', { id: `body-${section.id}`, class: 'section-body' }, section.element);
  const heading = create('h2', { id: `heading-${section.id}` }, button);
  const element = create(
    'section',
    { id: section.id, 'data-section': section.id, 'aria-labelledby': `heading-${section.id}` },
    create('div', { class: 'section-head' }, heading, summary),
    body,
  );
  const draw = (): void => {
    setAttributes(button, { 'aria-expanded': String(open) });
    show(body, open);
    if (!last) return;
    setText(summary, section.summary(last));
    if (open) section.update(last);
  };
  const setOpen = (next: boolean): void => {
    open = next;
    memory.keep(name, open);
    draw();
  };
  button.addEventListener('click', () => setOpen(!open));
  return {
    element,
    update(view) {
      last = view;
      draw();
    },
    reveal() {
      setOpen(true);
      button.focus();
      element.scrollIntoView({ block: 'start' });
    },
  };
}
