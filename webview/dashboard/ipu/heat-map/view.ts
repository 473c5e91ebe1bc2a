// A heat map on the page: the picture, its colour scale, what is under the pointer or the keyboard's cursor, a choice of time by
// dragging, and the same as a table.

import './heat-map.css';
import * as l10n from '@vscode/l10n';
import { fitCanvas } from '../../../common/canvas.ts';
import { create, setAttributes, setText, show } from '../../../common/dom.ts';
import { createTableAlternative } from '../../../common/table-alternative.ts';
import { readTheme } from '../../../common/theme.ts';
import type { StepRange } from '../feed.ts';
import { formatQuantity } from '../quantities.ts';
import { gradientOf } from './colours.ts';
import { axisPx, drawHeatMap, labelsPx, marginPx, paintCells, rowsHeight } from './ink.ts';
import { cellAfter, cellAt, describeCell, heatMapTable, stepsBetween, type Cell, type HeatMapModel } from './model.ts';

export interface HeatMapView {
  readonly element: HTMLElement;
  update(model: HeatMapModel): void;
  /** Takes the colours of the current theme. */
  repaint(): void;
}

/** The most IPUs that a run can have here. */
const mostRows = 4096;

/** `onZoom` hears which steps the user wants to see; null: all of them. */
export function createHeatMap(onZoom: (range: StepRange | null) => void): HeatMapView {
  const canvas = create('canvas', { 'data-chart': 'ipu-heat-map', role: 'img' });
  const stage = create('div', { class: 'stage', tabindex: 0, role: 'group' }, canvas);
  const spoken = create('p', { class: 'spoken', 'aria-live': 'polite' });
  const readout = create('p', { class: 'pointed-at note' });
  const legend = createLegend();
  const table = createTableAlternative(l10n.t('Heat map as a table'), mostRows);
  const foot = create('div', { class: 'heat-map-foot' }, legend.element, readout);
  const element = create('figure', { class: 'heat-map' }, stage, spoken, foot, table.element);
  const resting = l10n.t('Drag to choose a time; with the keyboard: arrows to move, + to zoom in, 0 for all.');
  const cells = document.createElement('canvas');
  let theme = readTheme();
  let model: HeatMapModel | null = null;
  let cell: Cell | null = null;
  let selection: readonly [number, number] | null = null;
  let width = 0;

  const draw = (): void => {
    if (!model) return;
    const context = fitCanvas(canvas, width, rowsHeight(model.map.devices.length) + axisPx);
    if (context) drawHeatMap({ context, model, cells, theme, width, cell, selection });
  };
  const point = (next: Cell | null): string => {
    cell = next;
    const text = model && next ? describeCell(model, next) : '';
    setText(readout, text || resting);
    draw();
    return text;
  };
  const choose = (one: number, other: number): void => {
    const range = model && stepsBetween(model, one, other);
    if (range) onZoom(range);
  };
  const onKey = (event: KeyboardEvent): boolean => {
    if (!model || event.ctrlKey || event.metaKey || event.altKey) return false;
    if (event.key === '0') return (onZoom(null), true);
    if (event.key === 'Escape') return (point(null), true);
    if (event.key === '+' || event.key === '=') {
      const middle = ((cell?.column ?? model.map.steps.length / 2) + 0.5) / model.map.steps.length;
      return (choose(middle - 0.25, middle + 0.25), true);
    }
    const next = cellAfter(event.key, event.shiftKey, cell, model);
    if (next) setText(spoken, point(next));
    return next !== undefined;
  };
  stage.addEventListener('keydown', (event) => {
    if (onKey(event)) event.preventDefault();
  });
  stage.addEventListener('blur', () => point(null));
  listenToPointer(canvas, {
    width: () => width - labelsPx - marginPx,
    height: () => (model ? rowsHeight(model.map.devices.length) : 0),
    hover: (x, y) => point(model && cellAt(model, x, y)),
    leave: () => point(null),
    selecting(chosen) {
      selection = chosen;
      draw();
    },
    selected: choose,
    reset: () => onZoom(null),
  });
  new ResizeObserver(() => {
    width = canvas.clientWidth;
    draw();
  }).observe(canvas);
  return {
    element,
    update(next) {
      const isSame =
        model?.map === next.map && model.scale.min === next.scale.min && model.scale.max === next.scale.max;
      model = next;
      setAttributes(canvas, { 'aria-label': next.summary, 'data-rows': next.map.devices.length });
      setAttributes(canvas, { 'data-columns': next.map.steps.length });
      setAttributes(stage, { 'aria-label': l10n.t('Heat map, a row for each IPU and a column for each time') });
      table.update(() => heatMapTable(next));
      legend.update(next);
      if (isSame) return;
      paintCells(cells, next, theme);
      point(
        cell && next.map.steps[cell.column] !== undefined && next.map.devices[cell.row] !== undefined ? cell : null,
      );
    },
    repaint() {
      theme = readTheme();
      legend.repaint();
      if (model) paintCells(cells, model, theme);
      draw();
    },
  };
}

function createLegend() {
  const [low, high] = [create('span'), create('span')];
  const bar = create('span', { class: 'scale' });
  const missing = create(
    'span',
    { class: 'missing' },
    create('span', { class: 'swatch hatched' }),
    l10n.t('not recorded'),
  );
  const element = create('p', { class: 'colour-legend' }, low, bar, high, missing);
  const repaint = (): void => {
    bar.style.background = gradientOf(readTheme().kind);
  };
  repaint();
  return {
    element,
    repaint,
    update({ quantity, scale, hasGaps }: HeatMapModel) {
      setText(low, formatQuantity(quantity, scale.min));
      setText(high, formatQuantity(quantity, scale.max));
      show(missing, hasGaps);
    },
  };
}

interface PointerActions {
  /** Of the picture, in CSS pixels. */
  readonly width: () => number;
  readonly height: () => number;
  /** Places in shares of the picture. */
  readonly hover: (x: number, y: number) => void;
  readonly leave: () => void;
  readonly selecting: (chosen: readonly [number, number] | null) => void;
  readonly selected: (one: number, other: number) => void;
  readonly reset: () => void;
}

/** A pointer that moves less than this has clicked, not chosen. */
const leastDragPx = 4;

function listenToPointer(canvas: HTMLCanvasElement, actions: PointerActions): void {
  let startPx: number | null = null;
  const shareOf = (leftPx: number): number => Math.min(1, Math.max(0, (leftPx - labelsPx) / actions.width()));
  canvas.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    startPx = event.offsetX;
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener('pointermove', ({ offsetX, offsetY }) => {
    actions.hover((offsetX - labelsPx) / actions.width(), offsetY / actions.height());
    if (startPx !== null && Math.abs(offsetX - startPx) >= leastDragPx) {
      actions.selecting([shareOf(startPx), shareOf(offsetX)]);
    }
  });
  const end = (endPx: number | null): void => {
    const from = startPx;
    startPx = null;
    actions.selecting(null);
    if (from === null || endPx === null || Math.abs(endPx - from) < leastDragPx) return;
    actions.selected(shareOf(from), shareOf(endPx));
  };
  canvas.addEventListener('pointerup', ({ offsetX }) => end(offsetX));
  canvas.addEventListener('pointercancel', () => end(null));
  canvas.addEventListener('pointerleave', () => actions.leave());
  canvas.addEventListener('dblclick', () => actions.reset());
}
