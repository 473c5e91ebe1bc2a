// The scores of the evaluation with their intervals, and how those were found.

import * as l10n from '@vscode/l10n';
import type { ScoreEstimates } from '../../../src/shared/messages/predictions.ts';
import type { RunSummary } from '../../../src/shared/messages/runs.ts';
import { create, show } from '../../common/dom.ts';
import { methodText, scoreModels, type ScoreModel } from './models.ts';

export interface Scores {
  readonly element: HTMLElement;
  update(run: RunSummary, estimates: ScoreEstimates | null): void;
}

export function createScores(): Scores {
  const list = create('dl', { class: 'score-list' });
  const method = create('p', { class: 'hint' });
  const element = create('section', { class: 'scores', 'aria-label': l10n.t('Scores') }, list, method);
  let shown = '';
  return {
    element,
    update(run, estimates) {
      const models = scoreModels(run, estimates);
      show(element, models.length > 0);
      show(method, estimates !== null);
      method.textContent = estimates ? methodText(estimates) : '';
      const now = JSON.stringify(models);
      if (now === shown) return;
      shown = now;
      list.replaceChildren(...models.map(renderScore));
    },
  };
}

function renderScore({ label, value, interval }: ScoreModel): HTMLElement {
  const spread = interval === '' ? [] : [create('dd', { class: 'interval' }, interval)];
  return create('div', {}, create('dt', {}, label), create('dd', { class: 'value' }, value), ...spread);
}
