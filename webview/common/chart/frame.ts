// The elements of a chart around its canvas, and the words in them. What they show is decided in chart.ts.

import * as l10n from '@vscode/l10n';
import type { ChartCurve, ChartModel } from '../../../src/shared/chart/model.ts';
import type { CurveStyle } from '../../../src/shared/chart/palette.ts';
import type { View } from '../../../src/shared/chart/view.ts';
import {
  countPoints,
  describePoints,
  formatValue,
  lastValue,
  summariseChart,
} from '../../../src/shared/chart/words.ts';
import { create, setAttributes, setText, show } from '../dom.ts';
import { createLegend, type LegendActions } from './legend.ts';
import type { PictureWords } from './picture.ts';
import { createReadout, type Readout } from './readout.ts';
import type { Area } from './surface.ts';
import { createChartTable } from './table.ts';

export interface FrameActions extends LegendActions {
  readonly reset: () => void;
}

export interface FrameModel {
  readonly model: ChartModel;
  /** The curves that are not hidden. */
  readonly curves: readonly ChartCurve[];
  readonly hidden: ReadonlySet<string>;
  readonly looks: ReadonlyMap<string, CurveStyle>;
  readonly view: View;
  readonly isZoomed: boolean;
}

export interface Frame {
  readonly element: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  /** Takes the keyboard. */
  readonly stage: HTMLElement;
  readonly readout: Readout;
  update(frame: FrameModel): void;
  isEmpty(): boolean;
  showSelection(box: Area | null): void;
  /** Has a screen reader say something. */
  say(words: string): void;
  words(): PictureWords;
}

export function createFrame(
  id: string,
  actions: readonly HTMLElement[],
  { reset, ...legendActions }: FrameActions,
): Frame {
  const canvas = create('canvas', { 'data-chart': id, role: 'img' });
  const empty = create('p', { class: 'empty-chart' });
  const selection = create('div', { class: 'selection' });
  const readout = createReadout();
  const spoken = create('p', { class: 'visually-hidden', 'aria-live': 'polite' });
  const stage = create(
    'div',
    { class: 'canvas', tabindex: 0, role: 'group' },
    canvas,
    readout.element,
    selection,
    empty,
  );
  const head = createHead(actions, reset);
  const legend = createLegend(legendActions);
  const table = createChartTable();
  const element = create('figure', { class: 'chart' }, head.element, stage, legend.element, spoken, table.element);
  show(selection, false);
  let isEmpty = true;
  return {
    ...{ element, canvas, stage, readout },
    update(frame) {
      const { model, curves, hidden, view, looks } = frame;
      const counts = countPoints(model, curves, view);
      const note = describePoints(counts, model.remarks);
      isEmpty = counts.drawn === 0 && !curves.some((curve) => curve.notFinite?.count);
      head.update(frame, counts.total === 0 ? '' : note);
      setAttributes(canvas, { 'data-points': counts.drawn, 'aria-label': summariseChart(model, curves, note) });
      setAttributes(stage, { 'aria-label': stageLabel(model.title) });
      setAttributes(element, { 'data-source': model.source ?? undefined, 'data-empty': isEmpty });
      setText(empty, emptyWords(frame, counts.total));
      show(empty, isEmpty);
      show(table.element, !isEmpty);
      table.update({ ...model, curves });
      legend.update(
        model.curves.map((curve) => {
          const latest = latestText(model, curve);
          return {
            key: curve.key,
            label: curve.label,
            latest,
            look: looks.get(curve.key)!,
            hidden: hidden.has(curve.key),
          };
        }),
      );
    },
    isEmpty: () => isEmpty,
    showSelection(box) {
      show(selection, box !== null);
      if (!box) return;
      selection.style.transform = `translate(${box.left}px, ${box.top}px)`;
      selection.style.width = `${box.right - box.left}px`;
      selection.style.height = `${box.bottom - box.top}px`;
    },
    say: (words) => setText(spoken, words),
    words: head.words,
  };
}

function stageLabel(title: string): string {
  return l10n.t('{0}: left and right read values, plus and minus zoom, 0 shows all', title);
}

function emptyWords({ model, curves, isZoomed }: FrameModel, total: number): string {
  if (model.curves.length > 0 && curves.length === 0) return l10n.t('All curves are hidden');
  if (isZoomed && model.curves.length > 0) return l10n.t('No points in this part');
  if (total === 0) return model.emptyText;
  const isNotPositive = model.y.kind === 'log' && curves.some(({ y }) => y.some((value) => value <= 0));
  return isNotPositive ? l10n.t('No value above 0 for a logarithmic axis') : l10n.t('Every value is NaN or infinite');
}

function latestText(model: ChartModel, curve: ChartCurve): string {
  const last = lastValue(model, curve);
  return last === undefined ? '' : formatValue(model.y, last);
}

function createHead(actions: readonly HTMLElement[], onReset: () => void) {
  const title = create('h3');
  const latest = create('span', { class: 'latest' });
  const tag = create('span', { class: 'source-tag' });
  const note = create('span', { class: 'note' });
  const resetWords = l10n.t('Reset zoom');
  const attributes = { type: 'button', class: 'chart-button', 'data-action': 'reset-zoom', title: resetTitle() };
  const reset = create('button', attributes, resetWords);
  reset.addEventListener('click', onReset);
  const buttons = create('span', { class: 'chart-actions' }, reset, ...actions);
  return {
    element: create('figcaption', {}, create('div', {}, title, latest, tag, note), buttons),
    update({ model, isZoomed }: FrameModel, words: string) {
      // One curve says its unit with its latest value; several, or none, leave it to the title.
      const only = model.curves.length === 1 ? latestText(model, model.curves[0]!) : '';
      setText(title, model.y.unit === '' || only !== '' ? model.title : `${model.title} (${model.y.unit})`);
      setText(latest, only);
      show(latest, only !== '');
      setText(tag, model.source === 'model' ? l10n.t('modelled') : l10n.t('measured'));
      setAttributes(tag, { title: model.source === 'model' ? modelledExplanation() : undefined });
      show(tag, model.source !== null);
      setText(note, words);
      show(reset, isZoomed);
    },
    words: (): PictureWords => ({
      title: [title.textContent, latest.textContent].filter((text) => text !== '').join('  '),
      note: [tag.hidden ? '' : tag.textContent, note.textContent].filter((text) => text !== '').join(' · '),
    }),
  };
}

function resetTitle(): string {
  return l10n.t('Shows all points again (double click in the chart, or 0)');
}

function modelledExplanation(): string {
  return l10n.t('Computed from the pipeline schedule of the experiment; not read from hardware.');
}
