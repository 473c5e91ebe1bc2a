// Where an axis has its ticks and what stands beside them: round numbers, powers of ten, round times of day and durations.

import { formatDuration, formatNumber } from '../run-text.ts';
import type { ChartAxis, Limits } from './model.ts';

export interface Tick {
  readonly value: number;
  readonly label: string;
}

const [secondMs, minuteMs, hourMs, dayMs] = [1000, 60_000, 3_600_000, 86_400_000];

const timeStepsMs = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * secondMs),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * minuteMs),
  ...[1, 2, 3, 6, 12].map((count) => count * hourMs),
  ...[1, 2, 7, 14, 28].map((count) => count * dayMs),
];

/** About `count` ticks within the limits, ascending. */
export function ticksOf(axis: Pick<ChartAxis, 'kind' | 'whole'>, limits: Limits, count: number): Tick[] {
  if (!(limits.max > limits.min) || count < 1) return [];
  switch (axis.kind) {
    case 'log':
      return logTicks(limits, count).map((value) => ({ value, label: formatNumber(value) }));
    case 'time':
      return timeTicks(limits, count);
    case 'duration':
      return durationTicks(limits, count);
    case 'linear':
      return linearTicks(
        limits,
        axis.whole === true ? Math.max(1, linearStep(limits, count)) : linearStep(limits, count),
      );
  }
}

/** 1, 2, 2.5 or 5 times a power of ten, so that about `count` of them fit between the limits. */
export function linearStep({ min, max }: Limits, count: number): number {
  const rough = (max - min) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 2.5, 5, 10].find((one) => one * power >= rough * 0.999) ?? 10;
  return factor * power;
}

function linearTicks({ min, max }: Limits, rough: number): Tick[] {
  const step = rough > 1 ? Math.max(1, Number(rough.toPrecision(12))) : rough;
  const values = multiples({ min, max }, step, 0).map((value) => Number(value.toPrecision(12)));
  // As many digits as tell neighbours apart, which four are not far from zero.
  const digits = Math.max(0, Math.min(20, -Math.floor(Math.log10(step)) + (isHalfStep(step) ? 1 : 0)));
  const largest = Math.max(...values.map(Math.abs));
  const isPower = largest < 5e-3 || largest >= 1e7;
  return values.map((value) => ({ value, label: isPower ? formatPower(value) : tickNumber(value, step, digits) }));
}

function isHalfStep(step: number): boolean {
  const leading = step / 10 ** Math.floor(Math.log10(step));
  return Math.abs(leading - 2.5) < 1e-6;
}

function tickNumber(value: number, step: number, digits: number): string {
  if (value === 0) return '0';
  return step >= 1 ? String(value) : value.toFixed(digits);
}

function formatPower(value: number): string {
  if (value === 0) return '0';
  const [mantissa = '', exponent = ''] = value.toExponential(3).split('e');
  return `${Number(mantissa)}e${Number(exponent)}`;
}

function logTicks({ min, max }: Limits, count: number): number[] {
  const [first, last] = [Math.floor(Math.log10(min)), Math.ceil(Math.log10(max))];
  const decades = Math.log10(max) - Math.log10(min);
  const factors = [[1], [1, 3], [1, 2, 5]].findLast((list) => list.length * decades <= count) ?? [1];
  const stride = Math.max(1, Math.ceil(decades / count));
  const ticks: number[] = [];
  for (let power = first; power <= last; power++) {
    if (factors.length === 1 && power % stride !== 0) continue;
    for (const factor of factors) ticks.push(Number(`${factor}e${power}`));
  }
  const within = ticks.filter((value) => value >= min * 0.999999 && value <= max * 1.000001);
  if (within.length >= 2) return within;
  return linearTicks({ min, max }, linearStep({ min, max }, count))
    .map(({ value }) => value)
    .filter((value) => value > 0);
}

function timeTicks(limits: Limits, count: number): Tick[] {
  const stepMs = timeStep(limits, count);
  // Round in the reader's time zone.
  const offsetMs = new Date(limits.min).getTimezoneOffset() * minuteMs;
  return multiples(limits, stepMs, offsetMs).map((value) => ({ value, label: formatClock(value, stepMs) }));
}

function formatClock(timeMs: number, stepMs: number): string {
  const time = new Date(timeMs);
  const day = `${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  if (stepMs >= dayMs) return day;
  const clock = `${two(time.getHours())}:${two(time.getMinutes())}`;
  if (stepMs < minuteMs) return `${clock}:${two(time.getSeconds())}`;
  return stepMs >= 6 * hourMs ? `${day} ${clock}` : clock;
}

function durationTicks(limits: Limits, count: number): Tick[] {
  if (limits.max - limits.min < count * secondMs) {
    const inSeconds = { min: limits.min / secondMs, max: limits.max / secondMs };
    return linearTicks(inSeconds, linearStep(inSeconds, count)).map(({ value, label }) => {
      return { value: value * secondMs, label: `${label} s` };
    });
  }
  return multiples(limits, timeStep(limits, count), 0).map((value) => ({ value, label: durationLabel(value) }));
}

/** Without units that are zero. */
function durationLabel(durationMs: number): string {
  return durationMs <= 0 ? formatDuration(durationMs) : formatDuration(durationMs).replace(/ 0 \w+$/, '');
}

function timeStep({ min, max }: Limits, count: number): number {
  const rough = (max - min) / count;
  return timeStepsMs.find((step) => step >= rough) ?? Math.ceil(rough / (28 * dayMs)) * 28 * dayMs;
}

function multiples({ min, max }: Limits, step: number, offset: number): number[] {
  const values: number[] = [];
  const slack = step * 1e-9;
  for (let index = Math.ceil((min - offset - slack) / step); index * step + offset <= max + slack; index++) {
    values.push(index * step + offset);
  }
  return values;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
