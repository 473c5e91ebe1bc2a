// View models of the charts: which curves each shows, and what is said about them. Pure; drawing is in views/chart.ts.

import type { RunDetail, Series } from '../../src/shared/messages/runs.ts';
import { describeMetric } from '../../src/shared/metrics.ts';
import { isActive } from '../../src/shared/run-state.ts';
import { formatNumber } from '../../src/shared/run-text.ts';
import type { Curves } from './curves.ts';

export type ChartId = 'loss' | 'learning-rate' | 'throughput' | 'gradient' | 'ipu';

export interface CurveModel {
  readonly label: string;
  /** Last finite value, as text. */
  readonly latest: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

export interface ChartModel {
  readonly id: ChartId;
  readonly title: string;
  readonly unit: string;
  readonly curves: readonly CurveModel[];
  /** Points drawn, over all curves. */
  readonly drawn: number;
  /** `120 of 375 points`, and what could not be drawn. */
  readonly note: string;
  /** What is said in place of curves when none can be drawn. */
  readonly emptyText: string;
  /** Where the figures come from, if not from the run itself. */
  readonly source: 'model' | 'device' | null;
  /** Fixed limits of the vertical axis, where the quantity has them. */
  readonly limits: { readonly min: number; readonly max: number } | null;
  /** What a screen reader says instead of the picture. */
  readonly summary: string;
}

interface ChartKind {
  readonly id: ChartId;
  readonly title: string;
  readonly unit: string;
  /** Drawn with an empty state when there are no points yet; others appear with their first point. */
  readonly always: boolean;
  readonly takes: (seriesName: string) => boolean;
  readonly label: (seriesName: string) => string;
  readonly scale: number;
  readonly limits: ChartModel['limits'];
}

const ipuSeries = /^ipu\/(\d+)\/utilisation$/;

const kinds: readonly ChartKind[] = [
  metricChart('loss', 'Loss', '', true),
  metricChart('learning-rate', 'Learning rate', '', true),
  metricChart('throughput', 'Throughput', 'samples/s', true),
  metricChart('gradient', 'Gradient norm', '', false),
  {
    id: 'ipu',
    title: 'IPU utilisation',
    unit: '%',
    always: true,
    takes: (name) => ipuSeries.test(name),
    label: (name) => `IPU ${ipuSeries.exec(name)?.[1] ?? '?'}`,
    scale: 100,
    limits: { min: 0, max: 100 },
  },
];

function metricChart(id: Exclude<ChartId, 'ipu'>, title: string, unit: string, always: boolean): ChartKind {
  const takes = (name: string) => describeMetric(name).chart === id;
  const label = (name: string) => describeMetric(name).label;
  return { id, title, unit, always, takes, label, scale: 1, limits: null };
}

/** All charts of a run, in the order in which they are shown. */
export function chartModels(curves: Curves, run: Pick<RunDetail, 'state' | 'ipuSource'>): ChartModel[] {
  return kinds.flatMap((kind) => {
    const series = [...curves.values()].filter(({ name }) => kind.takes(name)).sort(byName);
    if (series.length === 0 && !kind.always) return [];
    const source = kind.id === 'ipu' && series.length > 0 ? (run.ipuSource ?? null) : null;
    return [chartModel(kind, series, source, isActive(run.state))];
  });
}

function chartModel(
  kind: ChartKind,
  series: readonly Series[],
  source: ChartModel['source'],
  active: boolean,
): ChartModel {
  const { id, title, unit, limits } = kind;
  const curves = series.map((one) => curveModel(kind, one));
  const drawn = sum(curves.map((curve) => curve.points.length));
  const note = describePoints(series, drawn);
  const summary = describeChart(kind, curves, note, source);
  return { id, title, unit, limits, curves, drawn, note, emptyText: emptyText(series, active), source, summary };
}

function emptyText(series: readonly Series[], active: boolean): string {
  if (series.length > 0) return 'Every value is NaN or infinite';
  return active ? 'No points yet' : 'No points were recorded';
}

function curveModel(kind: ChartKind, series: Series): CurveModel {
  const points = [];
  for (const [index, x] of series.steps.entries()) {
    const y = series.values[index];
    if (y !== undefined && Number.isFinite(y)) points.push({ x, y: y * kind.scale });
  }
  const last = points.at(-1);
  const unit = kind.unit === '' ? '' : ` ${kind.unit}`;
  const latest = last === undefined ? '' : `${formatNumber(round(kind, last.y))}${unit}`;
  return { label: kind.label(series.name), latest, points };
}

/** Shares are said in tenths of a percent. */
function round(kind: ChartKind, value: number): number {
  return kind.unit === '%' ? Math.round(value * 10) / 10 : value;
}

function describePoints(series: readonly Series[], drawn: number): string {
  const total = sum(series.map((one) => one.totalPoints));
  const here = sum(series.map((one) => one.steps.length));
  const notFinite = here - drawn;
  const counts = `${drawn} of ${total} ${total === 1 ? 'point' : 'points'}`;
  return notFinite > 0 ? `${counts} · ${notFinite} NaN or infinite` : counts;
}

function describeChart(kind: ChartKind, curves: readonly CurveModel[], note: string, source: string | null): string {
  const origin = source === 'model' ? ', modelled, not measured' : '';
  const title = `${kind.title}${kind.unit === '' ? '' : ` in ${kind.unit}`} by step${origin}`;
  if (curves.every((curve) => curve.points.length === 0)) return `${title}: no points yet`;
  return `${title}, ${note}. ${curves.map(describeCurve).join('. ')}.`;
}

function describeCurve({ label, latest, points }: CurveModel): string {
  if (points.length === 0) return `${label}: no finite value`;
  let [lowest, highest] = [Infinity, -Infinity];
  for (const { y } of points) {
    lowest = Math.min(lowest, y);
    highest = Math.max(highest, y);
  }
  return `${label}: from ${formatNumber(lowest)} to ${formatNumber(highest)}, latest ${latest}`;
}

/** `ipu/2/…` before `ipu/10/…`. */
function byName(a: Series, b: Series): number {
  return a.name.localeCompare(b.name, 'en', { numeric: true });
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
