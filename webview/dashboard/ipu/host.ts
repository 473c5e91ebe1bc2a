// The machine that trains: its processors, its memory, and how long training waits for data.

import * as l10n from '@vscode/l10n';
import type { Series } from '../../../src/shared/messages/runs.ts';
import { createChart, type ChartView } from '../../common/chart/chart.ts';
import { createCrosshair } from '../../common/chart/crosshair.ts';
import { create } from '../../common/dom.ts';
import { hostModels } from './curves.ts';
import { createSourceTag } from './head.ts';

export function createHost() {
  const tag = createSourceTag();
  tag.update('device');
  const charts = new Map<string, ChartView>();
  const crosshair = createCrosshair();
  const grid = create('div', { class: 'host-charts' });
  const head = create('div', { class: 'part-head' }, create('h2', {}, l10n.t('Machine')), tag.element);
  const chartOf = (id: string): ChartView => {
    const known = charts.get(id) ?? createChart({ id, crosshair });
    if (!charts.has(id)) grid.append(known.element);
    charts.set(id, known);
    return known;
  };
  return {
    element: create('section', { class: 'part host', 'aria-label': l10n.t('Machine') }, head, grid),
    update(series: readonly Series[], emptyText: string): void {
      for (const { id, model } of hostModels(series, emptyText)) chartOf(id).update(model);
    },
    repaint(): void {
      for (const chart of charts.values()) chart.repaint();
    },
  };
}
