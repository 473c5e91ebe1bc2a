// Runs as points of any two figures or fields.

import * as l10n from '@vscode/l10n';
import { create, setAttributes, setChildren, setText, show } from '../../common/dom.ts';
import { createPacer } from '../../common/pacer.ts';
import { createTableAlternative } from '../../common/table-alternative.ts';
import {
  describeScatter,
  parseScatterSettings,
  scatterModel,
  type ScatterModel,
  type ScatterSettings,
} from '../models/scatter.ts';
import type { CompareView } from '../models/view.ts';
import type { Section, SectionParts } from '../section.ts';
import { createCheck, createChoice } from '../views/controls.ts';
import { renderScatter } from '../views/scatter-plot.ts';
import { onWidth } from '../views/size.ts';

const settingsName = 'scatter';

export function createScatter({ memory, highlight, clock }: SectionParts): Section {
  let settings = parseScatterSettings(memory.recall(settingsName));
  let last: CompareView | null = null;
  let model: ScatterModel | null = null;
  let widthPx = 0;
  const painter = createPacer(async () => draw(), 0, clock);
  const change = (changed: Partial<ScatterSettings>): void => {
    settings = { ...settings, ...changed };
    memory.keep(settingsName, settings);
    painter.request();
  };
  const x = createChoice(l10n.t('Across'), 'scatter-x', (id) => change({ x: id, logX: null }));
  const y = createChoice(l10n.t('Upwards'), 'scatter-y', (id) => change({ y: id, logY: null }));
  const logX = createCheck(l10n.t('log across'), 'scatter-log-x', (isLog) => change({ logX: isLog }));
  const logY = createCheck(l10n.t('log upwards'), 'scatter-log-y', (isLog) => change({ logY: isLog }));
  const words = create('p', { class: 'hint' });
  const spoken = create('p', { class: 'spoken', 'aria-live': 'polite' });
  const plot = create('div', { class: 'plot', tabindex: 0, role: 'group' });
  const table = createTableAlternative(l10n.t('Scatter plot as a table'));
  highlight.listen(() => painter.request());
  onWidth(plot, (width) => {
    widthPx = width;
    painter.request();
  });
  plot.addEventListener('keydown', (event) => {
    const runId = nextPoint(model, highlight.current(), event.key);
    if (runId === undefined) return;
    event.preventDefault();
    highlight.set(runId);
    const point = model?.points.find((each) => each.runId === runId);
    setText(spoken, point ? `${point.letter} ${point.name}: ${point.xText}, ${point.yText}` : '');
  });
  plot.addEventListener('blur', () => highlight.set(null));

  const draw = (): void => {
    if (!last) return;
    model = scatterModel(last, settings);
    const figures = [...last.fields, ...last.metrics];
    x.update(figures, model?.x.figure.id ?? '');
    y.update(figures, model?.y.figure.id ?? '');
    logX.update(model?.x.scale.kind === 'log', canBeLog(model?.x.figure.values));
    logY.update(model?.y.scale.kind === 'log', canBeLog(model?.y.figure.values));
    const said = model ? describeScatter(model) : l10n.t('There are no two figures to draw yet.');
    setText(words, said);
    setAttributes(plot, { 'aria-label': l10n.t('{0} Arrow keys go from run to run.', said) });
    show(plot, model !== null);
    table.update(() => tableOf(model));
    if (model && widthPx > 0) setChildren(plot, [renderScatter(model, widthPx, highlight.current(), highlight.set)]);
  };
  const controls = create('div', { class: 'controls' }, x.element, logX.element, y.element, logY.element);
  return {
    id: 'scatter',
    title: l10n.t('Scatter plot'),
    element: create('div', {}, controls, words, spoken, plot, table.element),
    update(view) {
      const isSame = last?.fields === view.fields && last.metrics === view.metrics;
      last = view;
      if (!isSame) painter.request();
    },
    summary: () => '',
    repaint: () => painter.request(),
  };
}

/** The run that a key leads to, from left to right; null for none, undefined for a key that means nothing here. */
function nextPoint(model: ScatterModel | null, current: string | null, key: string): string | null | undefined {
  const ordered = [...(model?.points ?? [])].sort((a, b) => a.x - b.x || a.y - b.y);
  const at = ordered.findIndex(({ runId }) => runId === current);
  const last = ordered.length - 1;
  if (key === 'Escape') return null;
  if (last < 0) return undefined;
  const targets: Readonly<Record<string, number>> = {
    ArrowRight: Math.min(last, at + 1),
    ArrowLeft: at < 0 ? last : Math.max(0, at - 1),
    Home: 0,
    End: last,
  };
  const target = targets[key];
  return target === undefined ? undefined : ordered[target]!.runId;
}

function canBeLog(values: readonly unknown[] = []): boolean {
  const known = values.filter((value) => value !== null);
  return known.length > 0 && known.every((value) => typeof value === 'number' && value > 0);
}

function tableOf(model: ScatterModel | null) {
  if (!model) return { head: [], rows: [] };
  return {
    head: [l10n.t('Run'), model.x.figure.label, model.y.figure.label],
    rows: model.points.map(({ letter, name, xText, yText }) => [`${letter} ${name}`, xText, yText]),
  };
}
