// The axes of a drawing as a list that keys can change: to the left, to the right, logarithmic, away; and one more.

import * as l10n from '@vscode/l10n';
import { create, setAttributes, setText, show } from '../../common/dom.ts';
import { createList, type Item } from '../../common/list.ts';
import type { Figure } from '../models/figures.ts';
import { createButton, createChoice } from './controls.ts';

export interface AxisActions {
  readonly move: (id: string, to: number) => void;
  readonly remove: (id: string) => void;
  readonly add: (id: string) => void;
  /** Between linear and logarithmic. */
  readonly flip: (id: string) => void;
}

export interface ShownAxis {
  readonly id: string;
  readonly label: string;
  readonly isLog: boolean;
}

interface AxisModel extends ShownAxis {
  readonly index: number;
  readonly count: number;
  readonly canBeLog: boolean;
}

export interface AxisList {
  readonly element: HTMLElement;
  update(axes: readonly ShownAxis[], figures: readonly Figure[]): void;
}

export function createAxisList(actions: AxisActions): AxisList {
  const list = create('ul', { class: 'axis-list', 'aria-label': l10n.t('Axes') });
  const updateList = createList<AxisModel>(list, () => createItem(actions));
  const add = createChoice(l10n.t('Add axis'), 'add-axis', (id) => {
    if (id !== '') actions.add(id);
  });
  return {
    element: create('div', { class: 'controls' }, list, add.element),
    update(axes, figures) {
      const models = axes.map((axis, index) => {
        const values = figures.find(({ id }) => id === axis.id)?.values ?? [];
        const numbers = values.filter((value) => value !== null);
        const canBeLog = numbers.length > 0 && numbers.every((value) => typeof value === 'number' && value > 0);
        return { ...axis, index, count: axes.length, canBeLog };
      });
      updateList(models);
      const left = figures.filter(({ id }) => !axes.some((axis) => axis.id === id));
      add.update([{ id: '', label: l10n.t('choose…') }, ...left], '');
      show(add.element, left.length > 0);
    },
  };
}

function createItem(actions: AxisActions): Item<AxisModel> {
  let axis: AxisModel | null = null;
  const act = (action: (axis: AxisModel) => void) => () => void (axis && action(axis));
  const left = createButton(
    '◀',
    'axis-left',
    act(({ id, index }) => actions.move(id, index - 1)),
  );
  const right = createButton(
    '▶',
    'axis-right',
    act(({ id, index }) => actions.move(id, index + 1)),
  );
  const log = createButton(
    l10n.t('log'),
    'axis-log',
    act(({ id }) => actions.flip(id)),
  );
  const remove = createButton(
    '✕',
    'axis-remove',
    act(({ id }) => actions.remove(id)),
  );
  const label = create('span');
  const element = create('li', { class: 'axis-chip' }, left, label, log, right, remove);
  return {
    element,
    update(model) {
      axis = model;
      setText(label, model.label);
      setAttributes(element, { 'data-axis-id': model.id });
      setAttributes(left, { disabled: model.index === 0, 'aria-label': l10n.t('Move {0} to the left', model.label) });
      const isLast = model.index === model.count - 1;
      setAttributes(right, { disabled: isLast, 'aria-label': l10n.t('Move {0} to the right', model.label) });
      show(log, model.canBeLog);
      const logLabel = l10n.t('log: logarithmic axis of {0}', model.label);
      setAttributes(log, { 'aria-pressed': String(model.isLog), 'aria-label': logLabel });
      setAttributes(remove, { 'aria-label': l10n.t('Take {0} away', model.label) });
    },
  };
}
