// The curves of all runs over each other, one chart for each metric that two or more have.

import * as l10n from '@vscode/l10n';
import { noZoom, type Limits } from '../../../src/shared/chart/model.ts';
import { createChart, type ChartView } from '../../common/chart/chart.ts';
import { createCrosshair } from '../../common/chart/crosshair.ts';
import { create, setAttributes, setChildren, setText, show } from '../../common/dom.ts';
import { createPacer } from '../../common/pacer.ts';
import { parseSettings, toggleId, type CurveSettings } from '../../dashboard/curves/settings.ts';
import { createCurveFeed } from '../curve-feed.ts';
import { curveChart, pointsOfCurve, seriesRequest, splitMetrics } from '../models/curve-charts.ts';
import type { CompareView } from '../models/view.ts';
import type { Section, SectionParts } from '../section.ts';
import { createButton } from '../views/controls.ts';
import { createCurveControls } from '../views/curve-controls.ts';

const settingsName = 'curves';
/** With more runs than this the legend of a chart would be larger than the chart. */
const mostInLegend = 6;

interface Card {
  readonly chart: ChartView;
  readonly log: HTMLButtonElement;
}

export function createCurves({ ask, memory, highlight, clock, showError }: SectionParts): Section {
  let settings = parseSettings(memory.recall(settingsName));
  let last: CompareView | null = null;
  let range: Limits | null = null;
  const crosshair = createCrosshair();
  const cards = new Map<string, Card>();
  const feed = createCurveFeed(ask, () => painter.request(), showError);
  const painter = createPacer(async () => draw(), 0, clock);
  highlight.listen(() => painter.request());

  const change = (changed: Partial<CurveSettings>): void => {
    const isOtherAxis = changed.x !== undefined || changed.isLogX !== undefined;
    if (isOtherAxis) range = null;
    settings = { ...settings, ...changed };
    memory.keep(settingsName, settings);
    if (isOtherAxis) for (const { chart } of cards.values()) chart.zoomTo(noZoom);
    if (last) update(last);
    painter.request();
  };
  const controls = createCurveControls(change);
  const others = create('p', { class: 'hint' });
  const loading = create('p', { class: 'hint', role: 'status' }, l10n.t('Reading curves…'));
  const grid = create('div', { class: 'chart-grid' });

  const createCard = (name: string): Card => {
    const log = createButton(l10n.t('log'), `log-${name}`, () => change({ logY: toggleId(settings.logY, name) }));
    const chart = createChart({
      id: name,
      crosshair,
      actions: [log],
      onZoom(zoom) {
        range = zoom.x;
        for (const other of cards.values()) if (other.chart !== chart) other.chart.zoomTo({ ...noZoom, x: zoom.x });
        if (last) update(last);
      },
      onHighlight: (runId) => highlight.set(runId),
    });
    return { chart, log };
  };
  const draw = (): void => {
    if (!last) return;
    const { runs } = last;
    const { shared } = splitMetrics(runs.map(({ summary }) => summary));
    show(loading, !feed.hasAny());
    const shown = shared.map((name) => {
      const card = cards.get(name) ?? createCard(name);
      cards.set(name, card);
      return { name, card };
    });
    setAttributes(grid, { 'data-many': runs.length > mostInLegend });
    setChildren(
      grid,
      shown.map(({ card }) => card.chart.element),
    );
    for (const { name, card } of shown) {
      card.log.setAttribute('aria-pressed', String(settings.logY.includes(name)));
      card.log.setAttribute('aria-label', l10n.t('log: logarithmic axis of {0}', name));
      if (feed.hasAny()) card.chart.update(curveChart(name, runs, feed.seriesOf, settings, highlight.current()));
    }
  };
  const update = (view: CompareView): void => {
    const isOther = last?.runs !== view.runs && idsOf(last) !== idsOf(view);
    last = view;
    const { shared, others: partly } = splitMetrics(view.runs.map(({ summary }) => summary));
    controls.update(settings);
    setText(others, partly.length === 0 ? '' : l10n.t('In one run only, and not drawn: {0}.', partly.join(', ')));
    show(others, partly.length > 0);
    if (isOther) painter.request();
    const points = pointsOfCurve(view.runs.length);
    if (shared.length > 0)
      void feed.refresh(view.runs, (runId) => seriesRequest(runId, shared, settings, range, points));
    show(loading, shared.length > 0 && !feed.hasAny());
  };
  return {
    id: 'curves',
    title: l10n.t('Curves'),
    element: create('div', {}, controls.element, loading, grid, others),
    update,
    summary({ runs }) {
      const { shared } = splitMetrics(runs.map(({ summary }) => summary));
      return shared.length === 0 ? l10n.t('no curve that two runs have') : '';
    },
    repaint() {
      for (const { chart } of cards.values()) chart.repaint();
      painter.request();
    },
  };
}

function idsOf(view: CompareView | null): string {
  return view?.runs.map(({ runId, isBaseline }) => `${runId} ${isBaseline}`).join() ?? '';
}
