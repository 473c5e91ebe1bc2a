// Speed against memory margin of the suggested configurations, small. Its figures are in the table beside it.

import * as l10n from '@vscode/l10n';
import { create, createSvg, setAttributes } from '../../common/dom.ts';
import type { ScatterPoint, SuggestionsModel } from '../models/suggestions.ts';

export interface Scatter {
  readonly element: HTMLElement;
  update(model: SuggestionsModel): void;
  /** Makes one point stand out. */
  mark(number: number | null): void;
}

const [width, height] = [300, 190];
const plot = { left: 58, right: 286, top: 14, bottom: 148 };

export function createScatter(onChoose: (number: number) => void): Scatter {
  const svg = createSvg('svg', { viewBox: `0 0 ${width} ${height}`, role: 'img', 'data-chart': 'front' });
  const element = create('figure', { class: 'scatter' }, svg);
  let drawn = '';
  return {
    element,
    update(model) {
      const now = JSON.stringify([model.points, model.speedRange, model.marginRange]);
      if (now === drawn) return;
      drawn = now;
      setAttributes(svg, {
        'aria-label': l10n.t('Speed against memory margin of {0} configurations', model.candidates.length),
      });
      svg.replaceChildren(...drawAxes(model), drawFront(model.points), ...drawPoints(model.points, onChoose));
    },
    mark(number) {
      for (const point of svg.querySelectorAll('[data-point]')) {
        point.classList.toggle('marked', point.getAttribute('data-point') === String(number));
      }
    },
  };
}

function drawAxes({ speedRange, marginRange, limit }: SuggestionsModel): SVGElement[] {
  const text = (x: number, y: number, anchor: string, words: string) =>
    createSvg('text', { x, y, 'text-anchor': anchor }, document.createTextNode(words));
  const { left, right, top, bottom } = plot;
  const inset = 10;
  return [
    createSvg('path', { class: 'axis', d: `M${left} ${top}V${bottom}H${right}` }),
    ...(limit === null
      ? []
      : [createSvg('path', { class: 'limit', d: `M${left} ${pixelOf({ x: 0, y: limit })[1]}H${right}` })]),
    text(left + inset, bottom + 15, 'middle', speedRange[0]),
    ...(speedRange[0] === speedRange[1] ? [] : [text(right - inset, bottom + 15, 'middle', speedRange[1])]),
    text((left + right) / 2, bottom + 33, 'middle', l10n.t('samples/s')),
    text(left - 6, bottom - inset + 4, 'end', marginRange[0]),
    ...(marginRange[0] === marginRange[1] ? [] : [text(left - 6, top + inset + 4, 'end', marginRange[1])]),
    text(left - 6, (top + bottom) / 2 + 4, 'end', l10n.t('free')),
  ];
}

function drawFront(points: readonly ScatterPoint[]): SVGElement {
  const corners = points.filter(({ number }) => number !== null).map((point) => pixelOf(point).join(' '));
  return createSvg('path', { class: 'front-line', d: corners.length > 1 ? `M${corners.join('L')}` : '' });
}

function drawPoints(points: readonly ScatterPoint[], onChoose: (number: number) => void): SVGElement[] {
  return points.map((point) => {
    const [x, y] = pixelOf(point);
    const title = createSvg('title', {}, document.createTextNode(titleOf(point)));
    const { number } = point;
    if (number === null) {
      return createSvg('path', { class: 'own', d: `M${x} ${y - 6}l6 6-6 6-6-6Z` }, title);
    }
    const circle = createSvg('circle', { class: 'point', cx: x, cy: y, r: 5, 'data-point': number }, title);
    circle.addEventListener('click', () => onChoose(number));
    return circle;
  });
}

function titleOf({ number, label }: ScatterPoint): string {
  return number === null ? l10n.t('The file as it stands: {0}', label) : `${number + 1}: ${label}`;
}

function pixelOf({ x, y }: Pick<ScatterPoint, 'x' | 'y'>): [number, number] {
  const inset = 10;
  const across = plot.right - plot.left - 2 * inset;
  const up = plot.bottom - plot.top - 2 * inset;
  return [Math.round(plot.left + inset + x * across), Math.round(plot.bottom - inset - y * up)];
}
