// Curves and bands as SVG path data.

import {
  dotsOf,
  isDrawable,
  lineOf,
  notFiniteOf,
  type AxisKind,
  type ChartCurve,
  type Limits,
} from '../chart/model.ts';
import { number } from './markup.ts';

/** The pixel of a value; NaN if it has no place on the axis. */
export type Scale = (value: number) => number;

/** The scale that puts the limits of an axis at these pixels. */
export function scaleOf(kind: AxisKind, { min, max }: Limits, from: number, to: number): Scale {
  const place = kind === 'log' ? Math.log10 : (value: number) => value;
  const [first, last] = [place(min), place(max)];
  return (value) => (isDrawable(kind, value) ? from + ((place(value) - first) / (last - first)) * (to - from) : NaN);
}

/** A line through the points, interrupted where one has no place. */
export function linePath(places: readonly number[], values: readonly number[], x: Scale, y: Scale): string {
  let path = '';
  let open = false;
  for (const [index, place] of places.entries()) {
    const [left, top] = [x(place), y(values[index] ?? NaN)];
    if (Number.isNaN(left) || Number.isNaN(top)) open = false;
    else {
      path += `${open ? 'L' : 'M'}${number(left)} ${number(top)}`;
      open = true;
    }
  }
  return path;
}

/** The area between a curve's least and greatest values, one piece for each stretch that has both. */
export function bandPath(curve: ChartCurve, x: Scale, y: Scale): string {
  return bandStretches(curve, x, y)
    .map((stretch) => {
      const upper = stretch.map(({ left, high }) => `${number(left)} ${number(high)}`);
      const lower = stretch.map(({ left, low }) => `${number(left)} ${number(low)}`).reverse();
      return `M${[...upper, ...lower].join('L')}Z`;
    })
    .join('');
}

export interface BandPoint {
  readonly left: number;
  readonly low: number;
  readonly high: number;
}

/** The stretches of a curve's band in pixels. */
export function bandStretches({ x: places, low = [], high = [] }: ChartCurve, x: Scale, y: Scale): BandPoint[][] {
  const stretches: BandPoint[][] = [];
  let open = false;
  for (const [index, place] of places.entries()) {
    const point = { left: x(place), low: y(low[index] ?? NaN), high: y(high[index] ?? NaN) };
    const isWhole = !Number.isNaN(point.left) && !Number.isNaN(point.low) && !Number.isNaN(point.high);
    if (isWhole && !open) stretches.push([]);
    if (isWhole) stretches.at(-1)!.push(point);
    open = isWhole;
  }
  return stretches.filter((stretch) => stretch.length > 1);
}

/** Triangles that stand on the axis where a curve is NaN or infinite. */
export function markPath(curve: ChartCurve, x: Scale, left: number, right: number, bottom: number): string {
  return notFiniteOf(curve)
    .at.map(x)
    .filter((at) => at >= left - 0.5 && at <= right + 0.5)
    .map((at) => `M${number(at - 4)} ${number(bottom)}h8l-4 -7z`)
    .join('');
}

/** Dots at points that no line, or hardly one, would show. */
export function dotPath(curve: ChartCurve, x: Scale, y: Scale): string {
  const line = lineOf(curve);
  return dotsOf(curve)
    .map((index) => [x(curve.x[index] ?? NaN), y(line[index] ?? NaN)] as const)
    .filter(([left, top]) => !Number.isNaN(left) && !Number.isNaN(top))
    .map(([left, top]) => `M${number(left - 2.5)} ${number(top)}a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0 -5 0`)
    .join('');
}
