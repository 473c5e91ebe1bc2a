// The legend of a chart: a button for each curve that shows or hides it; pointing at one lifts the curve out of the others.

import * as l10n from '@vscode/l10n';
import type { CurveStyle } from '../../../src/shared/chart/palette.ts';
import { create, createSvg, setAttributes, setText, show } from '../dom.ts';
import { createList } from '../list.ts';

export interface LegendEntry {
  readonly key: string;
  readonly label: string;
  readonly latest: string;
  readonly look: CurveStyle;
  readonly hidden: boolean;
}

export interface LegendActions {
  readonly toggle: (key: string) => void;
  /** Shows this curve alone, or all if it is alone already. */
  readonly only: (key: string) => void;
  /** Null when nothing is pointed at. */
  readonly highlight: (key: string | null) => void;
}

export interface Legend {
  readonly element: HTMLElement;
  update(entries: readonly LegendEntry[]): void;
}

export function createLegend(actions: LegendActions): Legend {
  const element = create('ul', { class: 'legend', 'aria-label': l10n.t('Curves') });
  const update = createList<LegendEntry>(element, () => createEntry(actions));
  return {
    element,
    update(entries) {
      show(element, entries.length > 1);
      update(entries);
    },
  };
}

function createEntry({ toggle, only, highlight }: LegendActions) {
  let key = '';
  const line = createSvg('line', { x1: 0, y1: 4, x2: 24, y2: 4, 'stroke-width': 2 });
  const swatch = createSvg('svg', { viewBox: '0 0 24 8', class: 'swatch', 'aria-hidden': 'true' }, line);
  const label = create('span');
  const latest = create('b');
  const title = l10n.t('Click: show or hide. Double click: show it alone.');
  const button = create('button', { type: 'button', title }, swatch, label, latest);
  button.addEventListener('click', () => toggle(key));
  button.addEventListener('dblclick', () => only(key));
  for (const name of ['pointerenter', 'focus']) button.addEventListener(name, () => highlight(key));
  for (const name of ['pointerleave', 'blur']) button.addEventListener(name, () => highlight(null));
  return {
    element: create('li', {}, button),
    update(entry: LegendEntry) {
      key = entry.key;
      setAttributes(line, { stroke: entry.look.colour, 'stroke-dasharray': entry.look.dash.join(' ') });
      setAttributes(button, { 'data-curve': key, 'aria-pressed': String(!entry.hidden) });
      setText(label, entry.label);
      setText(latest, entry.latest);
    },
  };
}
