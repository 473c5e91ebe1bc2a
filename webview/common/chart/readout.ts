// The crosshair of one chart: a line with a dot on each curve, and beside it the values there. Drawn over the canvas, so that
// moving it draws no curve again.

import * as l10n from '@vscode/l10n';
import type { Reading } from '../../../src/shared/chart/words.ts';
import type { CurveStyle } from '../../../src/shared/chart/palette.ts';
import { create, show } from '../dom.ts';
import type { Area } from './surface.ts';

/** More values than this are not listed. */
const mostRows = 10;

export interface ReadoutRow extends Reading {
  readonly look: CurveStyle;
  /** Where its point is on the canvas. */
  readonly left: number;
  readonly top: number;
}

export interface Readout {
  readonly element: HTMLElement;
  /** `title` is null where only the line is shown, as in a chart that follows another. */
  show(left: number, area: Area, title: string | null, rows: readonly ReadoutRow[], pointerTop: number): void;
  hide(): void;
}

export function createReadout(): Readout {
  const line = create('div', { class: 'crosshair-line' });
  const dots = create('div');
  const values = create('div', { class: 'readout' });
  const element = create('div', { class: 'crosshair', 'aria-hidden': 'true' }, line, dots, values);
  show(element, false);
  return {
    element,
    show(left, area, title, rows, pointerTop) {
      show(element, true);
      line.style.transform = `translateX(${left}px)`;
      line.style.top = `${area.top}px`;
      line.style.height = `${area.bottom - area.top}px`;
      dots.replaceChildren(...rows.filter((row) => isInside(row, area)).map(dot));
      show(values, title !== null && rows.length > 0);
      if (title === null) return;
      const shown = nearest(rows, pointerTop);
      const rest = rows.length - shown.length;
      values.replaceChildren(
        create('b', {}, title),
        ...shown.map(rowElement),
        ...(rest > 0 ? [create('i', {}, rest === 1 ? l10n.t('and 1 more') : l10n.t('and {0} more', rest))] : []),
      );
      const isRight = left > (area.left + area.right) / 2;
      values.style.left = isRight ? '' : `${left + 12}px`;
      values.style.right = isRight ? `calc(100% - ${left - 12}px)` : '';
      values.style.top = `${area.top + 4}px`;
    },
    hide: () => show(element, false),
  };
}

function isInside({ left, top }: ReadoutRow, area: Area): boolean {
  return left >= area.left && left <= area.right && top >= area.top && top <= area.bottom;
}

/** Those whose points are nearest to the pointer, in the order of the curves. */
function nearest(rows: readonly ReadoutRow[], pointerTop: number): readonly ReadoutRow[] {
  if (rows.length <= mostRows) return rows;
  const distance = ({ top }: ReadoutRow) => (Number.isNaN(top) ? Infinity : Math.abs(top - pointerTop));
  const kept = new Set([...rows].sort((a, b) => distance(a) - distance(b)).slice(0, mostRows));
  return rows.filter((row) => kept.has(row));
}

function dot({ look, left, top }: ReadoutRow): HTMLElement {
  const element = create('div', { class: 'crosshair-dot' });
  element.style.background = look.colour;
  element.style.transform = `translate(${left}px, ${top}px)`;
  return element;
}

function rowElement({ look, label, text }: ReadoutRow): HTMLElement {
  const swatch = create('span', { class: 'readout-swatch' });
  swatch.style.background = look.colour;
  return create('span', {}, swatch, `${label}: ${text}`);
}
