// How the user wants to see curves: what the toolbar and the charts' buttons set. Pure; what a page remembered is parsed here.

import type { HorizontalAxis, Smoothing } from '../../../src/shared/messages/runs.ts';
import type { ZoomMode } from '../../../src/shared/chart/view.ts';

export type SmoothingKind = 'off' | Smoothing['kind'];
export type ChartSize = 'small' | 'medium' | 'large';

/** A chart of the user's own: one metric over another. */
export interface CustomChart {
  readonly x: string;
  readonly y: string;
}

export interface CurveSettings {
  readonly x: HorizontalAxis;
  readonly isLogX: boolean;
  readonly smoothing: SmoothingKind;
  /** 0 to 100. */
  readonly strength: number;
  readonly areOutliersCut: boolean;
  readonly hasBands: boolean;
  readonly zoomMode: ZoomMode;
  /** 0: as many as there is room for. */
  readonly columns: number;
  readonly size: ChartSize;
  /** Part of the names of the charts that are shown. */
  readonly filter: string;
  /** Charts with a logarithmic vertical axis, those on top, and those over the whole width, by id. */
  readonly logY: readonly string[];
  readonly pinned: readonly string[];
  readonly wide: readonly string[];
  readonly custom: readonly CustomChart[];
}

export const mostColumns = 4;

export const defaultSettings: CurveSettings = {
  x: { kind: 'step' },
  isLogX: false,
  smoothing: 'off',
  strength: 60,
  areOutliersCut: false,
  hasBands: true,
  zoomMode: 'x',
  columns: 0,
  size: 'medium',
  filter: '',
  logY: [],
  pinned: [],
  wide: ['loss'],
  custom: [],
};

const axisKinds = ['step', 'epoch', 'samples', 'time', 'relative'] as const;
const smoothingKinds = ['off', 'ema', 'gaussian', 'mean'] as const;
const zoomModes = ['x', 'y', 'xy'] as const;
const sizes = ['small', 'medium', 'large'] as const;

/** The settings in what a page remembered; whatever is not understood there is as by default. */
export function parseSettings(remembered: unknown): CurveSettings {
  const kept: Partial<Record<keyof CurveSettings, unknown>> = isObject(remembered) ? remembered : {};
  const fallback = defaultSettings;
  return {
    x: parseAxis(kept.x),
    isLogX: bool(kept.isLogX, fallback.isLogX),
    smoothing: oneOf(smoothingKinds, kept.smoothing, fallback.smoothing),
    strength: within(kept.strength, 0, 100, fallback.strength),
    areOutliersCut: bool(kept.areOutliersCut, fallback.areOutliersCut),
    hasBands: bool(kept.hasBands, fallback.hasBands),
    zoomMode: oneOf(zoomModes, kept.zoomMode, fallback.zoomMode),
    columns: Math.round(within(kept.columns, 0, mostColumns, fallback.columns)),
    size: oneOf(sizes, kept.size, fallback.size),
    filter: typeof kept.filter === 'string' ? kept.filter : fallback.filter,
    logY: strings(kept.logY, fallback.logY),
    pinned: strings(kept.pinned, fallback.pinned),
    wide: strings(kept.wide, fallback.wide),
    custom: Array.isArray(kept.custom) ? kept.custom.filter(isCustomChart).map(({ x, y }) => ({ x, y })) : [],
  };
}

/** What the store is asked to do; undefined: nothing. */
export function smoothingOf({ smoothing, strength }: CurveSettings): Smoothing | undefined {
  const share = strength / 100;
  switch (smoothing) {
    case 'off':
      return undefined;
    case 'ema':
      return { kind: 'ema', weight: Math.min(0.999, share) };
    // Small widths need the finer steps.
    case 'gaussian':
      return { kind: 'gaussian', points: 1 + Math.round(99 * share ** 2) };
    case 'mean':
      return { kind: 'mean', points: 3 + 2 * Math.round(149 * share ** 2) };
  }
}

/** Whether an axis can be logarithmic: moments cannot. */
export function canBeLog({ kind }: HorizontalAxis): boolean {
  return kind !== 'time' && kind !== 'relative';
}

/** The list with an id added, or without it if it was there. */
export function toggleId(ids: readonly string[], id: string): string[] {
  return ids.includes(id) ? ids.filter((other) => other !== id) : [...ids, id];
}

function parseAxis(axis: unknown): HorizontalAxis {
  if (!isObject(axis)) return defaultSettings.x;
  const { kind, name } = axis as { readonly kind?: unknown; readonly name?: unknown };
  if (kind === 'metric') return typeof name === 'string' ? { kind, name } : defaultSettings.x;
  const known = axisKinds.find((one) => one === kind);
  return known ? { kind: known } : defaultSettings.x;
}

function isCustomChart(value: unknown): value is CustomChart {
  return isObject(value) && 'x' in value && 'y' in value && typeof value.x === 'string' && typeof value.y === 'string';
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function bool(value: unknown, fallback: boolean): boolean {
  return typeof value === 'boolean' ? value : fallback;
}

function within(value: unknown, min: number, max: number, fallback: number): number {
  return typeof value === 'number' && value >= min && value <= max ? value : fallback;
}

function oneOf<T extends string>(known: readonly T[], value: unknown, fallback: T): T {
  return known.find((one) => one === value) ?? fallback;
}

function strings(value: unknown, fallback: readonly string[]): readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string') ? value : fallback;
}
