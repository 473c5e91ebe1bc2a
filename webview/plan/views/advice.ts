// What is wrong and what would help: the file's problems, warnings, and remedies as buttons that edit the file.

import * as l10n from '@vscode/l10n';
import { create, createSvg, setAttributes, setText, show } from '../../common/dom.ts';
import { createList, type Item } from '../../common/list.ts';
import { setCodeText } from './code-text.ts';
import type { PlanContract, PlanProblem } from '../../../src/shared/messages/plan.ts';
import type { FieldEdit } from '../../../src/shared/plan.ts';
import { counted } from '../../common/counted.ts';
import type { AdviceModel, RemedyModel, WarningModel } from '../models/advice.ts';

export interface AdviceActions {
  readonly apply: (edits: readonly FieldEdit[]) => void;
  readonly reveal: (place: PlanContract['plan/reveal']['params']) => void;
}

export interface Advice {
  readonly element: HTMLElement;
  update(model: AdviceModel): void;
}

export function createAdvice(actions: AdviceActions): Advice {
  const problems = createBlock(l10n.t('In the file'), 'problems', () => createProblem(actions));
  const warnings = createBlock(l10n.t('Warnings'), 'warnings', () => createWarning(actions));
  const remedies = createBlock('', 'remedies', () => createRemedy(actions));
  const remarks = createRemarks(actions);
  const element = create('aside', { class: 'advice', 'aria-label': l10n.t('Warnings and remedies') });
  element.append(problems.element, remedies.element, warnings.element, remarks.element);
  return {
    element,
    update(model) {
      remedies.update(model.remedies, model.remediesTitle);
      problems.update(model.problems, l10n.t('In the file'));
      warnings.update(model.warnings, l10n.t('Warnings'));
      remarks.update(model.remarks);
      const parts = [model.problems, model.warnings, model.remedies, model.remarks];
      show(
        element,
        parts.some((part) => part.length > 0),
      );
    },
  };
}

function createBlock<M>(heading: string, name: string, createItem: () => Item<M>) {
  const title = create('h2', {}, heading);
  const list = create('ul', { class: name });
  const element = create('section', { class: 'block' }, title, list);
  const update = createList(list, createItem);
  return {
    element,
    update(models: readonly M[], text: string) {
      setText(title, text);
      show(element, models.length > 0);
      update(models);
    },
  };
}

/** What is good to know and nothing to mend: folded away where there is little room. */
function createRemarks(actions: AdviceActions) {
  const title = create('summary');
  const list = create('ul', { class: 'warnings' });
  const element = create('details', { class: 'remarks', open: innerWidth >= 1080 }, title, list);
  const update = createList(list, () => createWarning(actions));
  return {
    element,
    update(models: readonly WarningModel[]) {
      setText(title, counted.remarks(models.length));
      show(element, models.length > 0);
      update(models);
    },
  };
}

function createProblem({ reveal }: AdviceActions): Item<PlanProblem> {
  let place = { line: 1, column: 1 };
  const icon = create('span', { class: 'icon' });
  const message = create('span', { class: 'message' });
  const hint = create('p', { class: 'hint' });
  const link = create('button', { type: 'button', class: 'link', 'data-action': 'reveal' });
  link.addEventListener('click', () => reveal(place));
  const element = create('li', {}, icon, create('p', {}, message, ' ', link), hint);
  return {
    element,
    update({ severity, message: text, hint: remedy, line, column }) {
      place = { line, column };
      setSeverity(element, icon, severity);
      setCodeText(message, text);
      setCodeText(hint, remedy);
      show(hint, remedy !== '');
      setText(link, l10n.t('line {0}', line));
      setAttributes(link, { 'aria-label': l10n.t('Show line {0}, column {1}', line, column) });
    },
  };
}

function createWarning(actions: AdviceActions): Item<WarningModel> {
  const icon = create('span', { class: 'icon' });
  const message = create('p', { class: 'message' });
  const hint = create('p', { class: 'hint' });
  const fields = create('p', { class: 'fields' });
  const remedies = create('ul', { class: 'remedies' });
  const element = create('li', {}, icon, message, hint, fields, remedies);
  const updateFields = createList(fields, () => createFieldLink(actions));
  const updateRemedies = createList(remedies, () => createRemedy(actions));
  return {
    element,
    update(model) {
      setSeverity(element, icon, model.severity);
      setAttributes(element, { 'data-warning': model.code });
      setCodeText(message, model.message);
      setCodeText(hint, model.hint);
      show(hint, model.hint !== '');
      show(fields, model.fields.length > 0);
      updateFields(model.fields);
      show(remedies, model.remedies.length > 0);
      updateRemedies(model.remedies);
    },
  };
}

function createFieldLink({ reveal }: AdviceActions): Item<string> {
  let field = '';
  const element = create('button', { type: 'button', class: 'link', 'data-action': 'reveal' });
  element.addEventListener('click', () => reveal({ field }));
  return {
    element,
    update(name) {
      field = name;
      setText(element, name);
      setAttributes(element, { 'aria-label': l10n.t('Show {0} in the file', name) });
    },
  };
}

function createRemedy({ apply }: AdviceActions): Item<RemedyModel> {
  let edits: readonly FieldEdit[] = [];
  const title = create('span', { class: 'title' });
  const figures = create('span', { class: 'figures' });
  const button = create('button', { type: 'button', class: 'remedy' }, title, figures);
  button.addEventListener('click', () => apply(edits));
  return {
    element: create('li', {}, button),
    update(model) {
      edits = model.edits;
      setText(title, model.title);
      setText(figures, model.figures);
      setAttributes(button, { 'data-remedy': model.number, 'data-leads-to': model.verdict, title: model.writes });
    },
  };
}

const severityShapes = {
  error: ['M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2Z', 'm5.7 5.7 4.6 4.6', 'm10.3 5.7-4.6 4.6'],
  warning: ['M8 2.5 14.5 13.5h-13Z', 'M8 6.5v3.4', 'M8 11.600v.1'],
  info: ['M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2Z', 'M8 7.500v3.5', 'M8 5v.1'],
} as const;

function setSeverity(element: HTMLElement, icon: HTMLElement, severity: WarningModel['severity']): void {
  if (element.dataset['severity'] === severity) return;
  const paths = severityShapes[severity].map((d) => createSvg('path', { d }));
  icon.replaceChildren(createSvg('svg', { viewBox: '0 0 16 16', role: 'img', 'aria-label': severity }, ...paths));
  setAttributes(element, { 'data-severity': severity });
}
