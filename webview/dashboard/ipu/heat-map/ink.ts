// A heat map on a canvas: one pixel a cell is painted beside it, and the picture is stretched to its place without blurring.

import type { Theme } from '../../../common/theme.ts';
import { pixelColours } from './colours.ts';
import { colourIndices, labelledRows, stepLabels, type Cell, type HeatMapModel } from './model.ts';

/** Sizes in CSS pixels. */
export const labelsPx = 44;
export const axisPx = 20;
/** Free space right of the picture, so that the last step's figure has room. */
export const marginPx = 6;

/** How high the rows are together: legible for a few IPUs, and never higher than a screen for many. */
export function rowsHeight(rows: number): number {
  return Math.round(rows * Math.min(18, Math.max(1.5, 420 / Math.max(1, rows))));
}

/** Paints the cells, one pixel each; what was not recorded stays transparent. */
export function paintCells(target: HTMLCanvasElement, model: HeatMapModel, theme: Pick<Theme, 'kind'>): void {
  const [width, height] = [model.map.steps.length, model.map.devices.length];
  target.width = Math.max(1, width);
  target.height = Math.max(1, height);
  const context = target.getContext('2d');
  if (!context || width === 0 || height === 0) return;
  const colours = pixelColours(theme.kind);
  const image = context.createImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  const indices = colourIndices(model);
  for (let cell = 0; cell < indices.length; cell++) {
    const index = indices[cell]!;
    if (index >= 0) pixels[cell] = colours[index]!;
  }
  context.putImageData(image, 0, 0);
}

export interface Scene {
  readonly context: CanvasRenderingContext2D;
  readonly model: HeatMapModel;
  /** What `paintCells` has painted. */
  readonly cells: HTMLCanvasElement;
  readonly theme: Theme;
  /** Of the whole canvas. */
  readonly width: number;
  readonly cell: Cell | null;
  /** Shares of the width between which somebody is choosing. */
  readonly selection: readonly [number, number] | null;
}

export function drawHeatMap(scene: Scene): void {
  const { context, model, cells, theme, width } = scene;
  const [wide, high] = [width - labelsPx - marginPx, rowsHeight(model.map.devices.length)];
  const font = `11px ${theme.font}`;
  if (context.font !== font) context.font = font;
  hatch(context, wide, high, theme);
  context.imageSmoothingEnabled = false;
  context.drawImage(cells, labelsPx, 0, wide, high);
  drawLabels(scene, wide, high);
  if (scene.selection) drawSelection(context, scene.selection, wide, high, theme);
  if (scene.cell) drawCell(scene, scene.cell, wide, high);
}

/** What was not recorded shows lines, so that it is not taken for a low value. */
function hatch(context: CanvasRenderingContext2D, width: number, height: number, theme: Theme): void {
  context.save();
  context.beginPath();
  context.rect(labelsPx, 0, width, height);
  context.clip();
  context.globalAlpha = 0.25;
  context.strokeStyle = theme.text;
  context.lineWidth = 1;
  context.beginPath();
  for (let at = labelsPx - height; at < labelsPx + width; at += 7) {
    context.moveTo(at, height);
    context.lineTo(at + height, 0);
  }
  context.stroke();
  context.restore();
}

function drawLabels({ context, model, theme }: Scene, width: number, height: number): void {
  const { devices, steps } = model.map;
  const [rowPx, columnPx] = [height / devices.length, width / steps.length];
  context.fillStyle = theme.text;
  context.textBaseline = 'middle';
  context.textAlign = 'right';
  for (const row of labelledRows(model, rowPx)) {
    const middle = Math.min(height - 6, Math.max(6, (row + 0.5) * rowPx));
    context.fillText(String(devices[row]), labelsPx - 6, middle);
  }
  context.textAlign = 'center';
  let free = 0;
  for (const { column, text } of stepLabels(model, width / 90)) {
    const half = context.measureText(text).width / 2;
    const middle = Math.max(labelsPx + half, labelsPx + (column + 0.5) * columnPx);
    if (middle - half < free || middle + half > labelsPx + width + marginPx) continue;
    free = middle + half + 8;
    context.fillRect(Math.round(labelsPx + (column + 0.5) * columnPx), height, 1, 4);
    context.fillText(text, middle, height + 12);
  }
}

function drawSelection(
  context: CanvasRenderingContext2D,
  [one, other]: readonly [number, number],
  width: number,
  height: number,
  theme: Theme,
): void {
  const left = labelsPx + Math.min(one, other) * width;
  const right = labelsPx + Math.max(one, other) * width;
  context.globalAlpha = 0.6;
  context.fillStyle = theme.background;
  context.fillRect(labelsPx, 0, left - labelsPx, height);
  context.fillRect(right, 0, labelsPx + width - right, height);
  context.globalAlpha = 1;
  context.fillStyle = theme.text;
  for (const edge of [left, right]) context.fillRect(Math.round(edge) - 1, 0, 2, height);
}

/** A frame in two tones, seen on every colour of the scale. */
function drawCell({ context, model }: Scene, { row, column }: Cell, width: number, height: number): void {
  const [rowPx, columnPx] = [height / model.map.devices.length, width / model.map.steps.length];
  const [wide, high] = [Math.max(7, columnPx), Math.max(7, rowPx)];
  const x = labelsPx + (column + 0.5) * columnPx - wide / 2;
  const y = (row + 0.5) * rowPx - high / 2;
  context.lineWidth = 3;
  context.strokeStyle = '#000000';
  context.strokeRect(x, y, wide, high);
  context.lineWidth = 1.5;
  context.strokeStyle = '#ffffff';
  context.strokeRect(x, y, wide, high);
}
