// What part of a chart's plane is shown: the ends of both axes, from what is asked for and else from the curves.

import {
  isDrawable,
  lineOf,
  notFiniteOf,
  type AxisKind,
  type ChartCurve,
  type ChartModel,
  type Limits,
  type Zoom,
} from './model.ts';
import { linearStep } from './ticks.ts';

/** Which directions a selection has; over the other one it spans the whole chart. */
export type ZoomMode = 'x' | 'y' | 'xy';

export interface View {
  readonly x: Limits;
  readonly y: Limits;
}

/** The ends of both axes; the vertical one fits what lies between the ends of the horizontal one. */
export function viewOf(model: ChartModel, curves: readonly ChartCurve[], zoom: Zoom): View {
  const x = zoom.x ?? withGiven(model.x.limits, widen(horizontalExtent(model, curves), model.x.kind));
  const y = zoom.y ?? withGiven(model.y.limits, roundOut(verticalExtent(model, curves, x), model.y.kind));
  return { x: widen(x, model.x.kind), y: widen(y, model.y.kind) };
}

function withGiven(given: Partial<Limits> | undefined, found: Limits): Limits {
  return { min: given?.min ?? found.min, max: given?.max ?? found.max };
}

function horizontalExtent({ x }: ChartModel, curves: readonly ChartCurve[]): Limits {
  const extent = createExtent(x.kind);
  for (const curve of curves) {
    for (const place of curve.x) extent.add(place);
    for (const place of notFiniteOf(curve).at) extent.add(place);
  }
  return extent.limits();
}

function verticalExtent({ y }: ChartModel, curves: readonly ChartCurve[], within: Limits): Limits {
  const extent = createExtent(y.kind);
  for (const curve of curves) {
    const lists = [curve.y, lineOf(curve), curve.low, curve.high].filter((list) => list !== undefined);
    for (const [index, place] of curve.x.entries()) {
      if (!(place >= within.min && place <= within.max)) continue;
      for (const list of lists) extent.add(list[index]);
    }
  }
  return extent.limits();
}

function createExtent(kind: AxisKind) {
  let [min, max] = [Infinity, -Infinity];
  return {
    add(value: number | undefined) {
      if (!isDrawable(kind, value)) return;
      if (value < min) min = value;
      if (value > max) max = value;
    },
    limits: (): Limits => (min <= max ? { min, max } : kind === 'log' ? { min: 1, max: 10 } : { min: 0, max: 1 }),
  };
}

/** Limits that have a distance, so that a single value stands in the middle. */
function widen({ min, max }: Limits, kind: AxisKind): Limits {
  if (kind === 'log') {
    const low = min > 0 ? min : Math.min(1, max > 0 ? max / 10 : 1);
    return max > low ? { min: low, max } : { min: low / 2, max: low * 2 };
  }
  if (max > min) return { min, max };
  const half = min === 0 ? 0.5 : Math.abs(min) / 10;
  return { min: min - half, max: min + half };
}

/** Limits a little farther out, at round numbers, and at zero if that is near. */
function roundOut(found: Limits, kind: AxisKind): Limits {
  const limits = widen(found, kind);
  if (kind === 'log') {
    const space = 10 ** (0.04 * Math.log10(limits.max / limits.min));
    return { min: limits.min / space, max: limits.max * space };
  }
  const { max } = limits;
  const min = limits.min >= 0 && limits.min < 0.5 * max ? 0 : limits.min;
  const step = linearStep({ min, max }, 6) / 2;
  return { min: Math.floor(min / step + 1e-9) * step, max: Math.ceil(max / step - 1e-9) * step };
}
