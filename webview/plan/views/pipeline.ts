// The pipeline chart: rows of IPUs, a canvas that one can zoom and move, an overview of the whole update, and the same in
// words. While the plan changes under it, the view stays where it is.

import { create, setAttributes, setText, show } from '../../common/dom.ts';
import { createList, type Item } from '../../common/list.ts';
import { readTheme, type Theme } from '../../common/theme.ts';
import { describeCell, type PipelineModel } from '../models/pipeline.ts';
import { clampView, panView, scaleOf, startView, wholeView, zoomView } from '../models/viewport.ts';
import type { ViewMode, Viewport } from '../models/viewport.ts';
import { axisPx, bandPx, drawChart, drawOverview, inkOf, prepare, rowHeight } from './pipeline-ink.ts';
import { createTableAlternative, type TableModel } from './table.ts';

export interface Pipeline {
  readonly element: HTMLElement;
  update(model: PipelineModel, table: () => TableModel): void;
  /** Takes the colours of the current theme. */
  repaint(): void;
}

const overviewPx = 16;
const resting = 'Drag to move, Ctrl + wheel to zoom, or with the keyboard: arrows, + and −, Home, End, 0 for all.';

export function createPipeline(): Pipeline {
  const title = create('h2');
  const facts = create('p', { class: 'note' });
  const canvas = create('canvas', { 'data-chart': 'pipeline', role: 'img', tabindex: 0 });
  const overview = create('canvas', { class: 'overview', 'aria-hidden': 'true' });
  const labels = create('ol', { class: 'rows', 'aria-label': 'Busy share of each IPU' });
  const readout = create('p', { class: 'readout note' }, resting);
  const legend = createLegend();
  const table = createTableAlternative('Pipeline as a table');
  const updateLabels = createList(labels, createLabel);
  let model: PipelineModel | undefined;
  let mode: ViewMode = 'start';
  let view: Viewport = { from: 0, to: 1 };

  // Kept, as asking the page for either in the midst of an update would have it laid out again and again.
  let theme = readTheme();
  let width = 0;
  legend.repaint(theme);

  const draw = (): void => {
    if (!model || model.rows.length === 0) return;
    show(overview, view.to - view.from < model.cycles);
    setAttributes(canvas, { 'data-from': round(view.from), 'data-to': round(view.to) });
    const chart = prepare(canvas, width, bandPx + model.rows.length * rowHeight(model.rows.length) + axisPx);
    if (chart) drawChart({ context: chart, model, view, width, theme });
    const small = overview.hidden ? null : prepare(overview, width, overviewPx);
    if (small) drawOverview({ context: small, model, width, theme }, view, overviewPx);
  };
  const move = (next: Viewport, as: ViewMode = 'free'): void => {
    view = next;
    mode = as;
    draw();
  };
  const settle = (): void => {
    if (!model) return;
    if (mode === 'whole') view = wholeView(model);
    else view = mode === 'start' ? startView(model) : clampView(view, model);
  };
  const toolbar = createToolbar((action) => model && act(action, model, view, move));
  listen(canvas, overview, {
    model: () => model,
    view: () => view,
    move,
    say: (text) => setText(readout, text === '' ? resting : text),
  });
  const observer = new ResizeObserver(() => {
    width = canvas.clientWidth;
    draw();
  });
  observer.observe(canvas);
  const axis = create('p', { class: 'axis note', 'aria-hidden': 'true' }, 'cycle');
  const side = create('div', {}, labels, axis);
  const chart = create('div', { class: 'chart' }, side, create('div', { class: 'plot' }, canvas, overview));
  const head = create('div', { class: 'section-head' }, title, facts, toolbar);
  const foot = create('div', { class: 'chart-foot' }, legend.element, readout);
  const element = create('section', { class: 'pipeline', 'data-source': 'model', 'aria-label': 'Pipeline' });
  element.append(head, chart, foot, table.element);
  return {
    element,
    update(next, tableModel) {
      model = next;
      show(element, next.rows.length > 0 && next.cycles > 0);
      setText(title, next.title);
      setText(facts, next.facts.join(' · '));
      setAttributes(canvas, { 'aria-label': next.summary, 'data-cycles': next.cycles });
      legend.update(next);
      updateLabels(labelRows(next));
      table.update(tableModel);
      settle();
      draw();
    },
    repaint() {
      theme = readTheme();
      legend.repaint(theme);
      draw();
    },
  };
}

type Action = 'start' | 'end' | 'whole' | 'closer' | 'wider' | 'left' | 'right';

const keys: Readonly<Record<string, Action>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  '+': 'closer',
  '=': 'closer',
  '-': 'wider',
  '0': 'whole',
  Home: 'start',
  End: 'end',
};

function act(
  action: Action,
  model: PipelineModel,
  view: Viewport,
  move: (next: Viewport, as?: ViewMode) => void,
): void {
  const middle = (view.from + view.to) / 2;
  switch (action) {
    case 'start':
      return move(startView(model), 'start');
    case 'whole':
      return move(wholeView(model), 'whole');
    case 'end': {
      const length = view.to - view.from < model.cycles ? view.to - view.from : startView(model).to;
      return move(clampView({ from: model.cycles - length, to: model.cycles }, model));
    }
    case 'closer':
      return move(zoomView(view, 1 / 1.5, middle, model));
    case 'wider':
      return move(zoomView(view, 1.5, middle, model));
    case 'left':
      return move(panView(view, -0.15, model));
    case 'right':
      return move(panView(view, 0.15, model));
  }
}

function createToolbar(onAction: (action: Action) => void): HTMLElement {
  const buttons: readonly (readonly [Action, string, string])[] = [
    ['start', 'Start', 'Show the first cycles'],
    ['end', 'End', 'Show the last cycles'],
    ['whole', 'All', 'Show the whole update'],
    ['wider', '−', 'Zoom out'],
    ['closer', '+', 'Zoom in'],
  ];
  const elements = buttons.map(([action, text, label]) => {
    const button = create('button', { type: 'button', 'aria-label': label, title: label, 'data-view': action }, text);
    button.addEventListener('click', () => onAction(action));
    return button;
  });
  return create('div', { class: 'toolbar', role: 'toolbar', 'aria-label': 'View of the pipeline' }, ...elements);
}

interface Behaviour {
  readonly model: () => PipelineModel | undefined;
  readonly view: () => Viewport;
  readonly move: (next: Viewport, as?: ViewMode) => void;
  readonly say: (text: string) => void;
}

function listen(canvas: HTMLCanvasElement, overview: HTMLCanvasElement, behaviour: Behaviour): void {
  const { model, view, move, say } = behaviour;
  const cycleUnder = (event: MouseEvent, shown: PipelineModel) =>
    scaleOf(shown, view(), canvas.clientWidth).cycle(event.offsetX);
  canvas.addEventListener('keydown', (event) => {
    const action = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key];
    const shown = model();
    if (!action || !shown) return;
    event.preventDefault();
    act(action, shown, view(), move);
  });
  canvas.addEventListener(
    'wheel',
    (event) => {
      const shown = model();
      if (!shown) return;
      // A wheel that means the page must scroll the page: it zooms with Ctrl, or once the chart has the focus.
      const zooms = event.ctrlKey || event.metaKey || document.activeElement === canvas;
      const sideways = event.shiftKey ? event.deltaY || event.deltaX : event.deltaX;
      if (Math.abs(sideways) > Math.abs(event.shiftKey ? 0 : event.deltaY)) {
        move(panView(view(), sideways / canvas.clientWidth, shown));
      } else if (zooms) move(zoomView(view(), Math.exp(event.deltaY * 0.002), cycleUnder(event, shown), shown));
      else return;
      event.preventDefault();
    },
    { passive: false },
  );
  canvas.addEventListener('pointerdown', (event) => {
    canvas.setPointerCapture(event.pointerId);
    canvas.dataset['dragging'] = '';
  });
  for (const end of ['pointerup', 'pointercancel'] as const) {
    canvas.addEventListener(end, () => delete canvas.dataset['dragging']);
  }
  canvas.addEventListener('pointermove', (event) => {
    const shown = model();
    if (!shown) return;
    if ('dragging' in canvas.dataset) move(panView(view(), -event.movementX / canvas.clientWidth, shown));
    const row = Math.floor((event.offsetY - bandPx) / rowHeight(shown.rows.length));
    say(describeCell(shown, row, Math.floor(cycleUnder(event, shown))));
  });
  canvas.addEventListener('pointerleave', () => say(''));
  overview.addEventListener('pointerdown', (event) => overview.setPointerCapture(event.pointerId));
  for (const kind of ['pointerdown', 'pointermove'] as const) {
    overview.addEventListener(kind, (event) => {
      const shown = model();
      if (!shown || event.buttons === 0) return;
      const half = (view().to - view().from) / 2;
      const at = scaleOf(shown, wholeView(shown), overview.clientWidth).cycle(event.offsetX);
      move(clampView({ from: at - half, to: at + half }, shown));
    });
  }
}

interface LabelModel {
  readonly label: string;
  readonly busy: string;
  readonly height: number;
}

/** One label for each row, or where rows are thin, for every so many of them. */
function labelRows({ rows }: PipelineModel): LabelModel[] {
  const rowPx = rowHeight(rows.length);
  const every = Math.max(1, Math.ceil(15 / rowPx));
  return rows
    .filter((_, index) => index % every === 0)
    .map(({ label, busy }) => ({ label, busy, height: every * rowPx }));
}

function createLabel(): Item<LabelModel> {
  const name = create('span');
  const busy = create('span', { class: 'busy' });
  const element = create('li', {}, name, busy);
  return {
    element,
    update(model) {
      setText(name, model.label);
      setText(busy, model.busy);
      setAttributes(element, { title: `${model.label} works ${model.busy} of the time` });
      element.style.height = `${model.height}px`;
    },
  };
}

function createLegend() {
  const swatches = (['forward', 'backward'] as const).map((kind) => ({
    kind,
    swatch: create('span', { class: 'swatch' }),
  }));
  const entries = swatches.map(({ kind, swatch }) => create('li', {}, swatch, kind));
  const bubble = create('li', {}, create('span', { class: 'swatch hatched' }), 'bubble');
  const idle = create('li', {}, create('span', { class: 'swatch idle' }), 'waiting');
  const element = create('ul', { class: 'legend', 'aria-hidden': 'true' }, ...entries, bubble, idle);
  return {
    element,
    update({ hasBackward, bands }: PipelineModel) {
      show(entries[1]!, hasBackward);
      show(
        bubble,
        bands.some((band) => band.bubble),
      );
    },
    repaint(theme: Theme) {
      for (const { kind, swatch } of swatches) swatch.style.background = inkOf(kind, theme);
    },
  };
}

function round(cycle: number): number {
  return Number(cycle.toFixed(2));
}
