// One chart for each metric that at least two runs have, a curve a run; and what is asked of the stores for them. Pure.

import * as l10n from '@vscode/l10n';
import type { ChartCurve, ChartModel, Limits } from '../../../src/shared/chart/model.ts';
import type { RunSummary, Series, SeriesRequest } from '../../../src/shared/messages/runs.ts';
import { describeMetric, metrics } from '../../../src/shared/metrics.ts';
import { placeAxis } from '../../dashboard/curves/models.ts';
import { smoothingOf, type CurveSettings } from '../../dashboard/curves/settings.ts';
import type { ComparedRun } from './view.ts';

/** Points of all curves of a chart together: more cannot be told apart on a screen, and would be slow to draw. */
const pointsOfChart = 20_000;
/** Of one curve. */
const [leastPoints, mostPoints] = [200, 1000];
/** With more runs than this, bands would hide each other. */
const mostBands = 4;

/** Names of curves that two runs or more have, and those of one run alone; epochs are an axis, and IPUs have a page of their own. */
export function splitMetrics(runs: readonly Pick<RunSummary, 'latest'>[]): {
  readonly shared: readonly string[];
  readonly others: readonly string[];
} {
  const all = new Set(runs.flatMap(({ latest }) => Object.keys(latest)));
  const names = [...all].filter((name) => name !== 'epoch' && !name.startsWith('ipu/'));
  const known = [...Object.keys(metrics).filter((name) => all.has(name)), ...names].filter((name) =>
    names.includes(name),
  );
  const ordered = [...new Set(known)];
  const isShared = (name: string): boolean => runs.filter(({ latest }) => Object.hasOwn(latest, name)).length >= 2;
  return { shared: ordered.filter(isShared), others: ordered.filter((name) => !isShared(name)) };
}

/** How many points each of so many runs gets. */
export function pointsOfCurve(runs: number): number {
  return Math.min(mostPoints, Math.max(leastPoints, Math.floor(pointsOfChart / Math.max(1, runs))));
}

/** What is asked of the store for one run; `range` is the part of the axis that is zoomed to. */
export function seriesRequest(
  runId: string,
  names: readonly string[],
  settings: CurveSettings,
  range: Limits | null,
  maxPoints: number,
): SeriesRequest {
  const smoothing = smoothingOf(settings);
  return {
    runId,
    names,
    maxPoints,
    buckets: true,
    ...(settings.x.kind !== 'step' && { x: settings.x }),
    ...(range && { fromX: range.min, toX: range.max }),
    ...(smoothing && { smoothing }),
  };
}

/** The chart of a metric; runs without points for it are named. */
export function curveChart(
  name: string,
  runs: readonly ComparedRun[],
  seriesOf: (runId: string) => readonly Series[],
  settings: CurveSettings,
  highlighted: string | null,
): ChartModel {
  const { label, unit } = describeMetric(name);
  const found = runs.map((run) => ({ run, series: seriesOf(run.runId).find((one) => one.name === name) }));
  const hasBands = settings.hasBands && runs.length <= mostBands;
  const curves = found.flatMap(({ run, series }) =>
    series && series.steps.length > 0 ? [curveOf(run, series, unit === 'share' ? 100 : 1, hasBands, highlighted)] : [],
  );
  const without = found.filter(({ series }) => !series || series.steps.length === 0).map(({ run }) => run.letter);
  return {
    title: label,
    x: placeAxis(settings.x, settings.isLogX),
    y: { kind: settings.logY.includes(name) ? 'log' : 'linear', label: '', unit: unit === 'share' ? '%' : unit },
    curves,
    source: null,
    emptyText: l10n.t('No points over this axis'),
    ...(without.length > 0 && curves.length > 0 && { remarks: [l10n.t('without {0}', without.join(', '))] }),
  };
}

function curveOf(
  { runId, letter, name, place }: ComparedRun,
  { steps, x, values, low, high, smooth, notFinite, totalPoints }: Series,
  scale: number,
  hasBands: boolean,
  highlighted: string | null,
): ChartCurve {
  const scaled = (list: readonly number[]): readonly number[] =>
    scale === 1 ? list : list.map((value) => value * scale);
  const emphasis = highlighted === null ? undefined : highlighted === runId ? 'highlighted' : 'dimmed';
  return {
    ...{ key: runId, label: `${letter} ${name}`, x: x ?? steps, y: scaled(values), totalPoints, look: place },
    ...(hasBands && low && high && { low: scaled(low), high: scaled(high) }),
    ...(smooth && { smooth: scaled(smooth) }),
    ...(notFinite && { notFinite }),
    ...(emphasis && { emphasis }),
  };
}
