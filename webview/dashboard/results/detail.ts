// One question in full: its paragraph with the answers marked, its scores, the other run's answer, and the n-best list.

import * as l10n from '@vscode/l10n';
import type { PredictionDetail } from '../../../src/shared/messages/predictions.ts';
import { create, show } from '../../common/dom.ts';
import { markAnswers } from './marks.ts';
import { renderCandidates, renderLegend, renderMarked } from './marked.ts';
import {
  formatProbability,
  formatScore,
  outcomeLabels,
  outcomeSigns,
  placeNote,
  predictionText,
  truthText,
} from './models.ts';

export interface DetailView {
  readonly element: HTMLElement;
  update(detail: PredictionDetail | null): void;
}

/** `onAsk` takes question and paragraph to the Ask box. */
export function createDetailView(onAsk: (question: string, context: string) => void): DetailView {
  const hint = create(
    'p',
    { class: 'hint' },
    l10n.t('Choose a question to see its paragraph, its answers and what else came close.'),
  );
  const content = create('div', { class: 'detail-content' });
  const element = create('section', { class: 'detail', 'aria-label': l10n.t('Question') }, hint, content);
  let shown: PredictionDetail | null = null;
  return {
    element,
    update(detail) {
      show(hint, detail === null);
      show(content, detail !== null);
      if (detail === shown) return;
      shown = detail;
      if (detail) content.replaceChildren(...renderDetail(detail, onAsk));
    },
  };
}

function renderDetail(detail: PredictionDetail, onAsk: (question: string, context: string) => void): HTMLElement[] {
  const { question, id, context, title, candidates } = detail;
  const heading = create('h3', {}, question ?? id);
  const source = create('p', { class: 'source' }, title === '' ? id : `${title.replaceAll('_', ' ')} · ${id}`);
  return [
    heading,
    source,
    renderFacts(detail),
    ...renderContext(detail, onAsk),
    ...renderNBest(candidates, detail),
  ].concat(
    context === null && question === null
      ? [create('p', { class: 'hint' }, l10n.t('The question itself is in the dataset, which is not there.'))]
      : [],
  );
}

function renderFacts(detail: PredictionDetail): HTMLElement {
  const { outcome, f1, exactMatch, probability, prediction, nullOdds, other } = detail;
  const facts: [string, string][] = [[l10n.t('Predicted'), predictionText(prediction)]];
  const truth = truthText(detail);
  if (truth !== '') facts.push([l10n.t('True'), truth]);
  if (f1 !== null && exactMatch !== null) {
    const score = l10n.t('{0} · EM {1} · F1 {2}', outcomeLabels()[outcome], exactMatch, formatScore(100 * f1));
    facts.push([l10n.t('Score'), `${outcomeSigns[outcome]} ${score}`]);
  }
  if (probability !== null) facts.push([l10n.t('Probability'), formatProbability(probability)]);
  if (nullOdds !== null) facts.push([l10n.t('“No answer” above the best answer'), nullOdds.toFixed(2)]);
  if (other !== null) {
    facts.push([l10n.t('Other run'), `${outcomeSigns[other.outcome]} ${predictionText(other.prediction)}`]);
  }
  const entries = facts.flatMap(([name, value]) => [create('dt', {}, name), create('dd', {}, value)]);
  return create('dl', { class: 'facts' }, ...entries);
}

function renderContext(detail: PredictionDetail, onAsk: (question: string, context: string) => void): HTMLElement[] {
  const { context, question, places, prediction } = detail;
  if (context === null || question === null) return [];
  const { pieces, occurrences } = markAnswers(context, places, prediction);
  const note = placeNote(occurrences, detail);
  const button = create(
    'vscode-button',
    { appearance: 'secondary', 'data-action': 'ask-this' },
    l10n.t('Ask About This'),
  );
  button.addEventListener('click', () => onAsk(question, context));
  const doubt = note === '' ? [] : [create('p', { class: 'hint' }, note)];
  return [create('h4', {}, l10n.t('Paragraph')), renderMarked(pieces), ...doubt, renderLegend(), button];
}

function renderNBest(candidates: PredictionDetail['candidates'], { prediction }: PredictionDetail): HTMLElement[] {
  if (candidates.length === 0) return [];
  return [create('h4', {}, l10n.t('What else came close')), renderCandidates(candidates, prediction)];
}
