// A chart as one SVG document that stands by itself: axes, curves, bands, marks, legend and words. What a page shows, for files.

import * as l10n from '@vscode/l10n';
import type { ChartCurve, ChartModel, Zoom } from '../chart/model.ts';
import { lineOf, noZoom } from '../chart/model.ts';
import { styleOn, type CurveStyle } from '../chart/palette.ts';
import { ticksOf, type Tick } from '../chart/ticks.ts';
import { viewOf } from '../chart/view.ts';
import { countPoints, describePoints, summariseChart } from '../chart/words.ts';
import { attribute, element, text } from './markup.ts';
import { bandPath, dotPath, linePath, markPath, scaleOf, type Scale } from './paths.ts';

export interface SvgChart extends ChartModel {
  readonly widthPx?: number;
  readonly heightPx?: number;
  /** Colours for paper and light pages, for dark pages, or for whichever the reader prefers. Absent: light. */
  readonly colours?: 'light' | 'dark' | 'both';
  /** Absent: all that the curves have. */
  readonly zoom?: Zoom;
}

const inks = {
  light: { text: '#333333', grid: '#dddddd', background: '#ffffff' },
  dark: { text: '#cccccc', grid: '#3c3c3c', background: '#1f1f1f' },
} as const;

const lineHeightPx = 18;
const glyphPx = 6.4;

/** The chart as a complete SVG text. Colours are classes of a style sheet inside it. */
export function renderChartSvg(chart: SvgChart): string {
  const { widthPx = 720, heightPx = 360 } = chart;
  const { curves } = chart;
  const view = viewOf(chart, curves, chart.zoom ?? noZoom);
  const yTicks = ticksOf(chart.y, view.y, 6);
  const legend = curves.length > 1 ? legendRows(curves, widthPx - 24) : [];
  const area = {
    left: 24 + Math.max(24, ...yTicks.map(({ label }) => label.length * glyphPx)),
    right: widthPx - 16,
    top: 56,
    bottom: heightPx - 44 - legend.length * lineHeightPx,
  };
  const xTicks = ticksOf(chart.x, view.x, Math.max(2, Math.floor((area.right - area.left) / 90)));
  const x = scaleOf(chart.x.kind, view.x, area.left, area.right);
  const y = scaleOf(chart.y.kind, view.y, area.bottom, area.top);
  const note = describePoints(countPoints(chart, curves, view), chart.remarks);
  const id = `chart-${hash(`${chart.title} ${note} ${curves.map(({ label }) => label).join(' ')}`)}`;
  const axisUnit = chart.x.unit === '' ? '' : ` (${chart.x.unit})`;
  const body = [
    element('title', {}, text(chart.title)),
    element('desc', {}, text(summariseChart(chart, curves, note))),
    element('style', {}, styleSheet(id, chart)),
    element('clipPath', { id: `${id}-area` }, element('rect', { ...boxOf(area) })),
    element('rect', { class: 'background', width: widthPx, height: heightPx }),
    label(16, 24, 'title', chart.y.unit === '' ? chart.title : `${chart.title} (${chart.y.unit})`),
    label(16, 42, 'note', [sourceWord(chart), note].filter((part) => part !== '').join(' · ')),
    ...yTicks.map((tick) => horizontalLine(tick, y, area)),
    ...xTicks.map((tick) => verticalLine(tick, x, area)),
    label((area.left + area.right) / 2, area.bottom + 36, 'end-middle', `${chart.x.label}${axisUnit}`),
    element('g', { 'clip-path': `url(#${id}-area)` }, ...curves.map((curve, index) => curveMarkup(curve, index, x, y))),
    ...curves.map((curve, index) => marksMarkup(curve, index, x, area)),
    ...legend.map((row, index) => legendMarkup(row, area.bottom + 52 + index * lineHeightPx)),
  ];
  const root = { xmlns: 'http://www.w3.org/2000/svg', id, role: 'img', width: widthPx, height: heightPx };
  const source = chart.source === null ? {} : { 'data-source': chart.source };
  return `${element('svg', { ...root, viewBox: `0 0 ${widthPx} ${heightPx}`, ...source }, ...body)}\n`;
}

function sourceWord({ source }: ChartModel): string {
  if (source === null) return '';
  return source === 'model' ? l10n.t('modelled') : l10n.t('measured');
}

interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

function boxOf({ left, right, top, bottom }: Area) {
  return { x: left, y: top, width: right - left, height: Math.max(0, bottom - top) };
}

function horizontalLine({ value, label: words }: Tick, y: Scale, { left, right }: Area): string {
  const at = y(value);
  return (
    element('line', { class: 'grid', x1: left, x2: right, y1: at, y2: at }) + label(left - 6, at + 4, 'end', words)
  );
}

function verticalLine({ value, label: words }: Tick, x: Scale, { top, bottom }: Area): string {
  const at = x(value);
  return (
    element('line', { class: 'grid', x1: at, x2: at, y1: top, y2: bottom }) + label(at, bottom + 18, 'middle', words)
  );
}

function label(x: number, y: number, kind: string, words: string): string {
  return element('text', { x, y, class: kind }, text(words));
}

function curveMarkup(curve: ChartCurve, index: number, x: Scale, y: Scale): string {
  const look = `curve c${index}${curve.emphasis === undefined ? '' : ` ${curve.emphasis}`}`;
  const parts = [
    curve.low && curve.high ? element('path', { class: 'band', d: bandPath(curve, x, y) }) : '',
    curve.smooth ? element('path', { class: 'raw', d: linePath(curve.x, curve.y, x, y) }) : '',
    element('path', { class: 'line', d: linePath(curve.x, lineOf(curve), x, y) }),
    element('path', { class: 'dot', d: dotPath(curve, x, y) }),
  ];
  return element('g', { class: look }, element('title', {}, text(curve.label)), ...parts);
}

/** Places of NaN and infinite values, as small triangles on the axis. */
function marksMarkup(curve: ChartCurve, index: number, x: Scale, { left, right, bottom }: Area): string {
  const d = markPath(curve, x, left, right, bottom);
  const title = element('title', {}, text(l10n.t('{0}: NaN or infinite', curve.label)));
  return d === '' ? '' : element('g', { class: `curve c${index}` }, title, element('path', { class: 'mark', d }));
}

type LegendRow = readonly { readonly label: string; readonly index: number; readonly x: number }[];

function legendRows(curves: readonly ChartCurve[], widthPx: number): LegendRow[] {
  const rows: { label: string; index: number; x: number }[][] = [];
  let at = Infinity;
  for (const [index, curve] of curves.entries()) {
    const needed = 34 + curve.label.length * glyphPx + 16;
    if (at + needed > widthPx) {
      rows.push([]);
      at = 16;
    }
    rows.at(-1)!.push({ label: curve.label, index, x: at });
    at += needed;
  }
  return rows;
}

function legendMarkup(row: LegendRow, y: number): string {
  const entries = row.map(({ label: words, index, x }) => {
    const line = element('path', { class: 'line', d: `M${x} ${y - 4}h24` });
    return element('g', { class: `curve c${index}` }, line) + label(x + 32, y, 'legend', words);
  });
  return entries.join('');
}

function styleSheet(id: string, { curves, colours = 'light' }: SvgChart): string {
  const first = colours === 'dark' ? 'dark' : 'light';
  const other = colours === 'both' ? `@media (prefers-color-scheme: dark) { ${colourRules(id, curves, 'dark')} }` : '';
  const shape = [
    `#${id} text { font: 11px system-ui, sans-serif; }`,
    `#${id} .title { font-size: 14px; font-weight: 600; }`,
    `#${id} .end { text-anchor: end; }`,
    `#${id} .middle, #${id} .end-middle { text-anchor: middle; }`,
    `#${id} .curve path { fill: none; stroke-width: 1.5; stroke-linejoin: round; }`,
    `#${id} .curve .raw { stroke-width: 1; stroke-opacity: 0.35; stroke-dasharray: none; }`,
    `#${id} .curve .band { stroke: none; fill-opacity: 0.18; }`,
    `#${id} .highlighted .line { stroke-width: 3; }`,
    `#${id} .dimmed { opacity: 0.25; }`,
  ];
  return [...shape, colourRules(id, curves, first), other].filter((rule) => rule !== '').join('\n');
}

function colourRules(id: string, curves: readonly ChartCurve[], background: 'light' | 'dark'): string {
  const ink = inks[background];
  const rules = [
    `#${id} text { fill: ${ink.text}; }`,
    `#${id} .background { fill: ${ink.background}; }`,
    `#${id} .grid { stroke: ${ink.grid}; }`,
    ...curves.map((curve, index) => curveRule(id, index, lookOf(curve, index, background))),
  ];
  return rules.join('\n');
}

function curveRule(id: string, index: number, { colour, dash }: CurveStyle): string {
  const safe = /^[#\w(),.% -]+$/.test(colour) ? colour : 'currentColor';
  const dashed = dash.length === 0 ? '' : ` stroke-dasharray: ${dash.map(Number).join(' ')};`;
  return [
    `#${id} .c${index} path { stroke: ${safe};${dashed} }`,
    `#${id} .c${index} .band, #${id} .c${index} .mark, #${id} .c${index} .dot { fill: ${safe}; }`,
  ].join('\n');
}

function lookOf({ look }: ChartCurve, index: number, background: 'light' | 'dark'): CurveStyle {
  return typeof look === 'object' ? look : styleOn(look ?? index, background);
}

/** So that several charts in one page do not share their rules. */
function hash(words: string): string {
  let value = 2166136261;
  for (const char of words) value = Math.imul(value ^ char.codePointAt(0)!, 16777619) >>> 0;
  return attribute(value.toString(36));
}
