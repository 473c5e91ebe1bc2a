// Times, throughput, energy and cost in labelled groups.

import * as l10n from '@vscode/l10n';
import { create, setAttributes, setText, show } from '../../common/dom.ts';
import { createList, type Item } from '../../common/list.ts';
import type { Figure, FigureGroup } from '../models/figures.ts';

export interface Figures {
  readonly element: HTMLElement;
  update(groups: readonly FigureGroup[]): void;
}

export function createFigures(): Figures {
  const groups = create('div', { class: 'figure-groups' });
  const head = create('div', { class: 'section-head' }, create('h2', {}, l10n.t('Time and cost')));
  const element = create('section', {
    class: 'figures',
    'data-source': 'model',
    'aria-label': l10n.t('Time and cost'),
  });
  element.append(head, groups);
  const update = createList(groups, createGroup);
  return {
    element,
    update(models) {
      show(element, models.length > 0);
      update(models);
    },
  };
}

function createGroup(): Item<FigureGroup> {
  const title = create('h3');
  const list = create('dl');
  const element = create('div', { class: 'figure-group' }, title, list);
  const update = createList(list, createFigure);
  return {
    element,
    update(model) {
      setText(title, model.title);
      update(model.figures);
    },
  };
}

function createFigure(): Item<Figure> {
  const label = create('dt');
  const value = create('dd');
  const note = create('dd', { class: 'note' });
  return {
    element: create('div', { class: 'figure' }, label, value, note),
    update(model) {
      setText(label, model.label);
      setText(value, model.text);
      setAttributes(value, { 'data-figure': model.name, 'data-value': model.value ?? undefined });
      setText(note, model.note);
      show(note, model.note !== '');
    },
  };
}
