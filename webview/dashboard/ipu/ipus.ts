// The IPUs of a run over time: curves of a few, a heat map of many, or why there is nothing.

import { noZoom } from '../../../src/shared/chart/model.ts';
import { createChart } from '../../common/chart/chart.ts';
import { create, setText, show } from '../../common/dom.ts';
import { fewIpus, ipuChart, type IpuCurvesInput } from './curves.ts';
import type { StepRange } from './feed.ts';
import { createHead, type HeadActions } from './head.ts';
import { heatMapModel } from './heat-map/model.ts';
import { createHeatMap } from './heat-map/view.ts';
import type { Quantity } from './quantities.ts';
import { scopeNote } from './words.ts';

export interface IpusModel extends IpuCurvesInput {
  /** What the user wants to see: the same as `quantity` once that has arrived. */
  readonly chosen: Quantity;
  readonly range: StepRange | null;
}

export interface IpusActions extends Omit<HeadActions, 'reset'> {
  readonly zoom: (range: StepRange | null) => void;
}

export function createIpus(actions: IpusActions) {
  const head = createHead({ ...actions, reset: () => actions.zoom(null) });
  const chart = createChart({
    id: 'ipu-curves',
    onZoom: ({ x }) => actions.zoom(x && { from: Math.max(0, Math.floor(x.min)), to: Math.max(0, Math.ceil(x.max)) }),
  });
  const map = createHeatMap(actions.zoom);
  const empty = create('p', { class: 'nothing', 'data-role': 'no-ipus' });
  const element = create('section', { class: 'part ipus', 'aria-label': 'IPUs' }, head.element);
  element.append(chart.element, map.element, empty);
  return {
    element,
    update(model: IpusModel): void {
      const count = model.map.devices.length;
      const isMap = count > fewIpus;
      const many = heatMapModel(model);
      const { chosen, isFitted, range } = model;
      const source = count > 0 ? model.source : null;
      const notes = [isMap ? many.note : '', source === null ? '' : scopeNote(model.quantity, source)];
      head.update({
        quantity: chosen,
        isFitted,
        source,
        note: notes.filter((note) => note !== '').join(' · '),
        isZoomed: isMap && range !== null,
      });
      show(map.element, isMap);
      show(chart.element, count > 0 && !isMap);
      show(empty, count === 0);
      setText(empty, model.emptyText);
      if (range === null) chart.zoomTo(noZoom);
      if (isMap) map.update(many);
      else if (count > 0) chart.update({ ...ipuChart(model), source: null });
    },
    repaint(): void {
      chart.repaint();
      map.repaint();
    },
  };
}
