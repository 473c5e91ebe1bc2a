// What bounds the run: a sentence about the machine that trains it, and one about the IPUs that are modelled, each with its figures.

import * as l10n from '@vscode/l10n';
import { create, setAttributes, setText, show } from '../../../common/dom.ts';
import { curveColours } from '../../../common/palette.ts';
import { readTheme } from '../../../common/theme.ts';
import { createSourceTag } from '../head.ts';
import type { MeasuredBound } from './measured.ts';
import type { ModelledBound, StepPart } from './modelled.ts';

export function createBound() {
  const measured = createVerdict('measured', 'device', l10n.t('This machine'));
  const modelled = createVerdict('modelled', 'model', l10n.t('The planned IPUs'));
  const basis = create('span', { class: 'note' });
  const figures = create('dl', { class: 'bound-figures' });
  const bar = create('div', { class: 'step-bar', 'aria-hidden': 'true' });
  const parts = create('ul', { class: 'step-parts', 'aria-label': l10n.t('Parts of a modelled step') });
  measured.element.append(figures, basis);
  modelled.element.append(bar, parts);
  const title = create('h2', {}, l10n.t('What bounds the run'));
  const verdicts = create('div', { class: 'verdicts' }, measured.element, modelled.element);
  const element = create('section', { class: 'part bound', 'aria-label': title.textContent ?? '' }, title, verdicts);
  let shown = '';
  const repaint = (): void => {
    for (const [index, colour] of curveColours(readTheme().kind).entries()) {
      element.style.setProperty(`--series-${index + 1}`, colour);
    }
  };
  repaint();
  return {
    element,
    repaint,
    update(machine: MeasuredBound, ipus: ModelledBound | null): void {
      const now = JSON.stringify([machine, ipus]);
      if (now === shown) return;
      shown = now;
      measured.update(machine.subject, machine.sentence);
      setAttributes(measured.element, { 'data-bound': machine.kind });
      setText(basis, machine.basis);
      figures.replaceChildren(...machine.figures.map(({ label, text }) => figure(label, text)));
      show(modelled.element, ipus !== null);
      if (!ipus) return;
      modelled.update(ipus.subject, ipus.sentence);
      bar.replaceChildren(...ipus.parts.map(drawPart));
      parts.replaceChildren(...ipus.parts.map(listPart));
    },
  };
}

function createVerdict(kind: string, source: 'model' | 'device', about: string) {
  const subject = create('strong');
  const sentence = create('span');
  const tag = createSourceTag();
  tag.update(source);
  const head = create('p', { class: 'about' }, create('span', { class: 'note' }, about), tag.element);
  return {
    element: create('div', { class: 'verdict', 'data-verdict': kind }, head, create('p', {}, subject, ' ', sentence)),
    update(what: string, why: string): void {
      setText(subject, `${what}.`);
      setText(sentence, why);
    },
  };
}

function figure(label: string, text: string): HTMLElement {
  return create('div', {}, create('dt', {}, label), create('dd', {}, text));
}

function drawPart({ id, share }: StepPart): HTMLElement {
  const element = create('span', { 'data-part': id });
  element.style.flexGrow = String(share);
  return element;
}

function listPart({ id, label, meaning, text }: StepPart): HTMLElement {
  const swatch = create('span', { class: 'swatch', 'data-part': id });
  return create(
    'li',
    { title: meaning },
    swatch,
    create('span', { class: 'part-name' }, label),
    create('span', { class: 'note' }, text),
  );
}
