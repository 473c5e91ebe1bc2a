// The search: a button that starts it, the front as a scatter and a table, and what was left out and why.

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

const offer =
  'Tries layers per IPU, micro-batch, accumulation, serialisation, off-chip state and replicas; the batch of a weight update and the pod stay as they are.';

export function createSuggestions(actions: SuggestionsActions): SuggestionsSection {
  const button = create('vscode-button', { 'data-action': 'suggest' }, 'Suggest Configuration');
  button.addEventListener('click', actions.suggest);
  const ring = create('vscode-progress-ring', { class: 'small', 'aria-label': 'Searching' });
  const text = create('p', { class: 'note', role: 'status' });
  const old = create('p', { class: 'old' }, 'The file now asks for another batch or pod. Search again for it.');
  const scatter = createScatter((number) => focusRow(body, number));
  const body = create('tbody');
  const table = create('table', { class: 'front' }, renderHead(), body);
  const rejected = createTableAlternative('What was left out, and why');
  const head = create('div', { class: 'section-head' }, create('h2', {}, 'Suggestions'), button, ring);
  const found = create('div', { class: 'found' }, scatter.element, create('div', { class: 'table-scroll' }, table));
  const element = create('section', { class: 'suggestions', 'data-source': 'model', 'aria-label': 'Suggestions' });
  element.append(head, text, old, found, rejected.element);
  const updateRows = createList(body, () => createCandidate(actions, scatter.mark));
  return {
    element,
    update({ state, outdated, model }) {
      setAttributes(button, { disabled: state === 'searching', appearance: model ? 'secondary' : 'primary' });
      show(ring, state === 'searching');
      setText(text, model ? model.title : state === 'searching' ? 'Searching…' : offer);
      show(old, outdated);
      show(found, model !== null && model.candidates.length > 0);
      setAttributes(found, { 'data-outdated': outdated });
      show(rejected.element, model !== null && model.rejected.length > 0);
      if (!model) return;
      scatter.update(model);
      updateRows(model.candidates);
      rejected.update(() => ({
        head: ['Reason', 'Left out', 'Best of them'],
        rows: model.rejected.map(({ reason, count, best }) => [reason, count, best]),
      }));
    },
  };
}

const columns: readonly (readonly [text: string, title: string, number: boolean])[] = [
  ['', 'Number in the drawing', true],
  ['Samples/s', 'Sequences a second, modelled', true],
  ['Margin', 'Free memory of the fullest IPU', true],
  ['Layers', 'Encoder layers on each IPU', false],
  ['Batch', 'Micro-batch × gradient accumulation × replicas', false],
  ['Emb.', 'Parts of the embedding table', true],
  ['Optimizer', 'Where the optimizer’s state is kept', false],
  ['Checkpoint', 'From where activations are recomputed', false],
  ['', '', false],
];

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
    .map(([text, , right]) => create('td', { class: right ? 'number' : text === 'Layers' ? 'layers' : undefined }));
  const button = create('button', { type: 'button', class: 'use' }, 'Use');
  const tick = create('span', { class: 'current' }, 'in the file');
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
      setAttributes(button, { title: model.writes, 'aria-label': `Use configuration ${model.number + 1}` });
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
