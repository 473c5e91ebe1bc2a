// Parallel coordinates as SVG: axes with ticks and marks that can be dragged or moved by keys, and a line for each run.

import * as l10n from '@vscode/l10n';
import { createSvg } from '../../common/dom.ts';
import { curveStyle } from '../../common/palette.ts';
import { themeKind } from '../../common/theme.ts';
import {
  brushBetween,
  moveEnd,
  type Brush,
  type ParallelAxis,
  type ParallelLine,
  type ParallelModel,
} from '../models/parallel.ts';
import { listenToDrag } from './drag.ts';

export interface PlotActions {
  readonly brush: (figureId: string, brush: Brush | null) => void;
  readonly move: (figureId: string, to: number) => void;
  readonly highlight: (runId: string | null) => void;
}

const heightPx = 340;
const [top, bottom] = [44, 296];
/** Where lines go that have no value. */
const missingY = 318;
const sidePx = 70;
/** One press of an arrow key moves a mark by this share of its axis. */
const keyStep = 0.02;
const mostLabel = 22;

/** The drawing at this width. */
export function renderParallel(
  { axes, lines }: ParallelModel,
  widthPx: number,
  highlighted: string | null,
  actions: PlotActions,
): SVGElement {
  const gap = axes.length < 2 ? 0 : (widthPx - 2 * sidePx) / (axes.length - 1);
  const xOf = (index: number): number => (axes.length < 2 ? widthPx / 2 : sidePx + gap * index);
  const ordered = [...lines].sort((a, b) => rank(a, highlighted) - rank(b, highlighted));
  const plot = createSvg(
    'svg',
    {
      class: 'parallel',
      width: widthPx,
      height: heightPx,
      role: 'group',
      'aria-label': l10n.t('Parallel coordinates'),
    },
    createSvg('g', { class: 'lines' }, ...ordered.map((line) => renderLine(line, xOf, highlighted, actions))),
    ...axes.map((axis, index) => renderAxis(axis, index, xOf(index), gap, actions)),
  );
  plot.addEventListener('pointerleave', () => actions.highlight(null));
  return plot;
}

function rank({ runId, isWithin }: ParallelLine, highlighted: string | null): number {
  return runId === highlighted ? 2 : isWithin ? 1 : 0;
}

function renderLine(
  { runId, letter, name, place, crossings, isWithin }: ParallelLine,
  xOf: (index: number) => number,
  highlighted: string | null,
  actions: PlotActions,
): SVGElement {
  const { colour, dash } = curveStyle(place, themeKind());
  const points = crossings.map((at, index) => `${xOf(index)},${at === undefined ? missingY : yOf(at)}`).join(' ');
  const isLit = runId === highlighted;
  const state = isLit ? 'lit' : !isWithin || highlighted !== null ? 'dim' : 'plain';
  const dashes = dash.length === 0 ? undefined : dash.join(' ');
  const line = createSvg('polyline', {
    points,
    stroke: colour,
    'stroke-dasharray': dashes,
    class: `run-line ${state}`,
  });
  const reach = createSvg('polyline', { points, class: 'reach' });
  const title = createSvg('title', {});
  title.textContent = `${letter} ${name}`;
  const element = createSvg('g', { 'data-run': runId, 'data-within': isWithin }, title, line, reach);
  reach.addEventListener('pointerenter', () => actions.highlight(runId));
  return element;
}

function renderAxis(
  { figure, scale, brush }: ParallelAxis,
  index: number,
  x: number,
  gap: number,
  actions: PlotActions,
): SVGElement {
  const title = text(x, 18, shorten(figure.label), 'axis-title');
  const full = createSvg('title', {});
  full.textContent = figure.label;
  title.append(full);
  listenToDrag(title, { end: ({ dx }) => void (gap > 0 && actions.move(figure.id, index + Math.round(dx / gap))) });
  const line = createSvg('line', { x1: x, x2: x, y1: top, y2: bottom, class: 'axis-line' });
  const ticks = thinned(scale.ticks).map(({ at, label }) =>
    text(x - 6, yOf(at) + 4, shorten(label, 12), 'tick', 'end'),
  );
  const grip = createSvg('rect', { x: x - 12, width: 24, y: top - 6, height: bottom - top + 12, class: 'grip' });
  listenToDrag(grip, {
    move: ({ from, to }) => actions.brush(figure.id, brushBetween(shareOf(from.y), shareOf(to.y))),
    click: () => actions.brush(figure.id, null),
  });
  const marks = brush ? [markOf(brush, x)] : [];
  const handles = (['from', 'to'] as const).map((end) => renderHandle(figure.id, figure.label, brush, end, x, actions));
  return createSvg(
    'g',
    { 'data-axis': figure.id, 'data-kind': scale.kind },
    line,
    ...marks,
    ...ticks,
    title,
    grip,
    ...handles,
  );
}

function markOf({ from, to }: Brush, x: number): SVGElement {
  return createSvg('rect', {
    x: x - 6,
    width: 12,
    y: yOf(to),
    height: Math.max(2, yOf(from) - yOf(to)),
    class: 'brush',
  });
}

function renderHandle(
  figureId: string,
  label: string,
  brush: Brush | null,
  end: 'from' | 'to',
  x: number,
  actions: PlotActions,
): SVGElement {
  const at = brush ? brush[end] : end === 'from' ? 0 : 1;
  const percent = Math.round(100 * at);
  const handle = createSvg('path', {
    d: `M ${x - 7} ${yOf(at)} h 14 l -7 ${end === 'from' ? 8 : -8} z`,
    class: `handle${brush ? ' set' : ''}`,
    tabindex: 0,
    role: 'slider',
    'aria-orientation': 'vertical',
    'aria-label': end === 'from' ? l10n.t('Lower end of {0}', label) : l10n.t('Upper end of {0}', label),
    'aria-valuemin': 0,
    'aria-valuemax': 100,
    'aria-valuenow': percent,
    'aria-valuetext': l10n.t('{0} % of the axis', percent),
    'data-handle': `${figureId} ${end}`,
  });
  handle.addEventListener('keydown', (event) => {
    const by = keyDistance(event.key);
    if (by === undefined) return;
    event.preventDefault();
    actions.brush(figureId, by === 'clear' ? null : moveEnd(brush, end, by));
  });
  return handle;
}

function keyDistance(key: string): number | 'clear' | undefined {
  switch (key) {
    case 'ArrowUp':
    case 'ArrowRight':
      return keyStep;
    case 'ArrowDown':
    case 'ArrowLeft':
      return -keyStep;
    case 'PageUp':
      return 5 * keyStep;
    case 'PageDown':
      return -5 * keyStep;
    case 'Home':
      return -1;
    case 'End':
      return 1;
    case 'Escape':
    case 'Delete':
      return 'clear';
    default:
      return undefined;
  }
}

/** Of many categories as many labels as have room. */
function thinned<T>(ticks: readonly T[]): readonly T[] {
  const every = Math.ceil(ticks.length / 16);
  return ticks.filter((_, index) => index % every === 0);
}

function yOf(share: number): number {
  return bottom - share * (bottom - top);
}

function shareOf(y: number): number {
  return (bottom - y) / (bottom - top);
}

function text(x: number, y: number, words: string, className: string, anchor = 'middle'): SVGElement {
  const element = createSvg('text', { x, y, class: className, 'text-anchor': anchor });
  element.append(words);
  return element;
}

/** Fields by their last part; of a path the end, which is where paths differ. */
function shorten(words: string, most = mostLabel): string {
  const shown = /^[a-z_]+\.[a-z_\d]+$/.test(words) ? words.slice(words.indexOf('.') + 1) : words;
  if (shown.length <= most) return shown;
  return shown.includes('/') ? `…${shown.slice(1 - most)}` : `${shown.slice(0, most - 1)}…`;
}
