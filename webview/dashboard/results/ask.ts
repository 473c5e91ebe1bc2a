// The Ask box: a question and a paragraph for a model of the run, and what it answers.

import * as l10n from '@vscode/l10n';
import { longestContext, longestQuestion, startModelId, type AskableModel } from '../../../src/shared/messages/ask.ts';
import { create, setText, show } from '../../common/dom.ts';
import { createNotice } from '../../common/notice.ts';
import { createChoice } from './controls.ts';
import { markPlace } from './marks.ts';
import { renderCandidates, renderMarked } from './marked.ts';
import { predictionText } from './models.ts';
import type { Asked, ResultsState } from './state.ts';

export interface AskBox {
  readonly element: HTMLElement;
  update(state: ResultsState, trusted: boolean): void;
  /** Puts a question and its paragraph into the box. */
  fill(question: string, context: string): void;
}

export function createAskBox(onAsk: (modelId: string, question: string, context: string) => void): AskBox {
  const question = create('input', {
    type: 'text',
    maxlength: longestQuestion,
    'data-input': 'question',
    required: true,
  });
  const context = create('textarea', { rows: 5, maxlength: longestContext, 'data-input': 'context', required: true });
  const model = createChoice(l10n.t('Model'), 'model', () => undefined);
  const button = create('button', { type: 'submit', class: 'primary' }, l10n.t('Ask'));
  const status = create('p', { class: 'hint', role: 'status' });
  const failure = createNotice('error');
  const answer = create('div', { class: 'asked-answer' });
  const form = create(
    'form',
    {},
    create('label', { class: 'field' }, create('span', {}, l10n.t('Question')), question),
    create('label', { class: 'field' }, create('span', {}, l10n.t('Paragraph')), context),
    create('div', { class: 'choices' }, model.element, button),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (!button.disabled) onAsk(model.value(), question.value, context.value);
  });
  const unable = create('p', { class: 'hint' });
  const element = create(
    'section',
    { class: 'ask', 'aria-label': l10n.t('Ask a model of this run') },
    create('h2', {}, l10n.t('Ask')),
    ...[unable, form, status, failure.element, answer],
  );
  let shown: Asked | null = null;
  return {
    element,
    update({ models, asked }, trusted) {
      const reason = unableText(models, trusted);
      setText(unable, reason);
      show(unable, reason !== '');
      show(form, reason === '');
      if (models) model.update(models.map(modelOption), model.value() || (models[0]?.id ?? ''));
      const isAsking = asked !== null && asked.answer === null && asked.error === null;
      button.disabled = isAsking;
      setText(status, isAsking ? l10n.t('Asking… The first question to a model loads it.') : '');
      show(status, isAsking);
      failure.update(asked?.error ?? null);
      if (asked === shown) return;
      shown = asked;
      answer.replaceChildren(...(asked ? renderAnswer(asked) : []));
    },
    fill(asked, paragraph) {
      question.value = asked;
      context.value = paragraph;
      question.focus();
      element.scrollIntoView({ block: 'nearest' });
    },
  };
}

function unableText(models: readonly AskableModel[] | null, trusted: boolean): string {
  if (!trusted) {
    return l10n.t(
      'To ask a model, trust this workspace: “Workspaces: Manage Workspace Trust”. It runs the engine on files of the workspace.',
    );
  }
  if (models === null) return l10n.t('Looking for checkpoints…');
  return models.length === 0 ? l10n.t('The run has no checkpoint that could be asked, or none any more.') : '';
}

function modelOption({ id, step, isLast }: AskableModel) {
  if (id === startModelId) return { value: id, label: l10n.t('The model that the run evaluated') };
  const label = isLast ? l10n.t('Step {0} (last)', step) : l10n.t('Step {0}', step);
  return { value: id, label };
}

function renderAnswer({ answer, context }: Asked): HTMLElement[] {
  if (answer === null) return [];
  const { candidates, windows, elapsedMs, notes, nullOdds } = answer;
  // The placeholder of an empty n-best list has no place.
  const chosen = candidates.find(({ text, end }) => text === answer.answer && end > 0);
  const pieces = markPlace(context, chosen?.start ?? 0, chosen?.end ?? 0);
  const milliseconds = Math.max(1, Math.round(elapsedMs));
  const effort =
    windows === 1
      ? l10n.t('{0} ms for 1 sequence', milliseconds)
      : l10n.t('{0} ms for {1} sequences', milliseconds, windows);
  const odds = nullOdds === null ? '' : ` · ${l10n.t('“no answer” above the best answer: {0}', nullOdds.toFixed(2))}`;
  return [
    create('p', { class: 'answer', 'data-role': 'answer', role: 'status' }, predictionText(answer.answer)),
    create('p', { class: 'hint' }, effort + odds),
    renderMarked(pieces),
    renderCandidates(candidates, answer.answer),
    ...notes.map((note) => create('p', { class: 'hint' }, note)),
  ];
}
