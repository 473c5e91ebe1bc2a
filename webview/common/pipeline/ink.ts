// The pipeline chart on a canvas. Only pixels are here: what lies where is in viewport.ts, behaviour in view.ts.

import { curveColours } from '../palette.ts';
import type { Theme } from '../theme.ts';
import type { PipelineModel } from './model.ts';
import { formatCount } from '../quantities.ts';
import { marksOf, scaleOf, ticksOf, type Mark, type Viewport } from './viewport.ts';

/** Heights in CSS pixels. */
export const bandPx = 20;
export const axisPx = 20;

/** How high a row is: legible for a few IPUs, and never higher than a screen for many. */
export function rowHeight(rows: number): number {
  if (rows <= 8) return 28;
  if (rows <= 16) return 22;
  return rows <= 32 ? 15 : Math.max(2, Math.floor(480 / rows));
}

interface Scene {
  readonly context: CanvasRenderingContext2D;
  readonly model: PipelineModel;
  readonly view: Viewport;
  readonly width: number;
  readonly theme: Theme;
}

/** Bands above, rows, and the axis below. */
export function drawChart(scene: Scene): void {
  const { context, model, theme, width } = scene;
  const rowPx = rowHeight(model.rows.length);
  const foot = bandPx + model.rows.length * rowPx;
  // Setting a font has the whole page's styles worked out again.
  const font = `11px ${theme.font}`;
  if (context.font !== font) context.font = font;
  context.textBaseline = 'middle';
  drawRows(scene, rowPx);
  drawBands(scene, foot);
  for (const [index] of model.rows.entries()) {
    for (const mark of marksOf(model, index, scene.view, width)) drawMark(scene, mark, bandPx + index * rowPx, rowPx);
  }
  drawAxis(scene, foot);
}

/** The whole update in a few pixels, with the visible part framed. */
export function drawOverview(scene: Omit<Scene, 'view'>, view: Viewport, height: number): void {
  const { context, model, width, theme } = scene;
  const whole = { from: 0, to: Math.max(1, model.cycles) };
  const rowPx = height / Math.max(1, model.rows.length);
  context.globalAlpha = 0.55;
  for (const [index] of model.rows.entries()) {
    for (const mark of marksOf(model, index, whole, width)) {
      context.fillStyle = inkOf(mark.kind, theme);
      context.fillRect(mark.x, index * rowPx, Math.max(0.5, mark.width), rowPx);
    }
  }
  context.globalAlpha = 1;
  const { x } = scaleOf(model, whole, width);
  const left = Math.min(x(view.from), width - 4);
  context.strokeStyle = theme.text;
  context.lineWidth = 2;
  context.strokeRect(left + 1, 1, Math.max(2, x(view.to) - left - 2), height - 2);
}

/** The colour of a direction. */
export function inkOf(kind: Mark['kind'], theme: Pick<Theme, 'kind'>): string {
  return curveColours(theme.kind)[kind === 'forward' ? 0 : 1] ?? theme.kind;
}

function drawRows({ context, model, width, theme }: Scene, rowPx: number): void {
  const gap = rowPx >= 10 ? 2 : 0;
  context.fillStyle = theme.text;
  context.globalAlpha = 0.08;
  for (const [index] of model.rows.entries()) {
    context.fillRect(0, bandPx + index * rowPx + gap / 2, width, rowPx - gap);
  }
  context.globalAlpha = 1;
}

/** Where the pipeline fills and runs empty, the waiting is hatched. */
function drawBands({ context, model, view, width, theme }: Scene, foot: number): void {
  const { x } = scaleOf(model, view, width);
  for (const band of model.bands) {
    const left = Math.max(0, x(Math.max(band.startCycle, view.from)));
    const right = Math.min(width, x(Math.min(band.endCycle, view.to)));
    if (right - left < 1) continue;
    if (band.bubble) hatch(context, left, bandPx, right - left, foot - bandPx, theme.text);
    drawBandLabel(context, band.label, left, right, theme);
  }
}

function drawBandLabel(context: CanvasRenderingContext2D, label: string, left: number, right: number, theme: Theme) {
  context.strokeStyle = theme.text;
  context.globalAlpha = 0.45;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(left + 1.5, bandPx - 1);
  context.lineTo(left + 1.5, bandPx - 4.5);
  context.lineTo(right - 1.5, bandPx - 4.5);
  context.lineTo(right - 1.5, bandPx - 1);
  context.stroke();
  context.globalAlpha = 1;
  if (context.measureText(label).width > right - left - 4) return;
  context.fillStyle = theme.text;
  context.textAlign = 'center';
  context.fillText(label, (left + right) / 2, bandPx / 2 - 4);
}

function hatch(context: CanvasRenderingContext2D, x: number, y: number, width: number, height: number, colour: string) {
  context.save();
  context.beginPath();
  context.rect(x, y, width, height);
  context.clip();
  context.strokeStyle = colour;
  context.globalAlpha = 0.16;
  context.lineWidth = 1;
  context.beginPath();
  for (let at = x - height - (x % 7); at < x + width; at += 7) {
    context.moveTo(at, y + height);
    context.lineTo(at + height, y);
  }
  context.stroke();
  context.restore();
}

function drawMark({ context, theme }: Scene, mark: Mark, top: number, rowPx: number): void {
  const gap = rowPx >= 10 ? 2 : 0;
  const full = rowPx - gap;
  const y = top + gap / 2 + (1 - mark.high) * full;
  const height = (mark.high - mark.low) * full;
  const seam = mark.microBatch !== null && mark.width > 3 ? 1 : 0;
  context.fillStyle = inkOf(mark.kind, theme);
  context.fillRect(mark.x, y, Math.max(0.5, mark.width - seam), height);
  if (mark.microBatch === null || rowPx < 14 || mark.width < 9) return;
  const text = formatCount(mark.microBatch + 1);
  if (mark.width < 6.5 * text.length + 3) return;
  context.fillStyle = theme.kind === 'light' || theme.kind === 'high-contrast-light' ? '#ffffff' : '#000000';
  context.textAlign = 'center';
  context.fillText(text, mark.x + mark.width / 2, top + rowPx / 2 + 0.5);
}

function drawAxis({ context, model, view, width, theme }: Scene, foot: number): void {
  const { x } = scaleOf(model, view, width);
  context.fillStyle = theme.text;
  context.strokeStyle = theme.text;
  context.textAlign = 'center';
  let free = 0;
  for (const cycle of ticksOf(view, width / 70)) {
    const at = x(cycle);
    const text = formatCount(cycle);
    const half = context.measureText(text).width / 2;
    const centre = Math.min(Math.max(at, half), width - half);
    if (centre - half < free) continue;
    free = centre + half + 8;
    context.globalAlpha = 0.5;
    context.fillRect(Math.min(at, width - 1), foot, 1, 4);
    context.globalAlpha = 0.85;
    context.fillText(text, centre, foot + 12);
  }
  context.globalAlpha = 1;
}
