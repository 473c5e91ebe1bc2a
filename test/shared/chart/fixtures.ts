// Small charts for tests.

import type { ChartCurve, ChartModel } from '../../../src/shared/chart/model.ts';

/** A curve over the steps from 1. */
export function curveOf(y: readonly number[], more: Partial<ChartCurve> = {}): ChartCurve {
  return { key: 'loss', label: 'Loss', x: y.map((_, index) => index + 1), y, ...more };
}

/** A chart of losses over steps. */
export function chartOf(curves: readonly ChartCurve[], more: Partial<ChartModel> = {}): ChartModel {
  const x = { kind: 'linear', label: 'step', unit: '', whole: true } as const;
  const y = { kind: 'linear', label: '', unit: '' } as const;
  return { title: 'Loss', x, y, curves, source: null, emptyText: 'No points yet', ...more };
}
