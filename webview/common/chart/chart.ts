// One chart: the drawing, and around it words, legend, crosshair, zoom, keyboard and table. Knows nothing of where its points
// come from: `update` gives them, and `onZoom` says what part the user wants to see.

import './chart.css';
import { noZoom, type ChartCurve, type ChartModel, type Limits, type Zoom } from '../../../src/shared/chart/model.ts';
import type { CurveStyle } from '../../../src/shared/chart/palette.ts';
import { viewOf, type View, type ZoomMode } from '../../../src/shared/chart/view.ts';
import { formatPlace, readAt } from '../../../src/shared/chart/words.ts';
import { setAttributes } from '../dom.ts';
import { curveStyle } from '../palette.ts';
import { readTheme, type Theme } from '../theme.ts';
import type { Crosshair } from './crosshair.ts';
import { cursorAfter, zoomedAround } from './cursor.ts';
import { createFrame } from './frame.ts';
import { listenToPointer } from './gestures.ts';
import { picturePng } from './picture.ts';
import type { ReadoutRow } from './readout.ts';
import { createSurface, type Area } from './surface.ts';

export interface ChartOptions {
  /** Tells the chart from the others of the page: `data-chart` of its canvas. */
  readonly id: string;
  /** Charts over the same axis that have one show the same place. */
  readonly crosshair?: Crosshair;
  /** What a selection spans when no key is held; absent: the horizontal axis. */
  readonly zoomMode?: () => ZoomMode;
  /** The user sees another part; nulls are the chart's own ends. */
  readonly onZoom?: (zoom: Zoom) => void;
  /** Controls that stand beside the title. */
  readonly actions?: readonly HTMLElement[];
  /** The user points at a curve in the legend; null when no more. */
  readonly onHighlight?: (key: string | null) => void;
}

export interface ChartView {
  readonly element: HTMLElement;
  update(model: ChartModel): void;
  /** Shows another part, as linked charts do; an axis that is not given stays. `onZoom` is not called. */
  zoomTo(zoom: Partial<Zoom>): void;
  /** Takes the colours of the current theme. */
  repaint(): void;
  /** What the chart shows now: its curves without the hidden ones, and the part of the plane. */
  shown(): { readonly model: ChartModel; readonly zoom: Zoom } | null;
  /** The picture with its words as PNG, base64. */
  png(): string;
  destroy(): void;
}

/** Makes a chart; it draws when it is on the page, has points and can be seen. */
export function createChart(options: ChartOptions): ChartView {
  let theme: Theme = readTheme();
  let model: ChartModel | null = null;
  let view: View | null = null;
  let zoom = noZoom;
  let hidden: ReadonlySet<string> = new Set();
  let highlighted: string | null = null;
  let cursor: number | null = null;
  let isSeen = false;
  let isStale = false;

  const frame = createFrame(options.id, options.actions ?? [], {
    toggle: (key) => setHidden(toggled(hidden, key)),
    only: (key) => setHidden(onlyShown(model?.curves ?? [], hidden, key)),
    highlight(key) {
      highlighted = key;
      options.onHighlight?.(key);
      draw();
    },
    reset: () => userZoom(noZoom),
  });
  const { canvas, readout, stage } = frame;
  const surface = createSurface(canvas, () => readout.hide());

  const lookOf = (curve: ChartCurve, index: number): CurveStyle =>
    typeof curve.look === 'object' ? curve.look : curveStyle(curve.look ?? index, theme.kind);
  const looks = (): ReadonlyMap<string, CurveStyle> =>
    new Map(model?.curves.map((curve, index) => [curve.key, lookOf(curve, index)]));
  const visible = (): readonly ChartCurve[] => {
    const curves = model?.curves.filter(({ key }) => !hidden.has(key)) ?? [];
    if (highlighted === null || !curves.some(({ key }) => key === highlighted)) return curves;
    return curves.map((curve) => ({ ...curve, emphasis: curve.key === highlighted ? 'highlighted' : 'dimmed' }));
  };
  const draw = (): void => {
    if (!model) return;
    const curves = visible();
    view = viewOf(model, curves, zoom);
    frame.update({ model, curves, hidden, view, looks: looks(), isZoomed: zoom.x !== null || zoom.y !== null });
    paint();
  };
  const paint = (): void => {
    isStale = !isSeen;
    if (!isSeen || !model || !view) return;
    if (!frame.isEmpty()) surface.draw({ model, curves: visible(), looks: looks(), view, theme });
    if (cursor !== null) place(cursor, null, null);
  };
  const setHidden = (keys: ReadonlySet<string>): void => {
    hidden = keys;
    draw();
  };
  const userZoom = (next: Zoom): void => {
    zoom = next;
    draw();
    options.onZoom?.(next);
  };

  const rowsAt = (x: number): ReadoutRow[] => {
    const all = looks();
    return readAt(model!, visible(), x).map((reading) => {
      const [left, top] = [surface.toPixel('x', reading.x), surface.toPixel('y', reading.value)];
      return { ...reading, look: all.get(reading.key)!, left, top };
    });
  };
  /** Shows the crosshair at a value of the axis; without a pointer's height only where the user is not pointing. */
  const place = (x: number, pointerTop: number | null, title: string | null): ReadoutRow[] => {
    const area = surface.area();
    if (!model || !view || !area || x < view.x.min || x > view.x.max) return (readout.hide(), []);
    const rows = rowsAt(x);
    readout.show(surface.toPixel('x', x), area, title, rows, pointerTop ?? area.top);
    return rows;
  };
  const axisKey = (): string => (model ? `${model.x.kind === 'log' ? 'linear' : model.x.kind} ${model.x.label}` : '');
  const moveCursor = (x: number | null, pointerTop: number | null): ReadoutRow[] => {
    cursor = x;
    options.crosshair?.move(frame, x === null ? null : { axis: axisKey(), x });
    if (x === null || !model) return (readout.hide(), []);
    return place(x, pointerTop, formatPlace(model.x, x));
  };
  const stopListening = options.crosshair?.listen(frame, (other) => {
    cursor = other && other.axis === axisKey() ? other.x : null;
    if (cursor === null) readout.hide();
    else place(cursor, null, null);
  });

  listenToPointer(canvas, {
    area: () => surface.area(),
    zoomMode: () => options.zoomMode?.() ?? 'x',
    hover(point) {
      const area = surface.area();
      const isInside = point !== null && area !== null && point.left >= area.left && point.left <= area.right;
      const x = isInside ? nearestPlace(surface.toValue('x', point.left)) : null;
      moveCursor(x, point?.top ?? null);
    },
    selecting: (box) => frame.showSelection(box),
    select: (box, mode) => userZoom(zoomOf(box, mode)),
    reset: () => userZoom(noZoom),
  });
  const nearestPlace = (x: number): number => {
    const readings = model ? readAt(model, visible(), x) : [];
    return readings.reduce(
      (best, { x: at }) => (Math.abs(at - x) < Math.abs(best - x) ? at : best),
      readings[0]?.x ?? x,
    );
  };
  const zoomOf = (box: Area, mode: ZoomMode): Zoom => {
    const between = (axis: 'x' | 'y', from: number, to: number): Limits => {
      const ends = [surface.toValue(axis, from), surface.toValue(axis, to)];
      return { min: Math.min(...ends), max: Math.max(...ends) };
    };
    return {
      x: mode === 'y' ? zoom.x : between('x', box.left, box.right),
      y: mode === 'x' ? zoom.y : between('y', box.top, box.bottom),
    };
  };
  const onKey = (event: KeyboardEvent): void => {
    if (!model || !view || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!pressed(event.key, event.shiftKey, view)) return;
    event.preventDefault();
  };
  const pressed = (key: string, isShift: boolean, seen: View): boolean => {
    if (key === 'Escape') return (moveCursor(null, null), true);
    if (key === '0') return (userZoom(noZoom), true);
    if (key === '+' || key === '-' || key === '=') {
      const isLog = model!.x.kind === 'log';
      const centre = cursor ?? (isLog ? Math.sqrt(seen.x.min * seen.x.max) : (seen.x.min + seen.x.max) / 2);
      userZoom({ ...zoom, x: zoomedAround(seen.x, isLog, centre, key === '-' ? 2 : 0.5) });
      return true;
    }
    const next = cursorAfter(key, isShift, cursor, visible(), seen.x);
    if (next === undefined) return false;
    const rows = moveCursor(next, null);
    const said = rows.map(({ label, text }) => `${label}: ${text}`);
    frame.say([formatPlace(model!.x, next), ...said].join(', '));
    return true;
  };
  stage.addEventListener('keydown', onKey);
  stage.addEventListener('blur', () => moveCursor(null, null));

  const observer = new IntersectionObserver(([entry]) => {
    isSeen = entry?.isIntersecting ?? true;
    if (isSeen && isStale) paint();
  });
  observer.observe(frame.element);
  return {
    element: frame.element,
    update(next) {
      model = next;
      draw();
    },
    zoomTo(given) {
      const next = { ...zoom, ...given };
      if (JSON.stringify(next) === JSON.stringify(zoom)) return;
      zoom = next;
      draw();
    },
    repaint() {
      theme = readTheme();
      draw();
    },
    shown: () => model && { model: { ...model, curves: visible() }, zoom },
    png: () => picturePng(canvas, theme, frame.words()),
    destroy() {
      observer.disconnect();
      stopListening?.();
      surface.destroy();
      setAttributes(canvas, { 'data-points': undefined });
    },
  };
}

function toggled(keys: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(keys);
  if (!next.delete(key)) next.add(key);
  return next;
}

function onlyShown(curves: readonly ChartCurve[], hidden: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const others = curves.map((curve) => curve.key).filter((other) => other !== key);
  const isAlone = !hidden.has(key) && others.every((other) => hidden.has(other));
  return new Set(isAlone ? [] : others);
}
