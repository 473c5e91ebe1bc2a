// One quantity of all IPUs over time, as the mean of equal parts of the steps: what a heat map of at most so many columns can show.

import type { HeatMap, HeatMapRequest } from '../shared/messages/runs.ts';
import type { Driver } from './driver.ts';
import { CurveCache, findSeries } from './curve.ts';
import { firstIndexAfter, firstIndexFrom } from './search.ts';

/** One IPU's samples in the range, steps ascending. */
export interface DeviceCurve {
  readonly device: number;
  readonly steps: Float64Array;
  readonly values: Float64Array;
}

/** The heat map asked for; without rows if the run has no such samples. */
export function readHeatMap(db: Driver, request: HeatMapRequest, cache = new CurveCache(db)): HeatMap {
  const { runId, quantity, fromStep = 0, toStep = Number.MAX_SAFE_INTEGER } = request;
  const ofQuantity = new RegExp(`^ipu/(\\d+)/${quantity}$`);
  const curves = db.snapshot(() =>
    findSeries(db, runId).flatMap((series): DeviceCurve[] => {
      const device = ofQuantity.exec(series.name)?.[1];
      if (device === undefined || !series.ofDevice) return [];
      const { steps, values } = cache.curve(series);
      const [from, to] = [firstIndexFrom(steps, fromStep), firstIndexAfter(steps, toStep)];
      return [{ device: Number(device), steps: steps.subarray(from, to), values: values.subarray(from, to) }];
    }),
  );
  return collectHeatMap(curves, request.columns);
}

/** Means over the columns. As many columns as there are steps with a sample, if they fit; else equal parts of the steps. */
export function collectHeatMap(curves: readonly DeviceCurve[], columns: number): HeatMap {
  const rows = curves.filter(({ steps }) => steps.length > 0).sort((a, b) => a.device - b.device);
  const steps = columnSteps(rows, columns);
  return {
    devices: rows.map(({ device }) => device),
    steps,
    values: rows.map((row) => meansOf(row, steps)),
    totalPoints: Math.max(0, ...rows.map((row) => row.steps.length)),
  };
}

function columnSteps(rows: readonly DeviceCurve[], columns: number): number[] {
  if (rows.length === 0) return [];
  const all = new Set<number>();
  for (const { steps } of rows) {
    for (let i = 0; i < steps.length && all.size <= columns; i++) all.add(steps[i]!);
  }
  if (all.size <= columns) return [...all].sort((a, b) => a - b);
  const first = Math.min(...rows.map(({ steps }) => steps[0]!));
  const last = Math.max(...rows.map(({ steps }) => steps.at(-1)!));
  // Not more columns than steps: two of them would begin at the same one.
  const parts = Math.min(columns, last - first + 1);
  return Array.from({ length: parts }, (_, i) => first + Math.ceil(((last - first + 1) * i) / parts));
}

function meansOf({ steps, values }: DeviceCurve, columns: readonly number[]): number[] {
  let at = 0;
  return columns.map((_, column) => {
    const end = columns[column + 1] ?? Infinity;
    let sum = 0;
    let count = 0;
    for (; at < steps.length && steps[at]! < end; at++) {
      if (!Number.isFinite(values[at]!)) continue;
      sum += values[at]!;
      count++;
    }
    return count === 0 ? NaN : sum / count;
  });
}
