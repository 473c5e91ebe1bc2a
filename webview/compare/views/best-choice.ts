// With many runs: show all of them, or the best by a figure.

import * as l10n from '@vscode/l10n';
import { create, show } from '../../common/dom.ts';
import { headlineFigure, metricFigures } from '../models/figures.ts';
import type { CompareView } from '../models/view.ts';
import type { Best } from '../state.ts';
import { createChoice } from './controls.ts';

export interface BestActions {
  readonly setBest: (best: Best | null) => void;
}

const counts = [3, 5, 10, 20];

export interface BestChoice {
  readonly element: HTMLElement;
  update(view: CompareView, best: Best | null): void;
}

export function createBestChoice({ setBest }: BestActions): BestChoice {
  let by = '';
  let count = 0;
  const choose = (): void => setBest(count === 0 ? null : { count, by });
  const countChoice = createChoice(l10n.t('Show'), 'best-count', (id) => {
    count = Number(id);
    choose();
  });
  const byChoice = createChoice(l10n.t('by'), 'best-by', (id) => {
    by = id;
    choose();
  });
  const element = create('div', { class: 'controls' }, countChoice.element, byChoice.element);
  return {
    element,
    update({ all }, best) {
      const figures = metricFigures(all.map(({ summary }) => summary)).filter(({ better }) => better !== 'neither');
      show(element, all.length > counts[0]! && figures.length > 0);
      count = best?.count ?? 0;
      by = best?.by ?? (figures.some(({ id }) => id === by) ? by : (headlineFigure(figures)?.id ?? ''));
      const fewer = counts.filter((each) => each < all.length);
      const options = fewer.map((each) => ({ id: String(each), label: l10n.t('the best {0}', each) }));
      countChoice.update([{ id: '0', label: l10n.t('all {0} runs', all.length) }, ...options], String(count));
      byChoice.update(figures, by);
      show(byChoice.element, count > 0);
    },
  };
}
