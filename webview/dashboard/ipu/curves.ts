// Curves of a few IPUs, and of the machine that trains, as charts. Pure.

import * as l10n from '@vscode/l10n';
import type { ChartAxis, ChartCurve, ChartModel, Limits } from '../../../src/shared/chart/model.ts';
import type { HeatMap, Series } from '../../../src/shared/messages/runs.ts';
import { formatBytes } from '../../common/quantities.ts';
import { axisUnitOf, fullScaleOf, titleOf, type Quantity } from './quantities.ts';

/** So many IPUs have a curve each; more are a heat map. */
export const fewIpus = 4;

const steps = (): ChartAxis => ({ kind: 'linear', label: l10n.t('step'), unit: '', whole: true });

export interface IpuCurvesInput {
  readonly map: HeatMap;
  readonly quantity: Quantity;
  readonly source: 'model' | 'device' | null;
  readonly isFitted: boolean;
  /** What an IPU can hold; null if that is not known. */
  readonly capacityBytes: number | null;
  readonly emptyText: string;
}

/** A curve for each IPU. */
export function ipuChart(input: IpuCurvesInput): ChartModel {
  const { map, quantity, source, isFitted, emptyText } = input;
  const { unit, size } = axisUnitOf(quantity);
  const limits = limitsOf(input, size);
  const curves = map.devices.map((ipu, row): ChartCurve => {
    const y = (map.values[row] ?? []).map((value) => value / size);
    return { key: `ipu/${ipu}`, label: `IPU ${ipu}`, x: map.steps, y, totalPoints: map.totalPoints };
  });
  return {
    title: titleOf(quantity),
    x: steps(),
    y: { kind: 'linear', label: '', unit, ...(!isFitted && { limits }) },
    curves,
    source,
    emptyText,
    remarks: remarksOf(input),
  };
}

/** Ends of the vertical axis, in its units: what an IPU can hold belongs to them, unless it holds more. */
function limitsOf({ map, quantity, capacityBytes }: IpuCurvesInput, size: number): Partial<Limits> {
  const { min, max } = fullScaleOf(quantity, capacityBytes);
  const isWithin = max !== null && map.values.every((row) => row.every((value) => !(value > max)));
  return { min: min / size, ...(isWithin && { max: max / size }) };
}

function remarksOf({ map, quantity, capacityBytes }: IpuCurvesInput): string[] {
  const remarks = [];
  if (map.totalPoints > map.steps.length) remarks.push(l10n.t('each point is the mean of its steps'));
  if (quantity === 'memoryBytes' && capacityBytes !== null) {
    remarks.push(l10n.t('an IPU holds {0}', formatBytes(capacityBytes)));
  }
  return remarks;
}

/** The curves of the machine, by their names in the store. */
export const hostSeries = ['host/cpu', 'host/ownCpu', 'host/loaderWait', 'host/memoryBytes', 'host/availableBytes'];

interface HostChart {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  /** How many of the series' own units make one of the axis. */
  readonly size: number;
  readonly limits: ChartAxis['limits'];
  readonly curves: readonly (readonly [series: string, label: string])[];
}

function hostCharts(): readonly HostChart[] {
  const share = { unit: '%', size: 0.01, limits: { min: 0, max: 100 } };
  return [
    {
      id: 'host-cpu',
      title: l10n.t('Processors'),
      ...share,
      curves: [
        ['host/cpu', l10n.t('all programs')],
        ['host/ownCpu', l10n.t('this run')],
      ],
    },
    {
      id: 'host-memory',
      title: l10n.t('Memory'),
      ...{ unit: 'GB', size: 1e9, limits: { min: 0 } },
      curves: [
        ['host/memoryBytes', l10n.t('this run')],
        ['host/availableBytes', l10n.t('still to be had')],
      ],
    },
    {
      id: 'host-wait',
      title: l10n.t('Waiting for data'),
      ...share,
      curves: [['host/loaderWait', l10n.t('share of the time')]],
    },
  ];
}

/** The machine's charts, in the order in which they are shown. */
export function hostModels(series: readonly Series[], emptyText: string): { id: string; model: ChartModel }[] {
  const byName = new Map(series.map((one) => [one.name, one]));
  return hostCharts().map(({ id, title, unit, size, limits, curves }) => {
    const y: ChartAxis = { kind: 'linear', label: '', unit, ...(limits && { limits }) };
    const drawn = curves.flatMap(([name, label], index): ChartCurve[] => {
      const one = byName.get(name);
      return one && one.steps.length > 0 ? [{ ...curveOf(one, size), label, look: index }] : [];
    });
    return { id, model: { title, x: steps(), y, curves: drawn, source: null, emptyText } };
  });
}

function curveOf({ name, steps: x, values, low, high, totalPoints }: Series, size: number) {
  const scaled = (list: readonly number[]) => list.map((value) => value / size);
  const band = low && high ? { low: scaled(low), high: scaled(high) } : {};
  return { key: name, x, y: scaled(values), totalPoints, ...band };
}
