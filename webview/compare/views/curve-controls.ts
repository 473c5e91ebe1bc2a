// What the curves stand over, and how they are smoothed.

import * as l10n from '@vscode/l10n';
import type { HorizontalAxis } from '../../../src/shared/messages/runs.ts';
import { create, setAttributes, setText, show } from '../../common/dom.ts';
import { canBeLog, smoothingOf, type CurveSettings, type SmoothingKind } from '../../dashboard/curves/settings.ts';
import { createCheck, createChoice, type Option } from './controls.ts';

type AxisKind = Exclude<HorizontalAxis['kind'], 'metric'>;

export interface CurveControls {
  readonly element: HTMLElement;
  update(settings: CurveSettings): void;
}

export function createCurveControls(onChange: (change: Partial<CurveSettings>) => void): CurveControls {
  const x = createChoice(l10n.t('Over'), 'x', (kind) => onChange({ x: { kind: kind as AxisKind } }));
  const logX = createCheck(l10n.t('log'), 'log-x', (isLogX) => onChange({ isLogX }));
  const smoothing = createChoice(l10n.t('Smoothing'), 'smoothing', (kind) =>
    onChange({ smoothing: kind as SmoothingKind }),
  );
  const strength = createStrength((value) => onChange({ strength: value }));
  return {
    element: create('div', { class: 'controls' }, x.element, logX.element, smoothing.element, strength.element),
    update(settings) {
      x.update(axes(), settings.x.kind);
      logX.update(settings.isLogX && canBeLog(settings.x), canBeLog(settings.x));
      smoothing.update(smoothers(), settings.smoothing);
      strength.update(settings);
    },
  };
}

const axes = (): readonly Option[] => [
  { id: 'step', label: l10n.t('step') },
  { id: 'epoch', label: l10n.t('epoch') },
  { id: 'samples', label: l10n.t('samples') },
  { id: 'relative', label: l10n.t('time since the start') },
  { id: 'time', label: l10n.t('time of day') },
];

const smoothers = (): readonly Option[] => [
  { id: 'off', label: l10n.t('off') },
  { id: 'ema', label: l10n.t('moving average (EMA)') },
  { id: 'gaussian', label: l10n.t('Gaussian') },
  { id: 'mean', label: l10n.t('mean') },
];

function createStrength(onSlide: (value: number) => void) {
  const slider = create('input', { type: 'range', min: 0, max: 100, step: 1, 'data-control': 'strength' });
  setAttributes(slider, { 'aria-label': l10n.t('Strength of smoothing') });
  slider.addEventListener('change', () => onSlide(slider.valueAsNumber));
  const meaning = create('output', { class: 'hint' });
  const element = create('span', { class: 'control' }, slider, meaning);
  return {
    element,
    update(settings: CurveSettings) {
      const smoothing = smoothingOf(settings);
      show(element, smoothing !== undefined);
      if (slider.valueAsNumber !== settings.strength) slider.value = String(settings.strength);
      const isWeight = smoothing?.kind === 'ema';
      const words = isWeight ? smoothing.weight.toFixed(2) : l10n.t('{0} points', smoothing?.points ?? 0);
      setText(meaning, words);
      setAttributes(slider, { 'aria-valuetext': words });
    },
  };
}
