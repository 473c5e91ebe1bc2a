// Where values stand along an axis, from 0 to 1, and the ticks beside it: numbers linear or by powers of ten, and categories. Pure.

import { ticksOf } from '../../../src/shared/chart/ticks.ts';
import { formatNumber } from '../../../src/shared/run-text.ts';
import type { FigureValue } from './figures.ts';

export interface ScaleTick {
  readonly at: number;
  readonly label: string;
}

export interface Scale {
  readonly kind: 'linear' | 'log' | 'category';
  /** 0 to 1; undefined for what has no place on the axis. */
  place(value: FigureValue): number | undefined;
  readonly ticks: readonly ScaleTick[];
  /** How far apart neighbouring values are where they are few; undefined for numbers. */
  readonly step?: number;
}

/** Beyond this ratio of the greatest to the least value an axis is logarithmic by itself. */
const decades = 100;

/** Ticks stand at least this far apart. */
const nearest = 0.05;

/** Whether the values are better read by powers of ten. */
export function spansDecades(values: readonly FigureValue[]): boolean {
  const numbers = finite(values);
  const [least, greatest] = [Math.min(...numbers), Math.max(...numbers)];
  return numbers.length > 1 && numbers.length === countValues(values) && least > 0 && greatest / least >= decades;
}

/** The scale of these values; `log` is heeded where all numbers allow it. */
export function scaleOf(values: readonly FigureValue[], log: boolean, tickCount = 5): Scale {
  const numbers = finite(values);
  const others = values.filter((value) => value !== null && typeof value !== 'number');
  if (others.length > 0 || numbers.length === 0) return categories(values);
  return numeric(numbers, log && Math.min(...numbers) > 0, tickCount);
}

function numeric(numbers: readonly number[], isLog: boolean, tickCount: number): Scale {
  const to = isLog ? Math.log10 : (value: number): number => value;
  let [low, high] = [to(Math.min(...numbers)), to(Math.max(...numbers))];
  if (low === high) {
    const margin = isLog ? 0.5 : Math.abs(low) / 2 || 1;
    [low, high] = [low - margin, high + margin];
  }
  const place = (value: FigureValue): number | undefined => {
    if (typeof value !== 'number' || !Number.isFinite(value) || (isLog && value <= 0)) return undefined;
    return (to(value) - low) / (high - low);
  };
  const limits = isLog ? { min: 10 ** low, max: 10 ** high } : { min: low, max: high };
  const kind = isLog ? 'log' : 'linear';
  const own = [...new Set(numbers)].map((value) => ({ value, label: formatNumber(value) }));
  // A few values stand for themselves: nothing lies between two seeds.
  const wanted = own.length <= tickCount ? own : ticksOf({ kind }, limits, tickCount);
  const ticks = wanted.flatMap(({ value, label }) => {
    const at = place(value);
    return at === undefined || at < -1e-9 || at > 1 + 1e-9 || !label ? [] : [{ at, label }];
  });
  return { kind, place, ticks: spread(ticks) };
}

/** Without ticks that stand too close to one before them. */
function spread(ticks: readonly ScaleTick[]): ScaleTick[] {
  const kept: ScaleTick[] = [];
  for (const tick of [...ticks].sort((a, b) => a.at - b.at)) {
    if (kept.length === 0 || tick.at - kept.at(-1)!.at >= nearest) kept.push(tick);
  }
  return kept;
}

function categories(values: readonly FigureValue[]): Scale {
  const names = [...new Set(values.filter((value) => value !== null).map(String))];
  const at = (index: number): number => (names.length < 2 ? 0.5 : index / (names.length - 1));
  return {
    kind: 'category',
    place(value) {
      const index = value === null ? -1 : names.indexOf(String(value));
      return index < 0 ? undefined : at(index);
    },
    ticks: names.map((label, index) => ({ at: at(index), label })),
    step: names.length < 2 ? 1 : 1 / (names.length - 1),
  };
}

function finite(values: readonly FigureValue[]): number[] {
  return values.filter((value) => typeof value === 'number' && Number.isFinite(value)) as number[];
}

function countValues(values: readonly FigureValue[]): number {
  return values.filter((value) => value !== null).length;
}
