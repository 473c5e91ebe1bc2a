// The grid of charts of the selected run.

import type { ChartId, ChartModel } from '../chart-models.ts';
import { createChartCard, type ChartCard } from './chart.ts';
import { create, setChildren } from '../../common/dom.ts';

export interface Charts {
  readonly element: HTMLElement;
  update(models: readonly ChartModel[]): void;
  repaint(): void;
}

export function createCharts(): Charts {
  const element = create('section', { class: 'charts', 'aria-label': 'Charts' });
  const cards = new Map<ChartId, ChartCard>();
  return {
    element,
    update(models) {
      const wanted = new Set(models.map((model) => model.id));
      for (const [id, card] of cards) {
        if (wanted.has(id)) continue;
        card.destroy();
        cards.delete(id);
      }
      const shown = models.map((model) => cards.get(model.id) ?? createChartCard(model.id));
      setChildren(
        element,
        shown.map((card) => card.element),
      );
      for (const [index, model] of models.entries()) {
        cards.set(model.id, shown[index]!);
        shown[index]!.update(model);
      }
    },
    repaint() {
      for (const card of cards.values()) card.repaint();
    },
  };
}
