// A paragraph with its marks, and n-best lists as bars: what a prediction and an asked answer have in common. What is marked says so in
// words and by the style of its line, never by colour alone.

import * as l10n from '@vscode/l10n';
import { create, setAttributes, setText, show } from '../../common/dom.ts';
import { formatProbability, predictionText } from './models.ts';
import type { Piece } from './marks.ts';

/** The paragraph as elements. */
export function renderMarked(pieces: readonly Piece[]): HTMLElement {
  const parts = pieces.flatMap((piece): (Node | string)[] => {
    const label = labelOf(piece);
    if (label === '') return [piece.text];
    const classes = [piece.isTrue ? 'true' : '', piece.isPredicted ? 'predicted' : ''].join(' ').trim();
    return [create('mark', { class: classes }, create('small', {}, label), piece.text)];
  });
  return create('p', { class: 'marked' }, ...parts);
}

/** What the marks mean. */
export function renderLegend(): HTMLElement {
  const sample = (classes: string, text: string): HTMLElement =>
    create('li', {}, create('mark', { class: classes }, text));
  return create(
    'ul',
    { class: 'mark-legend', 'aria-label': l10n.t('Marks') },
    sample('true', l10n.t('true answer')),
    sample('predicted', l10n.t('predicted answer')),
    sample('true predicted', l10n.t('both')),
  );
}

function labelOf({ isTrue, isPredicted }: Piece): string {
  if (isTrue && isPredicted) return l10n.t('both');
  if (isTrue) return l10n.t('true');
  return isPredicted ? l10n.t('predicted') : '';
}

/** So many candidates are shown before one asks for all. */
const fewCandidates = 5;

/** Candidates with their probabilities, best first; the chosen one is named and always in sight. */
export function renderCandidates(
  candidates: readonly { readonly text: string; readonly probability: number }[],
  chosen: string | null,
): HTMLElement {
  const chosenAt = candidates.findIndex(({ text }) => text === chosen);
  const rows = candidates.map(({ text, probability }, index) => {
    const fill = create('span', { class: 'fill' });
    fill.style.width = `${100 * Math.min(1, Math.max(0, probability || 0))}%`;
    return create(
      'tr',
      index === chosenAt ? { class: 'chosen' } : {},
      create('th', { scope: 'row' }, predictionText(text), ...(index === chosenAt ? [chosenTag()] : [])),
      create(
        'td',
        { class: 'probability' },
        create('span', { class: 'track', 'aria-hidden': 'true' }, fill),
        formatProbability(probability),
      ),
    );
  });
  const head = create(
    'tr',
    {},
    create('th', { scope: 'col' }, l10n.t('Candidate')),
    create('th', { scope: 'col' }, l10n.t('Probability')),
  );
  const table = create('table', { class: 'candidates' }, create('thead', {}, head), create('tbody', {}, ...rows));
  const further = rows.filter((_, index) => index >= fewCandidates && index !== chosenAt);
  return create('div', {}, table, ...(further.length > 0 ? [createFold(further, rows.length)] : []));
}

/** A button that shows the further rows and hides them again. */
function createFold(further: readonly HTMLElement[], count: number): HTMLElement {
  const button = create('button', { type: 'button', class: 'chip', 'data-action': 'all-candidates' });
  const fold = (isFolded: boolean): void => {
    for (const row of further) show(row, !isFolded);
    setText(button, isFolded ? l10n.t('Show all {0}', count) : l10n.t('Show fewer'));
    setAttributes(button, { 'aria-expanded': String(!isFolded) });
  };
  button.addEventListener('click', () => fold(button.getAttribute('aria-expanded') === 'true'));
  fold(true);
  return button;
}

function chosenTag(): HTMLElement {
  return create('span', { class: 'tag' }, l10n.t('chosen'));
}
