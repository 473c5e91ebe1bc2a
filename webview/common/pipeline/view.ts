// The pipeline chart: rows of IPUs, a canvas that one can zoom and move, an overview of the whole update, and the same in
// words. While the plan changes under it, the view stays where it is.

import * as l10n from '@vscode/l10n';
import './pipeline.css';
import { fitCanvas } from '../canvas.ts';
import { create, setAttributes, setText, show } from '../dom.ts';
import { createList, type Item } from '../list.ts';
import { readTheme, type Theme } from '../theme.ts';
import type { PipelineModel } from './model.ts';
import { clampView, startView, wholeView } from './viewport.ts';
import type { ViewMode, Viewport } from './viewport.ts';
import { axisPx, bandPx, drawChart, drawOverview, inkOf, rowHeight } from './ink.ts';
import { act, listen, type Action } from './moves.ts';
import { createTableAlternative } from '../table-alternative.ts';
import type { TableModel } from '../table-model.ts';

export interface Pipeline {
  readonly element: HTMLElement;
  update(model: PipelineModel, table: () => TableModel): void;
  /** Takes the colours of the current theme. */
  repaint(): void;
}

const overviewPx = 16;
const resting = l10n.t(
  'Drag to move, Ctrl + wheel to zoom, or with the keyboard: arrows, + and −, Home, End, 0 for all.',
);

/** `remarks` stand beside the title. */
export function createPipeline(remarks: readonly HTMLElement[] = []): Pipeline {
  const title = create('h2');
  const facts = create('p', { class: 'note' });
  const canvas = create('canvas', { 'data-chart': 'pipeline', role: 'img', tabindex: 0 });
  const overview = create('canvas', { class: 'overview', 'aria-hidden': 'true' });
  const labels = create('ol', { class: 'rows', 'aria-label': l10n.t('Busy share of each IPU') });
  const readout = create('p', { class: 'pointed-at note' }, resting);
  const legend = createLegend();
  const table = createTableAlternative(l10n.t('Pipeline as a table'));
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
    const chart = fitCanvas(canvas, width, bandPx + model.rows.length * rowHeight(model.rows.length) + axisPx);
    if (chart) drawChart({ context: chart, model, view, width, theme });
    const small = overview.hidden ? null : fitCanvas(overview, width, overviewPx);
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
  const axis = create('p', { class: 'axis note', 'aria-hidden': 'true' }, l10n.t('cycle'));
  const side = create('div', {}, labels, axis);
  const chart = create('div', { class: 'gantt' }, side, create('div', { class: 'plot' }, canvas, overview));
  const head = create('div', { class: 'section-head' }, title, ...remarks, facts, toolbar);
  const foot = create('div', { class: 'chart-foot' }, legend.element, readout);
  const element = create('section', { class: 'pipeline', 'data-source': 'model', 'aria-label': l10n.t('Pipeline') });
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

function createToolbar(onAction: (action: Action) => void): HTMLElement {
  const buttons: readonly (readonly [Action, string, string])[] = [
    ['start', l10n.t('Start'), l10n.t('Show the first cycles')],
    ['end', l10n.t('End'), l10n.t('Show the last cycles')],
    ['whole', l10n.t('All'), l10n.t('Show the whole update')],
    ['wider', '−', l10n.t('Zoom out')],
    ['closer', '+', l10n.t('Zoom in')],
  ];
  const elements = buttons.map(([action, text, label]) => {
    // Who speaks to the page says the word that is there; a sign needs words.
    const name = text.length === 1 ? label : undefined;
    const button = create('button', { type: 'button', 'aria-label': name, title: label, 'data-view': action }, text);
    button.addEventListener('click', () => onAction(action));
    return button;
  });
  return create(
    'div',
    { class: 'tool-row', role: 'toolbar', 'aria-label': l10n.t('View of the pipeline') },
    ...elements,
  );
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
      setAttributes(element, { title: l10n.t('{0} works {1} of the time', model.label, model.busy) });
      element.style.height = `${model.height}px`;
    },
  };
}

function createLegend() {
  const swatches = (
    [
      ['forward', l10n.t('forward')],
      ['backward', l10n.t('backward')],
    ] as const
  ).map(([kind, label]) => ({
    kind,
    label,
    swatch: create('span', { class: 'swatch' }),
  }));
  const entries = swatches.map(({ label, swatch }) => create('li', {}, swatch, label));
  const bubble = create('li', {}, create('span', { class: 'swatch hatched' }), l10n.t('bubble'));
  const idle = create('li', {}, create('span', { class: 'swatch idle' }), l10n.t('waiting'));
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
