// Names and what they stand for, as a list of definitions.

import { create } from '../../common/dom.ts';
import type { Fact } from './models.ts';

export interface Facts {
  readonly element: HTMLElement;
  update(facts: readonly Fact[]): void;
}

export function createFacts(): Facts {
  const element = create('dl', { class: 'facts' });
  let shown = '';
  return {
    element,
    update(facts) {
      const now = JSON.stringify(facts);
      if (now === shown) return;
      shown = now;
      element.replaceChildren(
        ...facts.map(({ name, value }) => create('div', {}, create('dt', {}, name), create('dd', {}, value))),
      );
    },
  };
}
