// The chart in each of its variants, and what stands around it on the Curves tab.

import { createChart } from '../../common/chart/chart.ts';
import { createCard } from '../../dashboard/curves/card.ts';
import { below, nothing, show, type Component } from '../component.ts';
import { charts } from '../fixtures/charts.ts';

const variants = Object.entries(charts).map(([name, model]): Component => {
  const id = `chart-${name}`;
  return { id, title: `Chart: ${model.title}`, draw: (stage) => show(createChart({ id }), model)(stage) };
});

const highlighted: Component = {
  id: 'chart-highlighted',
  title: 'Chart: one curve stands out',
  draw(stage) {
    const model = charts['lines']!;
    const curves = model.curves.map((curve, index) => {
      return { ...curve, emphasis: index === 2 ? ('highlighted' as const) : ('dimmed' as const) };
    });
    return show(createChart({ id: 'chart-highlighted' }), { ...model, title: 'One of eight', curves })(stage);
  },
};

const card: Component = {
  id: 'chart-card',
  title: 'Chart with its buttons',
  draw(stage) {
    const actions = { toggleLog: nothing, togglePin: nothing, toggleWide: nothing, remove: nothing, save: nothing };
    const made = createCard({ id: 'chart-card' }, actions);
    below(stage).append(made.chart.element);
    made.update({ title: 'Loss', isLog: false, isPinned: true, isWide: false });
    made.chart.update({ ...charts['smoothed']!, title: 'Loss' });
    return { repaint: () => made.chart.repaint() };
  },
};

/** Charts alone and with what belongs to them. */
export const chartComponents: readonly Component[] = [...variants, highlighted, card];
