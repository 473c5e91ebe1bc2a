// A chart as data: curves over an axis, with what is said of them. Pages draw it on a canvas, exports as SVG. No colours of a
// theme and no pixels here.

import type { CurveStyle } from './palette.ts';

/** `time`: ms since 1970; `duration`: ms; `log`: only values above 0 have a place on it. */
export type AxisKind = 'linear' | 'log' | 'time' | 'duration';

export interface Limits {
  readonly min: number;
  readonly max: number;
}

export interface ChartAxis {
  readonly kind: AxisKind;
  /** What is measured along it, such as `step`; empty on a vertical axis that the title already names. */
  readonly label: string;
  /** Unit of its values, such as `samples/s`; empty if they have none. */
  readonly unit: string;
  /** Ends that are shown; those that are absent follow from the curves. */
  readonly limits?: Partial<Limits>;
  /** Ticks stand at whole numbers only. */
  readonly whole?: boolean;
}

export interface ChartCurve {
  /** Tells the curve from the others of its chart for as long as the chart is there. */
  readonly key: string;
  readonly label: string;
  /** Places on the horizontal axis; ascending, unless that axis is a measured quantity. */
  readonly x: readonly number[];
  /** As long as `x`. NaN and infinite values interrupt the line. */
  readonly y: readonly number[];
  /** Least and greatest value around each point, drawn as a band. */
  readonly low?: readonly number[];
  readonly high?: readonly number[];
  /** Drawn in place of `y`, which then stands thin behind it. */
  readonly smooth?: readonly number[];
  /** Where values are NaN or infinite, on the horizontal axis: marked there. Absent: taken from `y`. */
  readonly notFinite?: { readonly at: readonly number[]; readonly count: number };
  /** Points that there are where `x` shows some of them; absent: `x` is all. */
  readonly totalPoints?: number;
  /** The index of its look in the palette, or the look itself; absent: its place among the curves. */
  readonly look?: number | CurveStyle;
  readonly emphasis?: 'highlighted' | 'dimmed';
}

export interface ChartModel {
  readonly title: string;
  readonly x: ChartAxis;
  readonly y: ChartAxis;
  readonly curves: readonly ChartCurve[];
  /** Where the figures come from, if that must be said. */
  readonly source: 'model' | 'device' | null;
  /** What is said in place of curves when none can be drawn. */
  readonly emptyText: string;
  /** Said after the number of points. */
  readonly remarks?: readonly string[];
}

/** The part of a chart that is shown in place of what follows from its curves. */
export interface Zoom {
  readonly x: Limits | null;
  readonly y: Limits | null;
}

export const noZoom: Zoom = { x: null, y: null };

/** Whether a value has a place on an axis. */
export function isDrawable(kind: AxisKind, value: number | undefined): value is number {
  return value !== undefined && Number.isFinite(value) && (kind !== 'log' || value > 0);
}

/** The line that stands out: the smoothed values if there are any. */
export function lineOf(curve: ChartCurve): readonly number[] {
  return curve.smooth ?? curve.y;
}

/** Where a curve's marks of NaN and infinite values stand. */
export function notFiniteOf(curve: ChartCurve): { readonly at: readonly number[]; readonly count: number } {
  if (curve.notFinite) return curve.notFinite;
  const at = curve.x.filter((_, index) => !Number.isFinite(curve.y[index]));
  return { at, count: at.length };
}

/** Up to so many points each gets a dot. */
const fewPoints = 30;

/** The points of a curve that are drawn as dots: all of a few, and of many those that no line reaches. */
export function dotsOf(curve: ChartCurve): number[] {
  const line = lineOf(curve);
  const isPoint = (index: number): boolean => Number.isFinite(line[index]);
  const isAlone = (index: number): boolean => !isPoint(index - 1) && !isPoint(index + 1);
  const isFew = line.length <= fewPoints;
  const dots: number[] = [];
  for (let index = 0; index < line.length; index++) {
    if (isPoint(index) && (isFew || isAlone(index))) dots.push(index);
  }
  return dots;
}

/** The index of the point whose place is nearest to `x`; -1 without points. */
export function nearestIndex(places: readonly number[], x: number): number {
  if (!isAscending(places)) return nearestOfAll(places, x);
  let [from, to] = [0, places.length - 1];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (places[middle]! < x) from = middle + 1;
    else to = middle;
  }
  if (from > 0 && x - places[from - 1]! <= places[from]! - x) return from - 1;
  return Math.min(from, places.length - 1);
}

/** Whether no place stands before the one ahead of it. */
export function isAscending(places: readonly number[]): boolean {
  for (let index = 1; index < places.length; index++) if (!(places[index]! >= places[index - 1]!)) return false;
  return true;
}

function nearestOfAll(places: readonly number[], x: number): number {
  let nearest = -1;
  let distance = Infinity;
  for (const [index, place] of places.entries()) {
    if (!(Math.abs(place - x) < distance)) continue;
    distance = Math.abs(place - x);
    nearest = index;
  }
  return nearest;
}
