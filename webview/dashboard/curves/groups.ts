// Which curves are asked for together: those over the same axis, each with as many points as a chart can show. Pure.

import type { HorizontalAxis } from '../../../src/shared/messages/runs.ts';
import { ipuNames, type ChartKind } from './charts.ts';
import type { SeriesQuery } from './series.ts';
import { smoothingOf, type CurveSettings } from './settings.ts';

export interface Group {
  /** Tells it from the others. */
  readonly key: string;
  readonly names: readonly string[];
  readonly x: HorizontalAxis;
  readonly maxPoints: number;
}

/** Points of one curve, as long as there are few; of many curves all together. */
const [pointsOfCurve, fewestPoints, pointsOfGroup] = [1000, 250, 24_000];
const pointsOfIpu = 500;

/** The group that a chart's curves come with. */
export function groupOf({ id, x }: Pick<ChartKind, 'id' | 'x'>): string {
  if (id === 'ipu') return 'ipu';
  return id.startsWith('custom/') && x.kind === 'metric' ? `over ${x.name}` : 'metrics';
}

/** All groups of the run's metrics under these settings. */
export function groupsOf(metrics: readonly string[], { x, custom }: CurveSettings): Group[] {
  const over = new Map<string, Set<string>>();
  for (const chart of custom) over.set(chart.x, (over.get(chart.x) ?? new Set()).add(chart.y));
  const own = [...over].map(([name, ys]): Group => {
    return { key: `over ${name}`, names: [...ys], x: { kind: 'metric', name }, maxPoints: pointsOfCurve };
  });
  const share = Math.round(pointsOfGroup / Math.max(1, metrics.length));
  const maxPoints = Math.max(fewestPoints, Math.min(pointsOfCurve, share));
  const metricGroup: Group = { key: 'metrics', names: metrics, x, maxPoints };
  const ipuGroup: Group = { key: 'ipu', names: ipuNames, x, maxPoints: pointsOfIpu };
  return [metricGroup, ...own, ipuGroup].filter(({ names }) => names.length > 0);
}

/** What the store is asked for. */
export function queryOf(runId: string, { names, x }: Group, settings: CurveSettings): SeriesQuery {
  const smoothing = smoothingOf(settings);
  return {
    ...{ runId, names },
    ...(x.kind !== 'step' && { x }),
    ...(smoothing && { smoothing }),
    ...(settings.hasBands && { buckets: true }),
    ...(settings.areOutliersCut && { percentiles: true }),
  };
}

/** Tells axes apart: charts of the same one are zoomed together. */
export function axisKey(x: HorizontalAxis): string {
  return x.kind === 'metric' ? `metric/${x.name}` : x.kind;
}
