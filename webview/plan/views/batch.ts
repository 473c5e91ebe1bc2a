// The batch arithmetic as equations whose factors carry their names beneath.

import * as l10n from '@vscode/l10n';
import { create, setAttributes, setText, show } from '../../common/dom.ts';
import { createList, type Item } from '../../common/list.ts';
import { sayLine, type BatchLine, type BatchModel, type BatchResult, type Factor } from '../models/batch.ts';

export interface Batch {
  readonly element: HTMLElement;
  update(model: BatchModel): void;
}

export function createBatch(): Batch {
  const training = createSide(l10n.t('Training'));
  const evaluation = createSide(l10n.t('Evaluation'));
  const ring = create('vscode-progress-ring', { class: 'small', 'aria-label': l10n.t('Counting samples') });
  const note = create('p', { class: 'note' });
  const head = create('div', { class: 'section-head' }, create('h2', {}, l10n.t('Batch')), ring, note);
  const sides = create('div', { class: 'sides' }, training.element, evaluation.element);
  return {
    element: create('section', { class: 'batch', 'aria-label': l10n.t('Batch arithmetic') }, head, sides),
    update(model) {
      show(ring, model.counting);
      setText(note, model.note);
      training.update(model.training);
      evaluation.update(model.evaluation);
    },
  };
}

function createSide(title: string) {
  const lines = create('div', { class: 'equations' });
  const element = create('div', { class: 'side' }, create('h3', {}, title), lines);
  const update = createList(lines, createLine);
  return {
    element,
    update(models: readonly BatchLine[]) {
      show(element, models.length > 0);
      update(models);
    },
  };
}

function createLine(): Item<BatchLine> {
  const title = create('span', { class: 'title' });
  const meaning = create('span', { class: 'meaning' });
  const factors = create('span', { class: 'factors' });
  const equals = create('span', { class: 'sign' }, '=');
  const result = createResult();
  const more = create('span', { class: 'more' });
  const equation = create('div', { class: 'equation', role: 'group' }, factors, equals, result.element);
  const element = create('div', { class: 'line' }, create('p', {}, title, meaning), create('div', {}, equation, more));
  const updateFactors = createList(factors, createFactor);
  const updateMore = createList(more, createResult);
  return {
    element,
    update(model) {
      setText(title, model.title);
      setText(meaning, model.meaning);
      setAttributes(equation, { 'aria-label': sayLine(model) });
      show(factors, model.factors.length > 0);
      show(equals, model.factors.length > 0);
      updateFactors(model.factors);
      result.update({ ...model.result, unit: model.unit });
      show(more, model.more.length > 0);
      updateMore(model.more);
    },
  };
}

function createFactor(): Item<Factor> {
  const sign = create('span', { class: 'sign' });
  const value = create('span', { class: 'value' });
  const label = create('span', { class: 'label' });
  const element = create('span', { class: 'factor' }, sign, value, label);
  return {
    element,
    update(model) {
      setText(sign, model.sign);
      show(sign, model.sign !== '');
      setText(value, model.text);
      setText(label, model.label);
    },
  };
}

function createResult(): Item<BatchResult & { readonly unit: string }> {
  const value = create('b', { class: 'value' });
  const unit = create('span', { class: 'label' });
  return {
    element: create('span', { class: 'result' }, value, unit),
    update(model) {
      setText(value, model.text);
      setAttributes(value, { 'data-batch': model.name, 'data-value': model.value ?? undefined });
      setText(unit, model.unit);
    },
  };
}
