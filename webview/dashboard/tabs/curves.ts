// The tab of a run's curves.

import { chartModels } from '../chart-models.ts';
import type { Tab } from '../tab.ts';
import { create, show } from '../../common/dom.ts';
import { createCharts } from '../views/charts.ts';

export function createCurvesTab(): Tab {
  const charts = createCharts();
  const element = create('section', { class: 'curves' }, charts.element);
  return {
    id: 'curves',
    label: 'Curves',
    element,
    update({ run, detail, curves }) {
      show(charts.element, curves !== null);
      if (curves) charts.update(chartModels(curves, detail ?? { state: run.state }));
    },
    hide: () => undefined,
    repaint: () => charts.repaint(),
  };
}
