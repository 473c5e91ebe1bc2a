// The search: a button that starts it, the front as a scatter and a table, and what was left out and why.

import * as l10n from '@vscode/l10n';
import { create, setAttributes, setText, show } from '../../common/dom.ts';
import { createList, type Item } from '../../common/list.ts';
import type { FieldEdit } from '../../../src/shared/plan.ts';
import type { CandidateModel, SuggestionsModel } from '../models/suggestions.ts';
import { createTableAlternative } from '../../common/table-alternative.ts';
import { createScatter } from './scatter.ts';

export interface SuggestionsActions {
  readonly suggest: () => void;
  readonly apply: (edits: readonly FieldEdit[]) => void;
}

export interface SuggestionsView {
  readonly state: 'none' | 'searching' | 'found';
  readonly outdated: boolean;
  readonly model: SuggestionsModel | null;
}

export interface SuggestionsSection {
  readonly element: HTMLElement;
  update(view: SuggestionsView): void;
}

const offer = l10n.t(
  'Tries layers per IPU, micro-batch, accumulation, serialisation, off-chip state and replicas; the batch of a weight update and the pod stay as they are.',
);

export function createSuggestions(actions: SuggestionsActions): SuggestionsSection {
  const button = create('vscode-button', { 'data-action': 'suggest' }, l10n.t('Suggest Configuration'));
  button.addEventListener('click', actions.suggest);
  const ring = create('vscode-progress-ring', { class: 'small', 'aria-label': l10n.t('Searching') });
  const text = create('p', { class: 'note', role: 'status' });
  const old = create('p', { class: 'old' }, l10n.t('The file now asks for another batch or pod. Search again for it.'));
  const scatter = createScatter((number) => focusRow(body, number));
  const body = create('tbody');
  const table = create('table', { class: 'front' }, renderHead(), body);
  const rejected = createTableAlternative(l10n.t('What was left out, and why'));
  const head = create('div', { class: 'section-head' }, create('h2', {}, l10n.t('Suggestions')), button, ring);
  const found = create('div', { class: 'found' }, scatter.element, create('div', { class: 'table-scroll' }, table));
  const element = create('section', {
    class: 'suggestions',
    'data-source': 'model',
    'aria-label': l10n.t('Suggestions'),
  });
  element.append(head, text, old, found, rejected.element);
  const updateRows = createList(body, () => createCandidate(actions, scatter.mark));
  return {
    element,
    update({ state, outdated, model }) {
      setAttributes(button, { disabled: state === 'searching', appearance: model ? 'secondary' : 'primary' });
      show(ring, state === 'searching');
      setText(text, model ? model.title : state === 'searching' ? l10n.t('Searching…') : offer);
      show(old, outdated);
      show(found, model !== null && model.candidates.length > 0);
      setAttributes(found, { 'data-outdated': outdated });
      show(rejected.element, model !== null && model.rejected.length > 0);
      if (!model) return;
      scatter.update(model);
      updateRows(model.candidates);
      rejected.update(() => ({
        head: [l10n.t('Reason'), l10n.t('Left out'), l10n.t('Best of them')],
        rows: model.rejected.map(({ reason, count, best }) => [reason, count, best]),
      }));
    },
  };
}

const columns: readonly (readonly [text: string, title: string, number: boolean])[] = [
  ['', l10n.t('Number in the drawing'), true],
  [l10n.t('Samples/s'), l10n.t('Sequences a second, modelled'), true],
  [l10n.t('Margin'), l10n.t('Free memory of the fullest IPU'), true],
  [l10n.t('Layers'), l10n.t('Encoder layers on each IPU'), false],
  [l10n.t('Batch'), l10n.t('Micro-batch × gradient accumulation × replicas'), false],
  [l10n.t('Emb.'), l10n.t('Parts of the embedding table'), true],
  [l10n.t('Optimizer'), l10n.t('Where the optimizer’s state is kept'), false],
  [l10n.t('Checkpoint'), l10n.t('From where activations are recomputed'), false],
  ['', '', false],
];

/** Of the cells behind the number. */
const layersIndex = 2;

function renderHead(): HTMLElement {
  const cells = columns.map(([text, title, number]) =>
    create('th', { scope: 'col', title, class: number ? 'number' : undefined }, text),
  );
  return create('thead', {}, create('tr', {}, ...cells));
}

function createCandidate(actions: SuggestionsActions, mark: (number: number | null) => void): Item<CandidateModel> {
  let shown: CandidateModel | undefined;
  const number = create('td', { class: 'number' });
  const cells = columns
    .slice(1, -1)
    .map(([, , right], index) =>
      create('td', { class: right ? 'number' : index === layersIndex ? 'layers' : undefined }),
    );
  const button = create('button', { type: 'button', class: 'use' }, l10n.t('Use'));
  const tick = create('span', { class: 'current' }, l10n.t('in the file'));
  button.addEventListener('click', () => shown && actions.apply(shown.edits));
  const element = create('tr', {}, number, ...cells, create('td', { class: 'choose' }, button, tick));
  for (const event of ['pointerenter', 'focusin']) element.addEventListener(event, () => mark(shown?.number ?? null));
  for (const event of ['pointerleave', 'focusout']) element.addEventListener(event, () => mark(null));
  return {
    element,
    update(model) {
      shown = model;
      const { layers, batch, serialization, optimizer, checkpoint, speed, margin } = model;
      for (const [index, text] of [speed, margin, layers, batch, serialization, optimizer, checkpoint].entries()) {
        setText(cells[index]!, text);
      }
      setText(number, String(model.number + 1));
      setAttributes(element, { 'data-candidate': model.number, 'data-leads-to': model.verdict });
      setAttributes(element, { 'aria-current': model.current ? 'true' : undefined });
      setAttributes(button, { title: model.writes, 'aria-label': l10n.t('Use configuration {0}', model.number + 1) });
      show(button, !model.current);
      show(tick, model.current);
    },
  };
}

function focusRow(body: HTMLElement, number: number): void {
  const row = body.querySelector(`[data-candidate="${number}"]`);
  row?.scrollIntoView({ block: 'nearest' });
  row?.querySelector<HTMLElement>('button:not([hidden])')?.focus();
}
