// What is drawn beside a chart's lines: bands between least and greatest values, and marks where values are NaN or infinite.

import type { Chart } from 'chart.js';
import { isDrawable, notFiniteOf } from '../../../src/shared/chart/model.ts';
import { bandStretches } from '../../../src/shared/chart-svg/paths.ts';
import type { Drawing } from './surface.ts';

/** Bands, behind the lines. */
export function drawBands({ ctx, chartArea, scales }: Chart, { model, curves, looks }: Drawing): void {
  const { x, y } = scales;
  if (!x || !y || !curves.some((curve) => curve.low)) return;
  ctx.save();
  ctx.beginPath();
  ctx.rect(chartArea.left, chartArea.top, chartArea.right - chartArea.left, chartArea.bottom - chartArea.top);
  ctx.clip();
  for (const curve of curves) {
    if (!curve.low || !curve.high) continue;
    ctx.fillStyle = looks.get(curve.key)!.colour;
    ctx.globalAlpha = curve.emphasis === 'dimmed' ? 0.05 : 0.2;
    const across = (value: number) => (isDrawable(model.x.kind, value) ? x.getPixelForValue(value) : NaN);
    const up = (value: number) => (isDrawable(model.y.kind, value) ? y.getPixelForValue(value) : NaN);
    for (const stretch of bandStretches(curve, across, up)) {
      ctx.beginPath();
      for (const { left, high } of stretch) ctx.lineTo(left, high);
      for (const { left, low } of stretch.toReversed()) ctx.lineTo(left, low);
      ctx.fill();
    }
  }
  ctx.restore();
}

/** Marks on the axis. */
export function drawMarks({ ctx, chartArea, scales }: Chart, { model, curves, looks }: Drawing): void {
  const { x } = scales;
  if (!x) return;
  ctx.save();
  for (const curve of curves) {
    ctx.fillStyle = looks.get(curve.key)!.colour;
    for (const value of notFiniteOf(curve).at) {
      const at = isDrawable(model.x.kind, value) ? x.getPixelForValue(value) : NaN;
      if (!(at >= chartArea.left - 0.5 && at <= chartArea.right + 0.5)) continue;
      ctx.beginPath();
      ctx.moveTo(at - 4, chartArea.bottom);
      ctx.lineTo(at + 4, chartArea.bottom);
      ctx.lineTo(at, chartArea.bottom - 8);
      ctx.fill();
    }
  }
  ctx.restore();
}
