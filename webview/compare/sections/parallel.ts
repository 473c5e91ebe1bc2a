// Runs as lines over fields and figures: which settings go with which results.

import * as l10n from '@vscode/l10n';
import { create, setChildren, setText, show } from '../../common/dom.ts';
import { createPacer } from '../../common/pacer.ts';
import { createTableAlternative } from '../../common/table-alternative.ts';
import {
  axisFigures,
  chosenAxes,
  isLogAxis,
  mostAxes,
  moveAxis,
  parallelModel,
  parseParallelSettings,
  type Brush,
  type ParallelModel,
  type ParallelSettings,
} from '../models/parallel.ts';
import type { CompareView } from '../models/view.ts';
import type { Section, SectionParts } from '../section.ts';
import { createAxisList } from '../views/axis-list.ts';
import { createButton } from '../views/controls.ts';
import { renderParallel } from '../views/parallel-plot.ts';
import { onWidth } from '../views/size.ts';

const settingsName = 'parallel';

export function createParallel({ memory, highlight, clock }: SectionParts): Section {
  let settings = parseParallelSettings(memory.recall(settingsName));
  let brushes: ReadonlyMap<string, Brush> = new Map();
  let last: CompareView | null = null;
  let widthPx = 0;
  const plot = create('div', { class: 'plot' });
  const words = create('p', { class: 'hint', role: 'status' });
  const clear = createButton(l10n.t('Clear the marks'), 'clear-brushes', () => setBrushes(new Map()));
  const table = createTableAlternative(l10n.t('Parallel coordinates as a table'));

  const painter = createPacer(async () => draw(), 0, clock);
  const change = (changed: Partial<ParallelSettings>): void => {
    settings = { ...settings, ...changed };
    memory.keep(settingsName, settings);
    painter.request();
  };
  const setBrushes = (next: ReadonlyMap<string, Brush>): void => {
    brushes = next;
    painter.request();
  };
  const axisIds = (): string[] => (last ? chosenAxes(axisFigures(last), settings).map(({ id }) => id) : []);
  const list = createAxisList({
    move: (id, to) => change({ axes: moveAxis(axisIds(), id, to) }),
    remove: (id) => change({ axes: axisIds().filter((other) => other !== id) }),
    add: (id) => change({ axes: [...axisIds(), id].slice(-mostAxes) }),
    flip: (id) => {
      const { flipped } = settings;
      change({ flipped: flipped.includes(id) ? flipped.filter((other) => other !== id) : [...flipped, id] });
    },
  });
  const actions = {
    brush(figureId: string, brush: Brush | null) {
      const rest = [...brushes].filter(([id]) => id !== figureId);
      setBrushes(new Map(brush ? [...rest, [figureId, brush] as const] : rest));
    },
    move: (figureId: string, to: number) => change({ axes: moveAxis(axisIds(), figureId, to) }),
    highlight: highlight.set,
  };
  highlight.listen(() => painter.request());
  onWidth(plot, (width) => {
    widthPx = width;
    painter.request();
  });

  const draw = (): void => {
    if (!last) return;
    const model = parallelModel(last, settings, brushes);
    const figures = axisFigures(last);
    const shown = model.axes.map(({ figure }) => ({
      id: figure.id,
      label: figure.label,
      isLog: isLogAxis(figure, settings),
    }));
    list.update(shown, figures);
    setText(words, describe(model, brushes.size));
    show(clear, brushes.size > 0);
    table.update(() => tableOf(model));
    show(plot, model.axes.length > 0);
    if (widthPx > 0) replacePlot(model);
  };
  /** The mark that has the focus keeps it in the new drawing. */
  const replacePlot = (model: ParallelModel): void => {
    const focused = document.activeElement?.getAttribute('data-handle') ?? null;
    const drawing = renderParallel(model, Math.max(widthPx, 110 * model.axes.length), highlight.current(), actions);
    setChildren(plot, [drawing]);
    if (focused !== null) drawing.querySelector<SVGElement>(`[data-handle="${CSS.escape(focused)}"]`)?.focus();
  };
  return {
    id: 'parallel',
    title: l10n.t('Parallel coordinates'),
    element: create('div', {}, list.element, create('div', { class: 'controls' }, words, clear), plot, table.element),
    update(view) {
      const isSame = last?.fields === view.fields && last.metrics === view.metrics;
      last = view;
      if (!isSame) painter.request();
    },
    summary: () => '',
    repaint: () => painter.request(),
  };
}

function describe({ axes, lines }: ParallelModel, marks: number): string {
  if (axes.length === 0) return l10n.t('No field differs and no figure is there yet. Add an axis when there is one.');
  const within = lines.filter(({ isWithin }) => isWithin);
  if (marks === 0)
    return l10n.t('{0} runs over {1} axes. Drag along an axis to mark a part of it.', lines.length, axes.length);
  const letters = within.length > 12 ? '' : `: ${within.map(({ letter }) => letter).join(', ')}`;
  return l10n.t('{0} of {1} runs pass through the marked parts{2}', within.length, lines.length, letters);
}

function tableOf({ axes, lines }: ParallelModel) {
  return {
    head: [l10n.t('Run'), ...axes.map(({ figure }) => figure.label)],
    rows: lines.map(({ letter, name }, index) => [
      `${letter} ${name}`,
      ...axes.map(({ figure }) => figure.texts[index] ?? ''),
    ]),
  };
}
