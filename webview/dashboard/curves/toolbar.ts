// The toolbar of the Curves tab: each control sets one of the settings.

import * as l10n from '@vscode/l10n';
import type { HorizontalAxis } from '../../../src/shared/messages/runs.ts';
import { create, setAttributes, setText, show } from '../../common/dom.ts';
import { labelOf } from './charts.ts';
import { canBeLog, mostColumns, smoothingOf, type CurveSettings } from './settings.ts';

export interface Toolbar {
  readonly element: HTMLElement;
  update(settings: CurveSettings, metrics: readonly string[]): void;
}

type Change = (change: Partial<CurveSettings>) => void;

export function createToolbar(onChange: Change): Toolbar {
  const x = createChoice('x', l10n.t('Horizontal axis'), (value) => onChange({ x: axisFrom(value) }));
  const logX = createCheck('log-x', l10n.t('log'), l10n.t('Logarithmic horizontal axis'), (isLogX) =>
    onChange({ isLogX }),
  );
  const smoothing = createChoice('smoothing', l10n.t('Smoothing'), (value) => {
    onChange({ smoothing: value as CurveSettings['smoothing'] });
  });
  const strength = createSlider((value) => onChange({ strength: value }));
  const zoom = createChoice('zoom-mode', l10n.t('Dragging zooms'), (value) => {
    onChange({ zoomMode: value as CurveSettings['zoomMode'] });
  });
  const columns = createChoice('columns', l10n.t('Columns'), (value) => onChange({ columns: Number(value) }));
  const size = createChoice('size', l10n.t('Size'), (value) => onChange({ size: value as CurveSettings['size'] }));
  const outliersTitle = l10n.t('Ends the axis near the 5th and 95th percentile; what lies outside is counted');
  const outliers = createCheck('outliers', l10n.t('Cut outliers'), outliersTitle, (areOutliersCut) => {
    onChange({ areOutliersCut });
  });
  const bandsTitle = l10n.t('Least and greatest value around each point, where points are left out');
  const bands = createCheck('bands', l10n.t('Bands'), bandsTitle, (hasBands) => onChange({ hasBands }));
  const filter = create('input', { type: 'search', placeholder: l10n.t('Filter charts'), 'data-control': 'filter' });
  setAttributes(filter, { 'aria-label': l10n.t('Filter charts by name') });
  filter.addEventListener('input', () => onChange({ filter: filter.value }));
  const own = createOwnChart(onChange);
  const element = create(
    'div',
    { class: 'curves-bar', role: 'group', 'aria-label': l10n.t('How curves are shown') },
    ...[group(x.element, logX.element), group(smoothing.element, strength.element), zoom.element],
    ...[outliers.element, bands.element, columns.element, size.element, filter, own.element],
  );
  return {
    element,
    update(settings, metrics) {
      x.update(axisOptions(settings.x, metrics), axisValue(settings.x));
      logX.update(settings.isLogX, canBeLog(settings.x));
      smoothing.update(smoothingOptions(), settings.smoothing);
      strength.update(settings);
      zoom.update(zoomOptions(), settings.zoomMode);
      outliers.update(settings.areOutliersCut, true);
      bands.update(settings.hasBands, true);
      columns.update(columnOptions(), String(settings.columns));
      size.update(sizeOptions(), settings.size);
      if (document.activeElement !== filter) filter.value = settings.filter;
      own.update(settings, metrics);
    },
  };
}

type Option = readonly [value: string, label: string];

const smoothingOptions = (): Option[] => [
  ['off', l10n.t('off')],
  ['ema', l10n.t('exponential')],
  ['gaussian', l10n.t('Gaussian')],
  ['mean', l10n.t('moving mean')],
];
const zoomOptions = (): Option[] => [
  ['x', l10n.t('across')],
  ['y', l10n.t('up and down')],
  ['xy', l10n.t('both')],
];
const sizeOptions = (): Option[] => [
  ['small', l10n.t('small')],
  ['medium', l10n.t('medium')],
  ['large', l10n.t('large')],
];

function columnOptions(): Option[] {
  const counts = Array.from({ length: mostColumns }, (_, index) => String(index + 1));
  return [['0', l10n.t('automatic')], ...counts.map((count): Option => [count, count])];
}

function axisOptions(x: HorizontalAxis, metrics: readonly string[]): Option[] {
  const named = x.kind === 'metric' && !metrics.includes(x.name) ? [...metrics, x.name] : metrics;
  return [
    ['step', l10n.t('step')],
    ['epoch', l10n.t('epoch')],
    ['samples', l10n.t('samples')],
    ['time', l10n.t('time of day')],
    ['relative', l10n.t('time since the start')],
    ...named.filter((name) => name !== 'epoch').map((name): Option => [`metric/${name}`, labelOf(name)]),
  ];
}

function axisValue(x: HorizontalAxis): string {
  return x.kind === 'metric' ? `metric/${x.name}` : x.kind;
}

function axisFrom(value: string): HorizontalAxis {
  if (value.startsWith('metric/')) return { kind: 'metric', name: value.slice('metric/'.length) };
  return { kind: value as Exclude<HorizontalAxis['kind'], 'metric'> };
}

function group(...children: readonly HTMLElement[]): HTMLElement {
  return create('span', { class: 'curves-group' }, ...children);
}

function createChoice(name: string, label: string, onSelect: (value: string) => void) {
  const select = create('select', { 'data-control': name });
  select.addEventListener('change', () => onSelect(select.value));
  let shown = '';
  return {
    element: create('label', {}, `${label} `, select),
    update(options: readonly Option[], value: string) {
      const now = JSON.stringify(options);
      if (now !== shown)
        select.replaceChildren(...options.map(([key, words]) => create('option', { value: key }, words)));
      shown = now;
      if (select.value !== value) select.value = value;
    },
  };
}

function createCheck(name: string, label: string, title: string, onToggle: (isOn: boolean) => void) {
  const box = create('input', { type: 'checkbox', 'data-control': name });
  box.addEventListener('change', () => onToggle(box.checked));
  return {
    element: create('label', { class: 'curves-check', title }, box, label),
    update(isOn: boolean, isEnabled: boolean) {
      box.checked = isOn && isEnabled;
      box.disabled = !isEnabled;
    },
  };
}

function createSlider(onSlide: (value: number) => void) {
  const slider = create('input', { type: 'range', min: 0, max: 100, step: 1, 'data-control': 'strength' });
  setAttributes(slider, { 'aria-label': l10n.t('Strength of smoothing') });
  slider.addEventListener('input', () => onSlide(slider.valueAsNumber));
  const meaning = create('output', { class: 'hint' });
  return {
    element: create('span', { class: 'curves-strength' }, slider, meaning),
    update(settings: CurveSettings) {
      const smoothing = smoothingOf(settings);
      show(slider.parentElement!, smoothing !== undefined);
      if (slider.valueAsNumber !== settings.strength) slider.valueAsNumber = settings.strength;
      const words =
        smoothing?.kind === 'ema' ? smoothing.weight.toFixed(2) : l10n.t('{0} points', smoothing?.points ?? 0);
      setText(meaning, words);
      setAttributes(slider, { 'aria-valuetext': words });
    },
  };
}

/** Adds a chart of any metric over any other. */
function createOwnChart(onChange: Change) {
  let settings: CurveSettings | null = null;
  let chosen: { x: string; y: string } = { x: '', y: '' };
  const y = createChoice('own-y', l10n.t('Show'), (value) => (chosen = { ...chosen, y: value }));
  const x = createChoice('own-x', l10n.t('over'), (value) => (chosen = { ...chosen, x: value }));
  const add = create('button', { type: 'button', class: 'chart-button', 'data-action': 'add-chart' }, l10n.t('Add'));
  const summary = create('summary', { class: 'chart-button' }, l10n.t('Add chart…'));
  const element = create(
    'details',
    { class: 'own-chart' },
    summary,
    create('div', { class: 'curves-menu' }, y.element, x.element, add),
  );
  add.addEventListener('click', () => {
    if (!settings) return;
    const { custom } = settings;
    if (!custom.some((one) => one.x === chosen.x && one.y === chosen.y))
      onChange({ custom: [...custom, { ...chosen }] });
    element.open = false;
    summary.focus();
  });
  return {
    element,
    update(now: CurveSettings, metrics: readonly string[]) {
      settings = now;
      const first = (name: string, fallback: string) => (metrics.includes(name) ? name : fallback);
      if (!metrics.includes(chosen.y)) chosen = { ...chosen, y: first('loss', metrics[0] ?? '') };
      if (!metrics.includes(chosen.x)) chosen = { ...chosen, x: first('learning_rate', metrics[0] ?? '') };
      const options = metrics.map((name): Option => [name, labelOf(name)]);
      y.update(options, chosen.y);
      x.update(options, chosen.x);
      show(element, metrics.length > 1);
    },
  };
}
