// A chart of the tab with its buttons: logarithmic axis, pin, full width, remove, and what it can be saved as.

import * as l10n from '@vscode/l10n';
import { createChart, type ChartOptions, type ChartView } from '../../common/chart/chart.ts';
import { create, createSvg, setAttributes, show } from '../../common/dom.ts';

export type ExportFormat = 'svg' | 'png' | 'csv';

export interface CardActions {
  readonly toggleLog: () => void;
  readonly togglePin: () => void;
  readonly toggleWide: () => void;
  /** Absent for charts that every run has. */
  readonly remove?: () => void;
  readonly save: (format: ExportFormat) => void;
}

export interface CardState {
  readonly title: string;
  readonly isLog: boolean;
  readonly isPinned: boolean;
  readonly isWide: boolean;
}

export interface Card {
  readonly chart: ChartView;
  update(state: CardState): void;
}

export function createCard(options: Omit<ChartOptions, 'actions'>, actions: CardActions): Card {
  const log = button('log', l10n.t('log'), actions.toggleLog);
  const pin = button('pin', icon(icons.pin), actions.togglePin);
  const wide = button('wide', icon(icons.wide), actions.toggleWide);
  const remove = button('remove', icon(icons.remove), () => actions.remove?.());
  show(remove, actions.remove !== undefined);
  const menu = createMenu(actions.save);
  const chart = createChart({ ...options, actions: [log, pin, wide, menu.element, remove] });
  return {
    chart,
    update({ title, isLog, isPinned, isWide }) {
      press(log, isLog, l10n.t('log scale, vertical axis'), title);
      press(pin, isPinned, l10n.t('Keep on top'), title);
      press(wide, isWide, l10n.t('Full width'), title);
      setAttributes(remove, { title: l10n.t('Remove this chart'), 'aria-label': l10n.t('Remove {0}', title) });
      menu.name(title);
      setAttributes(chart.element, { 'data-wide': isWide, 'data-pinned': isPinned });
    },
  };
}

function button(action: string, label: string | Node, onClick: () => void): HTMLButtonElement {
  const element = create('button', { type: 'button', class: 'chart-button', 'data-action': action }, label);
  element.addEventListener('click', onClick);
  return element;
}

/** Paths on a field of 16 by 16. */
const icons = {
  pin: 'M5 2h6M6 2v5l-2 3h8l-2-3V2M8 10v4',
  wide: 'M1.5 8h13M4.5 5l-3 3 3 3M11.5 5l3 3-3 3',
  save: 'M8 2v8M5 7l3 3 3-3M2.5 13.5h11',
  remove: 'M3.5 3.5l9 9M12.5 3.5l-9 9',
} as const;

function icon(d: string): Node {
  return createSvg('svg', { viewBox: '0 0 16 16', 'aria-hidden': 'true' }, createSvg('path', { d }));
}

function press(element: HTMLElement, isPressed: boolean, meaning: string, title: string): void {
  const name = `${meaning}: ${title}`;
  setAttributes(element, { 'aria-pressed': String(isPressed), title: meaning, 'aria-label': name });
}

/** A disclosure with one button for each format; Escape and a click elsewhere close it. */
function createMenu(save: (format: ExportFormat) => void) {
  const formats: readonly (readonly [ExportFormat, string])[] = [
    ['svg', l10n.t('SVG picture')],
    ['png', l10n.t('PNG picture')],
    ['csv', l10n.t('CSV, all points')],
  ];
  const summary = create('summary', { class: 'chart-button', 'data-action': 'export' }, icon(icons.save));
  const list = create('div', { class: 'curves-menu' });
  const element = create('details', { class: 'chart-menu' }, summary, list);
  const close = (): void => {
    element.open = false;
  };
  for (const [format, label] of formats) {
    const choice = button(`save-${format}`, label, () => {
      close();
      summary.focus();
      save(format);
    });
    list.append(choice);
  }
  element.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !element.open) return;
    event.stopPropagation();
    close();
    summary.focus();
  });
  element.addEventListener('focusout', (event) => {
    if (event.relatedTarget instanceof Node && !element.contains(event.relatedTarget)) close();
  });
  document.addEventListener('pointerdown', (event) => {
    if (element.open && event.target instanceof Node && !element.contains(event.target)) close();
  });
  return {
    element,
    name: (title: string) => setAttributes(summary, { 'aria-label': l10n.t('Save {0}', title), title: l10n.t('Save') }),
  };
}
