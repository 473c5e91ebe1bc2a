// Where the keyboard moves a chart's crosshair: from point to point of the curves that are seen. Pure.

import type { ChartCurve, Limits } from '../../../src/shared/chart/model.ts';

/** Points that one press with Shift passes. */
const bigStep = 10;

/** The place that a key leads to from `x`; undefined if the key is none of the cursor's. */
export function cursorAfter(
  key: string,
  isBig: boolean,
  x: number | null,
  curves: readonly ChartCurve[],
  within: Limits,
): number | undefined {
  const places = placesWithin(curves, within);
  const last = places.length - 1;
  if (last < 0) return undefined;
  const at = x === null ? -1 : places.findLastIndex((place) => place <= x);
  const isOn = at >= 0 && places[at] === x;
  const step = isBig ? bigStep : 1;
  const targets: Readonly<Record<string, number>> = {
    ArrowRight: at + step,
    ArrowLeft: x === null ? last : isOn || at < 0 ? at - step : at - step + 1,
    Home: 0,
    End: last,
  };
  const target = targets[key];
  return target === undefined ? undefined : places[Math.min(last, Math.max(0, target))];
}

/** The part of the axis that is half or twice as long around a place. */
export function zoomedAround({ min, max }: Limits, isLog: boolean, centre: number, factor: number): Limits {
  const [to, from] = isLog ? [Math.log, Math.exp] : [(value: number) => value, (value: number) => value];
  const middle = to(centre);
  return { min: from(middle - (middle - to(min)) * factor), max: from(middle + (to(max) - middle) * factor) };
}

function placesWithin(curves: readonly ChartCurve[], { min, max }: Limits): number[] {
  const places = new Set<number>();
  for (const { x } of curves) for (const place of x) if (place >= min && place <= max) places.add(place);
  return [...places].sort((a, b) => a - b);
}
