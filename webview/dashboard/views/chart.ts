// One chart: Chart.js with the options that keep it fast (sorted points, no parsing, no animation, no point marks), and
// around it the words: title, source, latest values, how many points. Zoom and logarithmic axes are not here.

import {
  Chart,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
  type ChartConfiguration,
  type ChartDataset,
  type Scale,
} from 'chart.js';
import { formatNumber } from '../../../src/shared/run-text.ts';
import type { ChartModel, CurveModel } from '../chart-models.ts';
import { curveStyle } from '../../common/palette.ts';
import { create, createSvg, setAttributes, setText, show } from '../../common/dom.ts';
import { readTheme, type Theme } from '../../common/theme.ts';

Chart.register(LineController, LineElement, LinearScale, PointElement, Tooltip);

type Line = Chart<'line', { x: number; y: number }[]>;
type Dataset = ChartDataset<'line', { x: number; y: number }[]>;

export interface ChartCard {
  readonly element: HTMLElement;
  update(model: ChartModel): void;
  /** Takes the colours of the current theme. */
  repaint(): void;
  destroy(): void;
}

export function createChartCard(id: ChartModel['id']): ChartCard {
  const canvas = create('canvas', { 'data-chart': id, role: 'img' });
  const empty = create('p', { class: 'empty-chart' }, '');
  const title = create('h3');
  const tag = create('vscode-tag', { class: 'source' });
  const latest = create('span', { class: 'latest' });
  const note = create('span', { class: 'note' });
  const legend = create('ul', { class: 'legend' });
  const element = create(
    'figure',
    { class: `chart ${id}` },
    create('figcaption', {}, title, latest, tag, note),
    create('div', { class: 'canvas' }, canvas, empty),
    legend,
  );
  let chart: Line | undefined;
  let last: ChartModel | undefined;

  const draw = (model: ChartModel): void => {
    const theme = readTheme();
    chart ??= new Chart(canvas, configuration(model)) as unknown as Line;
    chart.data.datasets = model.curves.map((curve, index) => dataset(curve, index, theme));
    applyTheme(chart, theme);
    chart.update('none');
    show(legend, model.curves.length > 1);
    if (model.curves.length > 1) {
      legend.replaceChildren(...model.curves.map((curve, index) => legendEntry(curve, index, theme)));
    }
  };
  return {
    element,
    update(model) {
      last = model;
      // One curve says its unit with its latest value; several, or none, leave it to the title.
      const only = model.curves.length === 1 ? (model.curves[0]?.latest ?? '') : '';
      setText(title, model.unit === '' || only !== '' ? model.title : `${model.title} (${model.unit})`);
      setText(latest, only);
      show(latest, only !== '');
      setText(tag, model.source === 'model' ? 'modelled' : 'measured');
      setAttributes(element, { 'data-source': model.source ?? undefined });
      setAttributes(tag, { title: model.source === 'model' ? modelledExplanation : undefined });
      show(tag, model.source !== null);
      setText(note, model.drawn === 0 ? '' : model.note);
      setAttributes(canvas, { 'data-points': model.drawn, 'aria-label': model.summary });
      setText(empty, model.emptyText);
      setAttributes(element, { 'data-empty': model.drawn === 0 });
      show(empty, model.drawn === 0);
      draw(model);
    },
    repaint: () => void (last && draw(last)),
    destroy: () => chart?.destroy(),
  };
}

const modelledExplanation = 'Computed from the pipeline schedule of the experiment; not read from hardware.';

function configuration(model: ChartModel): ChartConfiguration<'line', { x: number; y: number }[]> {
  const ticks = { maxRotation: 0, sampleSize: 20, callback: (value: string | number) => formatNumber(Number(value)) };
  return {
    type: 'line',
    data: { datasets: [] },
    options: {
      parsing: false,
      normalized: true,
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      interaction: { mode: 'nearest', axis: 'x', intersect: false },
      elements: { point: { radius: 0, hitRadius: 0, hoverRadius: 4 }, line: { borderWidth: 1.5, tension: 0 } },
      scales: {
        x: {
          type: 'linear',
          bounds: 'data',
          beginAtZero: true,
          afterBuildTicks: dropCrowdedEnd,
          title: { display: true, text: 'step' },
          ticks: { ...ticks, precision: 0, maxTicksLimit: 8 },
        },
        y: { type: 'linear', beginAtZero: true, ...model.limits, ticks: { ...ticks, maxTicksLimit: 6 } },
      },
      plugins: {
        tooltip: {
          callbacks: {
            title: (items) => `step ${items[0]?.parsed.x ?? ''}`,
            label: (item) => ` ${item.dataset.label ?? ''}: ${formatNumber(item.parsed.y ?? NaN)} ${model.unit}`,
          },
        },
      },
    },
  };
}

/** The axis ends at the last step, which may stand too close to the last round number for both to be read. */
function dropCrowdedEnd(axis: Scale): void {
  const [first, second] = axis.ticks;
  const [previous, last] = axis.ticks.slice(-2);
  if (!first || !second || !previous || !last || axis.ticks.length < 3) return;
  if (last.value - previous.value < (second.value - first.value) / 2) axis.ticks = axis.ticks.slice(0, -1);
}

function dataset(curve: CurveModel, index: number, theme: Theme): Dataset {
  const { colour, dash } = curveStyle(index, theme.kind);
  return {
    label: curve.label,
    data: curve.points as { x: number; y: number }[],
    borderColor: colour,
    backgroundColor: colour,
    borderDash: [...dash],
    spanGaps: true,
    // A line needs two points; a single one is shown as a dot.
    pointRadius: curve.points.length === 1 ? 3 : 0,
  };
}

function applyTheme(chart: Line, theme: Theme): void {
  const font = { family: theme.font, size: 11 };
  for (const scale of Object.values(chart.options.scales ?? {})) {
    if (!scale) continue;
    scale.grid = { color: theme.grid };
    scale.border = { color: theme.grid };
    Object.assign(scale.ticks ?? {}, { color: theme.text, font });
    Object.assign((scale as { title?: object }).title ?? {}, { color: theme.text, font });
  }
  Object.assign(chart.options.plugins?.tooltip ?? {}, {
    backgroundColor: theme.background,
    titleColor: theme.text,
    bodyColor: theme.text,
    borderColor: theme.border,
    borderWidth: 1,
    titleFont: font,
    bodyFont: font,
  });
}

function legendEntry(curve: CurveModel, index: number, theme: Theme): HTMLElement {
  const { colour, dash } = curveStyle(index, theme.kind);
  const line = { x1: 0, y1: 4, x2: 24, y2: 4, stroke: colour, 'stroke-width': 2, 'stroke-dasharray': dash.join(' ') };
  const swatch = createSvg(
    'svg',
    { viewBox: '0 0 24 8', class: 'swatch', 'aria-hidden': 'true' },
    createSvg('line', line),
  );
  return create('li', {}, swatch, create('span', {}, curve.label), create('b', {}, curve.latest));
}
