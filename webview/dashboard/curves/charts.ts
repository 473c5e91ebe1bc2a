// Which charts a run has, in the order in which they are shown, and which curves each asks for. Pure.

import * as l10n from '@vscode/l10n';
import type { HorizontalAxis, RunSummary } from '../../../src/shared/messages/runs.ts';
import { describeMetric } from '../../../src/shared/metrics.ts';
import type { CurveSettings } from './settings.ts';

export interface ChartKind {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  /** What its values are multiplied by to be in that unit. */
  readonly scale: number;
  /** Names of its series; empty: it waits for its first point. */
  readonly names: readonly string[];
  readonly label: (seriesName: string) => string;
  readonly x: HorizontalAxis;
  readonly limits: { readonly min: number; readonly max: number } | null;
}

/** Charts of every run, with or without points. */
const always = ['loss', 'learning-rate', 'throughput'] as const;
/** Never a chart of its own: it is an axis. */
const axisMetrics = new Set(['epoch']);
const ipuName = /^ipu\/(\d+)\/utilisation$/;
/** More IPUs than this are not asked for curve by curve; the IPU tab has all. */
export const mostIpus = 64;

/** The metrics of a run, those with a chart of their own first. */
export function metricNames({ latest, ranges = {} }: Pick<RunSummary, 'latest' | 'ranges'>): string[] {
  return [...new Set([...Object.keys(latest), ...Object.keys(ranges)])].sort((a, b) => a.localeCompare(b, 'en'));
}

/** Names under which the utilisation of IPUs may be found; a run has those of its own. */
export const ipuNames: readonly string[] = Array.from({ length: mostIpus }, (_, index) => `ipu/${index}/utilisation`);

/** The charts of a run before any are left out. */
export function chartKinds(
  metrics: readonly string[],
  devices: readonly string[],
  settings: CurveSettings,
): ChartKind[] {
  const { x, custom } = settings;
  const shown = metrics.filter((name) => !axisMetrics.has(name));
  const known = [
    fixedChart('loss', l10n.t('Loss'), '', x, shown, ['loss', 'eval_loss']),
    fixedChart('learning-rate', l10n.t('Learning rate'), '', x, shown, ['learning_rate']),
    fixedChart('throughput', l10n.t('Throughput'), describeMetric('samples_per_second').unit, x, shown, [
      'samples_per_second',
    ]),
    fixedChart('gradient', l10n.t('Gradient norm'), '', x, shown, ['grad_norm']),
    ...scoreCharts(x, shown),
  ].filter((kind) => kind.names.length > 0 || (always as readonly string[]).includes(kind.id));
  const taken = new Set(known.flatMap(({ names }) => names));
  const others = shown.filter((name) => !taken.has(name)).map((name) => metricChart(name, x));
  return [...custom.map(customChart), ...known, ...others, ipuChart(x, devices)];
}

/** The charts that are shown, in order: pinned ones on top. */
export function shownCharts(kinds: readonly ChartKind[], { filter, pinned }: CurveSettings): ChartKind[] {
  const wanted = filter.trim().toLowerCase();
  const hit = ({ title, names }: ChartKind) =>
    title.toLowerCase().includes(wanted) || names.some((name) => name.toLowerCase().includes(wanted));
  const found = kinds.filter(hit);
  const isPinned = ({ id }: ChartKind) => pinned.includes(id);
  return [...found.filter(isPinned), ...found.filter((kind) => !isPinned(kind))];
}

function fixedChart(
  id: string,
  title: string,
  unit: string,
  x: HorizontalAxis,
  metrics: readonly string[],
  takes: readonly string[],
): ChartKind {
  const names = takes.filter((name) => metrics.includes(name));
  return { id, title, unit, scale: 1, names, label: labelOf, x, limits: null };
}

/** What evaluation found, as percentages: on held-out data, and on the training data. */
function scoreCharts(x: HorizontalAxis, metrics: readonly string[]): ChartKind[] {
  const percentages = metrics.filter((name) => describeMetric(name).unit === '%');
  const shares = metrics.filter((name) => describeMetric(name).unit === 'share');
  const chart = (id: string, title: string, names: readonly string[], scale: number): ChartKind => {
    return { id, title, unit: '%', scale, names, label: labelOf, x, limits: null };
  };
  return [
    chart('scores', l10n.t('Evaluation'), percentages, 1),
    chart('score-shares', l10n.t('Evaluation (shares)'), shares, 100),
  ].filter(({ names }) => names.length > 0);
}

function metricChart(name: string, x: HorizontalAxis): ChartKind {
  const { label, unit } = describeMetric(name);
  return { id: `metric/${name}`, title: label, unit, scale: 1, names: [name], label: labelOf, x, limits: null };
}

function customChart({ x, y }: { readonly x: string; readonly y: string }): ChartKind {
  const title = l10n.t('{0} over {1}', labelOf(y), labelOf(x));
  const { unit } = describeMetric(y);
  const isShare = unit === 'share';
  return {
    ...{ id: customId({ x, y }), title, unit: isShare ? '%' : unit, scale: isShare ? 100 : 1 },
    ...{ names: [y], label: labelOf, x: { kind: 'metric', name: x }, limits: null },
  };
}

/** The id of a chart of the user's own. */
export function customId({ x, y }: { readonly x: string; readonly y: string }): string {
  return `custom/${y}/${x}`;
}

function ipuChart(x: HorizontalAxis, names: readonly string[]): ChartKind {
  const label = (name: string) => l10n.t('IPU {0}', ipuName.exec(name)?.[1] ?? '?');
  const limits = { min: 0, max: 100 };
  return { id: 'ipu', title: l10n.t('IPU utilisation'), unit: '%', scale: 100, names, label, x, limits };
}

/** What a metric is called. */
export function labelOf(name: string): string {
  return describeMetric(name).label;
}
