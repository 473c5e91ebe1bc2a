// The curves of a report as SVG: one chart a metric with all runs in it, and one a run for its IPUs.

import type { ChartCurve } from '../../shared/chart/model.ts';
import { renderChartSvg } from '../../shared/chart-svg/render.ts';
import { describeMetric } from '../../shared/metrics.ts';
import type { ReportedRun } from './content.ts';
import type { ThinCurve } from './thin.ts';

/** A chart and what it is called. */
export interface ReportChart {
  readonly title: string;
  readonly svg: string;
}

const first = ['loss', 'eval_loss', 'learning_rate', 'grad_norm', 'samples_per_second'];
const mostCharts = 40;
const utilisation = /^ipu\/(\d+)\/utilisation$/;
const steps = { kind: 'linear', label: 'Step', unit: '', whole: true } as const;

/** The charts of all metrics that a run has more than one point of, those of training first. */
export function renderCharts(runs: readonly ReportedRun[]): readonly ReportChart[] {
  const names = [...new Set(runs.flatMap(({ curves }) => [...curves.keys()]))].filter((name) => isShown(name, runs));
  const rank = (name: string): number => (first.includes(name) ? first.indexOf(name) : first.length);
  const sorted = names.sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1)).slice(0, mostCharts);
  return [...sorted.map((name) => metricChart(name, runs)), ...runs.flatMap((run) => ipuChart(run, runs.length > 1))];
}

function isShown(name: string, runs: readonly ReportedRun[]): boolean {
  if (name.startsWith('ipu/') || name === 'epoch') return false;
  return runs.some(({ curves }) => (curves.get(name)?.count ?? 0) > 1);
}

function metricChart(name: string, runs: readonly ReportedRun[]): ReportChart {
  const { label, unit } = describeMetric(name);
  const curves = runs.flatMap(({ run, curves: all }, at) => {
    const curve = all.get(name);
    return curve ? [chartCurve(run.runId, run.name, curve, at)] : [];
  });
  return draw(label, unit, curves, null);
}

function ipuChart({ run, curves: all }: ReportedRun, isOneOfMany: boolean): readonly ReportChart[] {
  const curves = [...all].flatMap(([name, curve]) => {
    const index = utilisation.exec(name)?.[1];
    return index === undefined ? [] : [chartCurve(name, `IPU ${index}`, curve, Number(index))];
  });
  if (curves.length === 0) return [];
  return [draw(isOneOfMany ? `IPU utilisation of ${run.name}` : 'IPU utilisation', 'share', curves, run.ipuSource ?? 'model')]; // prettier-ignore
}

function draw(
  title: string,
  unit: string,
  curves: readonly ChartCurve[],
  source: 'model' | 'device' | null,
): ReportChart {
  const y = { kind: 'linear', label: '', unit } as const;
  const svg = renderChartSvg({ title, x: steps, y, curves, source, emptyText: 'No values.', colours: 'both' });
  return { title, svg };
}

function chartCurve(key: string, label: string, curve: ThinCurve, look: number): ChartCurve {
  const { steps: x, means, low, high, isThinned, count, notFinite } = curve;
  const band = isThinned ? { low, high } : {};
  return { key, label, x, y: means, totalPoints: count, notFinite, look, ...band };
}
