// A scatter plot as SVG: a point for each run, with its letter.

import { createSvg } from '../../common/dom.ts';
import { curveStyle } from '../../common/palette.ts';
import { themeKind } from '../../common/theme.ts';
import type { ScatterModel, ScatterPoint } from '../models/scatter.ts';

const heightPx = 360;
const area = { left: 76, right: 24, top: 16, bottom: 48 };
/** Points do not touch the axes. */
const inset = 0.04;

/** The drawing at this width. */
export function renderScatter(
  { x, y, points }: ScatterModel,
  widthPx: number,
  highlighted: string | null,
  highlight: (runId: string | null) => void,
): SVGElement {
  const [width, height] = [widthPx - area.left - area.right, heightPx - area.top - area.bottom];
  const xOf = (share: number): number => area.left + (inset + share * (1 - 2 * inset)) * width;
  const yOf = (share: number): number => area.top + (1 - inset - share * (1 - 2 * inset)) * height;
  const floor = area.top + height;
  const xTicks = spaced(x.scale.ticks, Math.floor(width / 84)).flatMap(({ at, label }) => [
    createSvg('line', { x1: xOf(at), x2: xOf(at), y1: area.top, y2: floor, class: 'grid-line' }),
    text(xOf(at), floor + 16, shorten(label), 'tick', 'middle'),
  ]);
  const yTicks = spaced(y.scale.ticks, 9).flatMap(({ at, label }) => [
    createSvg('line', { x1: area.left, x2: area.left + width, y1: yOf(at), y2: yOf(at), class: 'grid-line' }),
    text(area.left - 6, yOf(at) + 4, shorten(label), 'tick', 'end'),
  ]);
  const yTitle = text(14, area.top + height / 2, y.figure.label, 'axis-title', 'middle');
  yTitle.setAttribute('transform', `rotate(-90 14 ${area.top + height / 2})`);
  const ordered = [...points].sort((a, b) => Number(a.runId === highlighted) - Number(b.runId === highlighted));
  const plot = createSvg(
    'svg',
    { class: 'scatter', width: widthPx, height: heightPx, 'aria-hidden': 'true' },
    ...xTicks,
    ...yTicks,
    createSvg('path', { d: `M ${area.left} ${area.top} V ${floor} H ${area.left + width}`, class: 'axis-line' }),
    text(area.left + width / 2, heightPx - 8, x.figure.label, 'axis-title', 'middle'),
    yTitle,
    ...ordered.map((point) => renderPoint(point, xOf(point.x), yOf(point.y), highlighted, highlight)),
  );
  plot.addEventListener('pointerleave', () => highlight(null));
  return plot;
}

function renderPoint(
  { runId, letter, name, place, xText, yText }: ScatterPoint,
  x: number,
  y: number,
  highlighted: string | null,
  highlight: (runId: string | null) => void,
): SVGElement {
  const { colour, dash } = curveStyle(place, themeKind());
  const isLit = runId === highlighted;
  const state = isLit ? 'lit' : highlighted === null ? 'plain' : 'dim';
  // As the dash of a line, so the filling of a point tells runs of one colour apart.
  const fill = dash.length === 0 ? colour : 'none';
  const title = createSvg('title', {});
  title.textContent = `${letter} ${name}: ${xText}, ${yText}`;
  const circle = createSvg('circle', { cx: x, cy: y, r: isLit ? 8 : 5.5, stroke: colour, fill, 'stroke-width': 2 });
  const label = text(x + 9, y - 6, isLit ? `${letter} ${shorten(name, 30)}` : letter, 'point-label', 'start');
  const reach = createSvg('circle', { cx: x, cy: y, r: 12, class: 'reach' });
  reach.addEventListener('pointerenter', () => highlight(runId));
  return createSvg('g', { class: `point ${state}`, 'data-run': runId }, title, circle, label, reach);
}

/** At most so many of the ticks. */
function spaced<T>(ticks: readonly T[], most: number): readonly T[] {
  const every = Math.max(1, Math.ceil(ticks.length / Math.max(1, most)));
  return ticks.filter((_, index) => index % every === 0);
}

function text(x: number, y: number, words: string, className: string, anchor: string): SVGElement {
  const element = createSvg('text', { x, y, class: className, 'text-anchor': anchor });
  element.append(words);
  return element;
}

function shorten(words: string, most = 12): string {
  return words.length > most ? `${words.slice(0, most - 1)}…` : words;
}
