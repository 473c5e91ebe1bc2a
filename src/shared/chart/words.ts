// What is said of a chart: how many of how many points it shows, what could not be shown and why, a summary in place of the
// picture, and the values at a place.

import * as l10n from '@vscode/l10n';
import { formatDuration, formatNumber } from '../run-text.ts';
import {
  isDrawable,
  lineOf,
  nearestIndex,
  notFiniteOf,
  type AxisKind,
  type ChartAxis,
  type ChartCurve,
  type ChartModel,
} from './model.ts';
import type { View } from './view.ts';

export interface PointCounts {
  readonly drawn: number;
  readonly total: number;
  readonly notFinite: number;
  /** Values and places of 0 or less, which have no place on a logarithmic axis. */
  readonly notPositive: number;
  /** Points above or below what is shown. */
  readonly outside: number;
}

/** How many points of these curves are drawn, and what becomes of the others. */
export function countPoints(model: ChartModel, curves: readonly ChartCurve[], view: View): PointCounts {
  const counts = { drawn: 0, total: 0, notFinite: 0, notPositive: 0, outside: 0 };
  for (const curve of curves) {
    const before = counts.drawn;
    for (const [index, x] of curve.x.entries()) countPoint(counts, model, view, x, curve.y[index]);
    const beside = curve.totalPoints === undefined ? curve.x.length : curve.totalPoints;
    counts.total += Math.max(beside, counts.drawn - before);
    counts.notFinite += notFiniteOf(curve).count;
  }
  return counts;
}

type Counting = { -readonly [K in keyof PointCounts]: PointCounts[K] };

function countPoint(counts: Counting, { x: across, y: up }: ChartModel, view: View, x: number, y: number | undefined) {
  if (x < view.x.min || x > view.x.max) return void (isLost(across.kind, x) && counts.notPositive++);
  if (y === undefined || !Number.isFinite(y) || !Number.isFinite(x)) return;
  if (isLost(across.kind, x) || isLost(up.kind, y)) counts.notPositive++;
  else {
    counts.drawn++;
    if (y < view.y.min || y > view.y.max) counts.outside++;
  }
}

function isLost(kind: AxisKind, value: number): boolean {
  return kind === 'log' && value <= 0;
}

/** `120 of 375 points`, and all that could not be shown. */
export function describePoints(counts: PointCounts, remarks: readonly string[] = []): string {
  const { drawn, total, notFinite, notPositive, outside } = counts;
  const parts = [
    total === 1 ? l10n.t('{0} of 1 point', drawn) : l10n.t('{0} of {1} points', drawn, total),
    notFinite > 0 ? l10n.t('{0} NaN or infinite', notFinite) : '',
    notPositive > 0 ? l10n.t('{0} not above 0: no place on a logarithmic axis', notPositive) : '',
    outside > 0 ? l10n.t('{0} outside the scale', outside) : '',
    ...remarks,
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

/** What a screen reader says instead of the picture. */
export function summariseChart(model: ChartModel, curves: readonly ChartCurve[], note: string): string {
  const unit = model.y.unit === '' ? '' : ` (${model.y.unit})`;
  const title = l10n.t('{0} by {1}', `${model.title}${unit}`, model.x.label);
  const origin = model.source === 'model' ? `, ${l10n.t('modelled, not measured')}` : '';
  const said = curves.map((curve) => summariseCurve(model, curve));
  if (!curves.some((curve) => lastValue(model, curve) !== undefined)) return `${title}${origin}: ${model.emptyText}`;
  return `${title}${origin}, ${note}. ${said.join('. ')}.`;
}

function summariseCurve({ x, y }: ChartModel, curve: ChartCurve): string {
  let [lowest, highest, last] = [Infinity, -Infinity, NaN];
  for (const [index, value] of curve.y.entries()) {
    if (!isDrawable(y.kind, value) || !isDrawable(x.kind, curve.x[index])) continue;
    lowest = Math.min(lowest, value);
    highest = Math.max(highest, value);
    last = value;
  }
  if (Number.isNaN(last)) return l10n.t('{0}: no finite value', curve.label);
  const [from, to, latest] = [lowest, highest, last].map((value) => formatValue(y, value));
  return l10n.t('{0}: from {1} to {2}, latest {3}', curve.label, from!, to!, latest!);
}

/** The last value that can be drawn. */
export function lastValue({ x, y }: Pick<ChartModel, 'x' | 'y'>, curve: ChartCurve): number | undefined {
  return curve.y.findLast((value, index) => isDrawable(y.kind, value) && isDrawable(x.kind, curve.x[index]));
}

/** A value of an axis with its unit: `1.234`, `41 %`, `3 min 20 s`, a date and time. */
export function formatValue({ kind, unit }: ChartAxis, value: number): string {
  if (kind === 'time') return Number.isFinite(value) ? formatDate(new Date(value)) : formatNumber(value);
  if (kind === 'duration') return value < 10_000 ? `${formatNumber(value / 1000)} s` : formatDuration(value);
  const rounded = unit === '%' ? Math.round(value * 10) / 10 : value;
  return unit === '' ? formatNumber(rounded) : `${formatNumber(rounded)} ${unit}`;
}

function formatDate(time: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${day} ${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`;
}

/** A place on the horizontal axis in words: `step 120`. */
export function formatPlace(axis: ChartAxis, x: number): string {
  const value = axis.whole === true ? String(Math.round(x)) : formatValue(axis, x);
  return axis.label === '' || axis.kind === 'time' ? value : `${axis.label} ${value}`;
}

export interface Reading {
  readonly key: string;
  readonly label: string;
  /** Where the curve's nearest point stands. */
  readonly x: number;
  readonly value: number;
  /** The value, and where the curve is smoothed or a mean, what it is made of. */
  readonly text: string;
}

/** The values of the curves at their points nearest to `x`. */
export function readAt(model: ChartModel, curves: readonly ChartCurve[], x: number): Reading[] {
  return curves.flatMap((curve) => {
    const index = nearestIndex(curve.x, x);
    const place = curve.x[index];
    if (place === undefined) return [];
    const value = lineOf(curve)[index] ?? NaN;
    return [{ key: curve.key, label: curve.label, x: place, value, text: describeReading(model.y, curve, index) }];
  });
}

function describeReading(axis: ChartAxis, curve: ChartCurve, index: number): string {
  const value = formatValue(axis, curve.y[index] ?? NaN);
  const smooth = curve.smooth?.[index];
  const parts = [smooth === undefined ? value : l10n.t('{0} (raw {1})', formatValue(axis, smooth), value)];
  const [low, high] = [curve.low?.[index], curve.high?.[index]];
  if (low !== undefined && high !== undefined && low < high) {
    parts.push(l10n.t('{0} to {1}', formatValue(axis, low), formatValue(axis, high)));
  }
  return parts.join(' · ');
}
