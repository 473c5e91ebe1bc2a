// The final figures of a run, in labelled groups.

import * as l10n from '@vscode/l10n';
import type { ResultGroup } from '../models.ts';
import { create, show } from '../../common/dom.ts';

export interface Results {
  readonly element: HTMLElement;
  update(groups: readonly ResultGroup[]): void;
}

export function createResults(): Results {
  const element = create('section', { class: 'results', 'aria-label': l10n.t('Results') });
  let shown = '';
  return {
    element,
    update(groups) {
      show(element, groups.length > 0);
      const now = JSON.stringify(groups);
      if (now === shown) return;
      shown = now;
      element.replaceChildren(...groups.map(renderGroup));
    },
  };
}

function renderGroup({ title, rank, figures }: ResultGroup): HTMLElement {
  const entries = figures.map(({ name, label, text, value }) =>
    create(
      'div',
      { class: 'figure' },
      create('dt', {}, label),
      create('dd', { 'data-result': name, 'data-value': String(value), title: String(value) }, text),
    ),
  );
  const list = create('dl', {}, ...entries);
  return create('div', { class: `result-group ${rank}` }, create('h3', {}, title), list);
}
