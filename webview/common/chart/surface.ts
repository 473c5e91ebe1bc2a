// The drawn part of a chart: Chart.js with the options that keep it fast (ends and ticks given, no parsing, no animation, no
// events), and bands and marks drawn beside its lines. What is drawn is decided elsewhere.

import {
  Chart,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
  type ChartConfiguration,
  type ChartDataset,
  type Scale,
} from 'chart.js';
import {
  dotsOf,
  isAscending,
  isDrawable,
  lineOf,
  type ChartAxis,
  type ChartCurve,
  type ChartModel,
  type Limits,
} from '../../../src/shared/chart/model.ts';
import type { CurveStyle } from '../../../src/shared/chart/palette.ts';
import { ticksOf } from '../../../src/shared/chart/ticks.ts';
import type { View } from '../../../src/shared/chart/view.ts';
import type { Theme } from '../theme.ts';
import { drawBands, drawMarks } from './ink.ts';

Chart.register(LineController, LineElement, LinearScale, LogarithmicScale, PointElement);

interface Point {
  readonly x: number;
  readonly y: number;
}
type Line = Chart<'line', Point[]>;
type Dataset = ChartDataset<'line', Point[]>;

export interface Drawing {
  readonly model: ChartModel;
  /** The curves that are not hidden. */
  readonly curves: readonly ChartCurve[];
  readonly looks: ReadonlyMap<string, CurveStyle>;
  readonly view: View;
  readonly theme: Theme;
}

export interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface Surface {
  draw(drawing: Drawing): void;
  /** Where the curves are, in CSS pixels of the canvas; null before the first drawing. */
  area(): Area | null;
  toValue(axis: 'x' | 'y', pixel: number): number;
  toPixel(axis: 'x' | 'y', value: number): number;
  destroy(): void;
}

/** Draws on this canvas; `onResize` is called after its size has changed. */
export function createSurface(canvas: HTMLCanvasElement, onResize: () => void): Surface {
  let chart: Line | undefined;
  let drawing: Drawing | undefined;
  const scale = (axis: 'x' | 'y'): Scale | undefined => chart?.scales[axis];
  const ink = {
    id: 'ink',
    // A new chart would lay itself out before it has anything to draw. What it calls updates of its own have a mode.
    beforeUpdate: (_chart: Chart, { mode }: { readonly mode?: string }) => mode !== undefined,
    beforeDatasetsDraw: (one: Chart) => void (drawing && drawBands(one, drawing)),
    afterDatasetsDraw: (one: Chart) => void (drawing && drawMarks(one, drawing)),
  };
  return {
    draw(next) {
      drawing = next;
      chart ??= new Chart(canvas, { ...configuration(onResize), plugins: [ink] }) as unknown as Line;
      chart.data.datasets = next.curves.flatMap((curve) => datasets(curve, next));
      chart.options.scales = { x: axisOptions('x', next), y: axisOptions('y', next) };
      chart.update('none');
    },
    area: () => chart?.chartArea ?? null,
    toValue: (axis, pixel) => scale(axis)?.getValueForPixel(pixel) ?? NaN,
    toPixel: (axis, value) => scale(axis)?.getPixelForValue(value) ?? NaN,
    destroy: () => chart?.destroy(),
  };
}

function configuration(onResize: () => void): ChartConfiguration<'line', Point[]> {
  return {
    type: 'line',
    data: { datasets: [] },
    options: {
      parsing: false,
      normalized: true,
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      events: [],
      onResize,
      // Round joins of a thousand pieces cost a quarter more to paint where there is no GPU, and cannot be told apart.
      elements: { line: { tension: 0, borderJoinStyle: 'bevel' } },
    },
  };
}

/** The raw curve thin behind, if there is a smoothed one, and the line that stands out. */
function datasets(curve: ChartCurve, drawing: Drawing): Dataset[] {
  const { colour, dash } = drawing.looks.get(curve.key)!;
  const { model } = drawing;
  const isDimmed = curve.emphasis === 'dimmed';
  // Chart.js takes points without parsing for sorted, and leaves out those that it believes to be outside.
  const parsing = isAscending(curve.x) ? (false as const) : { xAxisKey: 'x', yAxisKey: 'y' };
  const shared = { label: curve.label, spanGaps: false, parsing, backgroundColor: colour };
  const dots = new Set(dotsOf(curve));
  const line: Dataset = {
    ...shared,
    data: pointsOf(model, curve.x, lineOf(curve)),
    borderColor: isDimmed ? faded(colour, 0.25) : colour,
    borderWidth: curve.emphasis === 'highlighted' ? 3 : 1.5,
    borderDash: [...dash],
    pointRadius: dots.size === 0 ? 0 : curve.x.map((_, index) => (dots.has(index) ? 2.5 : 0)),
    order: curve.emphasis === 'highlighted' ? 0 : 1,
  };
  if (!curve.smooth) return [line];
  const raw = pointsOf(model, curve.x, curve.y);
  const thin = { borderColor: faded(colour, isDimmed ? 0.12 : 0.4), borderWidth: 1, pointRadius: 0, order: 2 };
  return [line, { ...shared, ...thin, data: raw }];
}

function pointsOf({ x, y }: ChartModel, places: readonly number[], values: readonly number[]): Point[] {
  const points: Point[] = new Array(places.length);
  for (let index = 0; index < places.length; index++) {
    const [place, value] = [places[index]!, values[index]!];
    const hasPlace = isDrawable(x.kind, place) && isDrawable(y.kind, value);
    points[index] = { x: place, y: hasPlace ? value : NaN };
  }
  return points;
}

/** A colour of the palette (`#rrggbb`) with an opacity; others are left as they are. */
function faded(colour: string, opacity: number): string {
  const hex = Math.round(opacity * 255)
    .toString(16)
    .padStart(2, '0');
  return /^#[\da-f]{6}$/i.test(colour) ? `${colour}${hex}` : colour;
}

function axisOptions(name: 'x' | 'y', { model, view, theme }: Drawing) {
  const axis = model[name];
  const limits = view[name];
  const font = { family: theme.font, size: 11 };
  const unit = axis.unit === '' ? '' : ` (${axis.unit})`;
  return {
    type: axis.kind === 'log' ? ('logarithmic' as const) : ('linear' as const),
    ...limits,
    grid: { color: theme.grid },
    border: { color: theme.grid },
    title: { display: axis.label !== '', text: `${axis.label}${unit}`, color: theme.text, font },
    ticks: { color: theme.text, font, maxRotation: 0, autoSkip: false, callback: labelOf },
    afterBuildTicks: (scale: Scale) => {
      scale.ticks = ticksOf(axis, limits, tickCount(axis, name, scale.chart, limits));
    },
  };
}

/** The label that a tick was given, in place of one that Chart.js would make. */
function labelOf(this: Scale, _value: number | string, index: number): string {
  return String(this.ticks[index]?.label ?? '');
}

/** As many as can be read beside each other. */
function tickCount({ kind }: ChartAxis, name: 'x' | 'y', { width, height }: Chart, { max }: Limits): number {
  if (name === 'y') return Math.max(2, Math.floor(height / 40));
  const widthOfLabel = kind === 'time' || kind === 'duration' ? 92 : max >= 1e5 ? 78 : 64;
  return Math.max(2, Math.floor((width - 60) / widthOfLabel));
}
