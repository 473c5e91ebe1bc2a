// The head of the part that shows IPUs: which quantity, how its scale is laid, and the way back from a chosen time.

import * as l10n from '@vscode/l10n';
import { create, setAttributes, setText, show } from '../../common/dom.ts';
import { labelOf, quantities, type Quantity } from './quantities.ts';

export interface HeadActions {
  readonly choose: (quantity: Quantity) => void;
  readonly fit: (isFitted: boolean) => void;
  readonly reset: () => void;
}

export interface HeadModel {
  readonly quantity: Quantity;
  readonly isFitted: boolean;
  readonly source: 'model' | 'device' | null;
  readonly note: string;
  /** A part of the time was chosen on the heat map. */
  readonly isZoomed: boolean;
}

export function createHead(actions: HeadActions) {
  const tag = createSourceTag();
  const note = create('span', { class: 'note' });
  const choices = create('div', { class: 'choices', role: 'radiogroup', 'aria-label': l10n.t('What is shown') });
  const buttons = new Map(quantities.map((quantity) => [quantity, createChoice(quantity)]));
  choices.append(...buttons.values());
  listenToChoices(choices, buttons, actions.choose);
  const box = create('input', { type: 'checkbox' });
  box.addEventListener('change', () => actions.fit(box.checked));
  const fit = create('label', { class: 'fit' }, box, l10n.t('Fit to values'));
  const reset = create('button', { type: 'button', class: 'reset', 'data-action': 'reset-time' }, l10n.t('Reset zoom'));
  reset.addEventListener('click', actions.reset);
  const title = create('h2', {}, l10n.t('IPUs'));
  return {
    element: create('div', { class: 'part-head' }, title, tag.element, note, reset, choices, fit),
    update(model: HeadModel): void {
      tag.update(model.source);
      setText(note, model.note);
      show(reset, model.isZoomed);
      box.checked = model.isFitted;
      for (const [quantity, button] of buttons) {
        const isChosen = quantity === model.quantity;
        setAttributes(button, { 'aria-checked': String(isChosen), tabindex: isChosen ? 0 : -1 });
      }
    },
  };
}

function createChoice(quantity: Quantity): HTMLElement {
  return create('button', { type: 'button', role: 'radio', 'data-quantity': quantity }, labelOf(quantity));
}

/** As WAI-ARIA describes radio buttons: arrows choose. */
function listenToChoices(
  group: HTMLElement,
  buttons: ReadonlyMap<Quantity, HTMLElement>,
  choose: (quantity: Quantity) => void,
): void {
  for (const [quantity, button] of buttons) button.addEventListener('click', () => choose(quantity));
  const moves: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
  group.addEventListener('keydown', (event) => {
    const move = Object.hasOwn(moves, event.key) ? moves[event.key] : undefined;
    const at = quantities.findIndex((quantity) => buttons.get(quantity) === document.activeElement);
    const next = move === undefined ? undefined : quantities[(at + move + quantities.length) % quantities.length];
    if (next === undefined || at < 0) return;
    event.preventDefault();
    buttons.get(next)?.focus();
    choose(next);
  });
}

/** Says where figures come from. */
export function createSourceTag(): {
  readonly element: HTMLElement;
  update(source: 'model' | 'device' | null): void;
} {
  const element = create('span', { class: 'origin-tag' });
  return {
    element,
    update(source) {
      show(element, source !== null);
      setText(element, source === 'model' ? l10n.t('modelled') : l10n.t('measured'));
      const title =
        source === 'model' ? l10n.t('Worked out from the experiment’s configuration, not measured.') : undefined;
      setAttributes(element, { title, 'data-origin': source ?? undefined });
    },
  };
}
