// The tab of a run's curves: joins toolbar, feeds and charts. Charts keep their places while settings and points change.

import './curves.css';
import * as l10n from '@vscode/l10n';
import { toErrorShape } from '../../../src/shared/errors.ts';
import { noZoom, type ChartModel } from '../../../src/shared/chart/model.ts';
import { createCrosshair } from '../../common/chart/crosshair.ts';
import { create, setAttributes, setChildren, show } from '../../common/dom.ts';
import { createNotice } from '../../common/notice.ts';
import { createPacer } from '../../common/pacer.ts';
import type { RunView, Tab, TabParts } from '../tab.ts';
import { createCard, type Card } from './card.ts';
import { chartKinds, customId, metricNames, shownCharts, type ChartKind } from './charts.ts';
import { saveChart } from './export.ts';
import { createFeeds } from './feeds.ts';
import { axisKey, groupOf } from './groups.ts';
import { chartModel } from './models.ts';
import { parseSettings, toggleId, type CurveSettings } from './settings.ts';
import { createToolbar } from './toolbar.ts';

/** Name under which the page remembers the settings. */
const settingsName = 'curves';
/** Once this much of a frame is over no further chart is drawn in it. */
const drawingMs = 4;

interface Shown {
  readonly card: Card;
  /** What its drawing was made of. */
  inputs: readonly unknown[];
}

export function createCurvesTab(parts: TabParts): Tab {
  let settings = parseSettings(parts.memory.recall(settingsName));
  let view: RunView | null = null;
  /** The chart that is drawn first. */
  let turn = 0;
  const cards = new Map<string, Shown>();
  const crosshair = createCrosshair();
  const notice = createNotice('error');
  const loading = create('vscode-progress-ring', { class: 'loading', 'aria-label': l10n.t('Loading curves') });
  const nothing = create('p', { class: 'hint' }, l10n.t('No chart has this in its name.'));
  const grid = create('div', { class: 'curve-grid' });
  const toolbar = createToolbar((change) => applyChange(change));
  const body = create('div', { class: 'curves-body' }, nothing, grid);
  const element = create('section', { class: 'curves' }, toolbar.element, notice.element, loading, body);

  const painter = createPacer(async () => draw(), 0, parts.clock);
  const feeds = createFeeds({
    ask: parts.ask,
    clock: parts.clock,
    onChange: () => painter.request(),
    onError: (thrown) => notice.update(thrown === null ? null : toErrorShape(thrown)),
  });

  const applyChange = (change: Partial<CurveSettings>): void => {
    const before = settings;
    settings = { ...settings, ...change };
    parts.memory.keep(settingsName, settings);
    if (axisKey(before.x) !== axisKey(settings.x))
      for (const { card } of cards.values()) card.chart.zoomTo({ x: null });
    if (view) feeds.show(view.run, settings);
    painter.request();
  };
  const draw = (): void => {
    if (!view) return;
    const { run } = view;
    const metrics = metricNames(run);
    const devices = [...(feeds.state('ipu').whole?.keys() ?? [])].sort(byNumber);
    const kinds = shownCharts(chartKinds(metrics, devices, settings), settings);
    const isLoading = metrics.length > 0 && feeds.state('metrics').whole === null;
    show(loading, isLoading);
    show(body, !isLoading);
    show(nothing, kinds.length === 0);
    toolbar.update(settings, metrics);
    setAttributes(grid, { 'data-columns': settings.columns, 'data-size': settings.size });
    if (isLoading) return;
    forget(new Set(kinds.map(({ id }) => id)));
    const shown = kinds.map((kind) => cards.get(kind.id) ?? addCard(kind));
    setChildren(
      grid,
      shown.map(({ card }) => card.chart.element),
    );
    drawCards(kinds, shown);
  };
  /** As many as fit into a frame; the others follow in the next ones, each in its turn, however fast new points come. */
  const drawCards = (kinds: readonly ChartKind[], shown: readonly Shown[]): void => {
    const until = parts.clock.now() + drawingMs;
    for (let count = 0; count < kinds.length; count++) {
      const index = (turn + count) % kinds.length;
      if (!drawCard(shown[index]!, kinds[index]!) || parts.clock.now() < until) continue;
      turn = (index + 1) % kinds.length;
      return painter.request();
    }
    turn = 0;
  };
  /** Whether there was anything to draw. */
  const drawCard = (shown: Shown, kind: ChartKind): boolean => {
    const series = seriesOf(kind);
    const { run, detail } = view!;
    const source = detail?.ipuSource;
    const inputs = [settings, run.runId, run.state, source, ...kind.names.map((name) => series.get(name))];
    if (inputs.length === shown.inputs.length && inputs.every((input, at) => input === shown.inputs[at])) return false;
    shown.inputs = inputs;
    const { id, title } = kind;
    const is = (ids: readonly string[]) => ids.includes(id);
    shown.card.update({ title, isLog: is(settings.logY), isPinned: is(settings.pinned), isWide: is(settings.wide) });
    shown.card.chart.update(modelOf(kind));
    return true;
  };
  const seriesOf = (kind: ChartKind) => {
    const { whole, part } = feeds.state(groupOf(kind));
    const zoom = feeds.zoomOf(axisKey(kind.x));
    const isPart = zoom && part && part.range.min === zoom.min && part.range.max === zoom.max;
    return (isPart ? part.curves : whole) ?? new Map();
  };
  const modelOf = (kind: ChartKind): ChartModel => {
    const { run, detail } = view!;
    const source = detail?.ipuSource;
    return chartModel(kind, seriesOf(kind), settings, { state: run.state, ...(source && { ipuSource: source }) });
  };

  const addCard = (kind: ChartKind): Shown => {
    const { id } = kind;
    const own = settings.custom.find((one) => customId(one) === id);
    const card = createCard(
      {
        ...{ id, crosshair },
        zoomMode: () => settings.zoomMode,
        onZoom: ({ x }) => linkZoom(id, x),
      },
      {
        toggleLog: () => applyChange({ logY: toggleId(settings.logY, id) }),
        togglePin: () => applyChange({ pinned: toggleId(settings.pinned, id) }),
        toggleWide: () => applyChange({ wide: toggleId(settings.wide, id) }),
        save: (format) => void save(id, format),
        ...(own && { remove: () => applyChange({ custom: settings.custom.filter((one) => customId(one) !== id) }) }),
      },
    );
    const shown = { card, inputs: [] };
    cards.set(id, shown);
    card.chart.zoomTo({ x: feeds.zoomOf(axisKey(kind.x)) });
    return shown;
  };
  const forget = (wanted: ReadonlySet<string>): void => {
    for (const [id, { card }] of cards) {
      if (wanted.has(id)) continue;
      card.chart.destroy();
      cards.delete(id);
    }
  };
  const kindOf = (id: string): ChartKind | undefined => {
    const devices = [...(feeds.state('ipu').whole?.keys() ?? [])].sort(byNumber);
    return view ? chartKinds(metricNames(view.run), devices, settings).find((kind) => kind.id === id) : undefined;
  };
  /** All charts over the same axis show the same part of it. */
  const linkZoom = (id: string, x: ChartModel['x']['limits'] | null): void => {
    const kind = kindOf(id);
    if (!kind) return;
    const range = x && x.min !== undefined && x.max !== undefined ? { min: x.min, max: x.max } : null;
    const axis = axisKey(kind.x);
    const current = feeds.zoomOf(axis);
    if (current?.min === range?.min && current?.max === range?.max) return;
    for (const [other, { card }] of cards) {
      const its = kindOf(other);
      if (its && axisKey(its.x) === axis) card.chart.zoomTo({ x: range });
    }
    feeds.zoomTo(axis, range);
  };
  const save = async (id: string, format: Parameters<typeof saveChart>[2]): Promise<void> => {
    const kind = kindOf(id);
    const card = cards.get(id)?.card;
    if (!view || !kind || !card) return;
    try {
      await saveChart(parts.ask, { run: view.run, kind, chart: card.chart }, format);
    } catch (thrown) {
      parts.showError(thrown);
    }
  };
  return {
    element,
    update(next) {
      const isOther = next.run.runId !== view?.run.runId;
      view = next;
      if (isOther) for (const { card } of cards.values()) card.chart.zoomTo(noZoom);
      painter.resume();
      feeds.show(next.run, settings);
      painter.request();
    },
    hide() {
      feeds.pause();
      painter.pause();
    },
    repaint() {
      for (const { card } of cards.values()) card.chart.repaint();
    },
  };
}

/** `ipu/2/…` before `ipu/10/…`. */
function byNumber(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
