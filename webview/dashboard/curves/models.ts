// A chart of the Curves tab as the chart component takes it: axes, curves and limits from series and settings. Pure.

import * as l10n from '@vscode/l10n';
import type { AxisKind, ChartAxis, ChartCurve, ChartModel, Limits } from '../../../src/shared/chart/model.ts';
import type { HorizontalAxis, RunDetail, RunSummary, Series } from '../../../src/shared/messages/runs.ts';
import { describeMetric } from '../../../src/shared/metrics.ts';
import { isActive } from '../../../src/shared/run-state.ts';
import { labelOf, type ChartKind } from './charts.ts';
import { canBeLog, type CurveSettings } from './settings.ts';

/** What a chart needs to know of its run. */
export type ChartRun = Pick<RunSummary, 'state'> & Pick<RunDetail, 'ipuSource'>;

/** The chart of these series; those that the chart does not name are left out. */
export function chartModel(
  kind: ChartKind,
  series: ReadonlyMap<string, Series>,
  settings: CurveSettings,
  run: ChartRun,
): ChartModel {
  const own = kind.names.flatMap((name) => series.get(name) ?? []);
  const y = valueAxis(kind, own, settings);
  const x = placeAxis(kind.x, settings.isLogX);
  const curves = own.map((one) => curveOf(kind, one, settings));
  const source = kind.id === 'ipu' && own.length > 0 ? (run.ipuSource ?? null) : null;
  return { title: kind.title, x, y, curves, source, emptyText: emptyText(kind, own, run) };
}

function emptyText({ x }: ChartKind, series: readonly Series[], { state }: ChartRun): string {
  if (series.length > 0 && x.kind !== 'step') return l10n.t('No values over {0}', placeAxis(x, false).label);
  return isActive(state) ? l10n.t('No points yet') : l10n.t('No points were recorded');
}

function curveOf(kind: ChartKind, series: Series, { hasBands }: CurveSettings): ChartCurve {
  const { name, steps, x, low, high, smooth, notFinite, totalPoints } = series;
  const scaled = (values: readonly number[]): readonly number[] =>
    kind.scale === 1 ? values : values.map((value) => value * kind.scale);
  return {
    ...{ key: name, label: kind.label(name), x: x ?? steps, y: scaled(series.values), totalPoints },
    ...(hasBands && low && high && { low: scaled(low), high: scaled(high) }),
    ...(smooth && { smooth: scaled(smooth) }),
    ...(notFinite && { notFinite }),
  };
}

/** The horizontal axis and its words. */
export function placeAxis(x: HorizontalAxis, isLog: boolean): ChartAxis {
  const kind: AxisKind = isLog && canBeLog(x) ? 'log' : 'linear';
  switch (x.kind) {
    case 'step':
      return { kind, label: l10n.t('step'), unit: '', whole: true };
    case 'epoch':
      return { kind, label: l10n.t('epoch'), unit: '' };
    case 'samples':
      return { kind, label: l10n.t('samples'), unit: '', whole: true };
    case 'time':
      return { kind: 'time', label: l10n.t('time'), unit: '' };
    case 'relative':
      return { kind: 'duration', label: l10n.t('time since the start'), unit: '' };
    case 'metric': {
      const { unit } = describeMetric(x.name);
      return { kind, label: labelOf(x.name), unit: unit === 'share' ? '' : unit };
    }
  }
}

function valueAxis(kind: ChartKind, series: readonly Series[], settings: CurveSettings): ChartAxis {
  const axis = settings.logY.includes(kind.id) ? ('log' as const) : ('linear' as const);
  const cut = settings.areOutliersCut ? outlierLimits(kind, series, axis) : undefined;
  const limits = cut ?? (axis === 'linear' ? kind.limits : null);
  return { kind: axis, label: '', unit: kind.unit, ...(limits && { limits }) };
}

/**
 * Ends that leave outliers out: the range between the 5th and the 95th percentile, widened by its own length to both sides.
 * An end beyond which nothing lies is not set.
 */
export function outlierLimits(kind: ChartKind, series: readonly Series[], axis: AxisKind): Partial<Limits> | undefined {
  const known = series.flatMap(({ percentiles }) => percentiles ?? []);
  if (known.length === 0) return undefined;
  const isLog = axis === 'log';
  const [to, from] = isLog ? [Math.log, Math.exp] : [(value: number) => value, (value: number) => value];
  const low = Math.min(...known.map((one) => one.low)) * kind.scale;
  const high = Math.max(...known.map((one) => one.high)) * kind.scale;
  if (!(high > low) || (isLog && low <= 0)) return undefined;
  const length = to(high) - to(low);
  const fence = { min: from(to(low) - length), max: from(to(high) + length) };
  const { min, max } = extentOf(series, kind.scale);
  return { ...(min < fence.min && { min: fence.min }), ...(max > fence.max && { max: fence.max }) };
}

function extentOf(series: readonly Series[], scale: number): Limits {
  let [min, max] = [Infinity, -Infinity];
  for (const { values, low = values, high = values } of series) {
    for (const value of low) if (Number.isFinite(value)) min = Math.min(min, value * scale);
    for (const value of high) if (Number.isFinite(value)) max = Math.max(max, value * scale);
  }
  return { min, max };
}
