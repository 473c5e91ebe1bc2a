// F1 of parts of the questions as small bar charts, whose bars are buttons that filter the list; and the same as tables.

import * as l10n from '@vscode/l10n';
import { groupings, type Grouping, type PredictionOverview } from '../../../src/shared/messages/predictions.ts';
import { create, setAttributes, setText, show } from '../../common/dom.ts';
import { createList } from '../../common/list.ts';
import { createTableAlternative } from '../../common/table-alternative.ts';
import { groupingModel, type BarModel, type GroupingModel } from './models.ts';
import type { Settings } from './state.ts';

export interface Groups {
  readonly element: HTMLElement;
  update(overview: PredictionOverview | null, filters: Settings['filters']): void;
}

export function createGroups(onChoose: (grouping: Grouping, key: string) => void): Groups {
  const charts = groupings.map((grouping) => createChart((key) => onChoose(grouping, key)));
  const element = create('div', { class: 'group-charts' }, ...charts.map((chart) => chart.element));
  return {
    element,
    update(overview, filters) {
      for (const [index, grouping] of groupings.entries()) {
        const groups = overview?.groups[grouping] ?? [];
        show(charts[index]!.element, groups.length > 0);
        charts[index]!.update(groupingModel(grouping, groups, filters.groups?.[grouping]));
      }
    },
  };
}

function createChart(onChoose: (key: string) => void) {
  const title = create('h3');
  const summary = create('p', { class: 'hint' });
  const bars = create('ul', { class: 'bars' });
  const table = createTableAlternative(l10n.t('As a table'));
  const update = createList<BarModel>(bars, () => createBar(onChoose));
  return {
    element: create('figure', { class: 'group-chart' }, create('figcaption', {}, title, summary), bars, table.element),
    update(model: GroupingModel) {
      setText(title, model.title);
      setText(summary, model.summary);
      update(model.bars);
      table.update(() => ({
        head: ['', l10n.t('F1 %'), l10n.t('Questions')],
        rows: model.bars.map(({ label, value, count }) => [label, value, count]),
      }));
    },
  };
}

function createBar(onChoose: (key: string) => void) {
  let key = '';
  const label = create('span', { class: 'label' });
  const fill = create('span', { class: 'fill' });
  const value = create('span', { class: 'value' });
  const count = create('span', { class: 'count' });
  const track = create('span', { class: 'track' }, fill);
  const button = create('button', { type: 'button' }, label, track, value, count);
  button.addEventListener('click', () => onChoose(key));
  return {
    element: create('li', {}, button),
    update(model: BarModel) {
      key = model.key;
      setText(label, model.label);
      setText(value, model.value);
      setText(count, model.count);
      fill.style.width = `${100 * model.share}%`;
      setAttributes(button, {
        'aria-pressed': String(model.chosen),
        title: model.spoken,
        'data-group': model.key,
      });
    },
  };
}
