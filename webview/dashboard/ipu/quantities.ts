// What can be shown of an IPU: how it is called, in which unit, and where its values end. Pure.

import * as l10n from '@vscode/l10n';
import { formatNumber } from '../../../src/shared/run-text.ts';
import type { HeatMapRequest } from '../../../src/shared/messages/runs.ts';
import { formatBytes } from '../../common/quantities.ts';

export type Quantity = HeatMapRequest['quantity'];

/** In the order in which one chooses. */
export const quantities: readonly Quantity[] = ['utilisation', 'memoryBytes', 'powerWatts'];

/** Whether something remembered or received is one of them. */
export function isQuantity(value: unknown): value is Quantity {
  return quantities.some((quantity) => quantity === value);
}

export function labelOf(quantity: Quantity): string {
  if (quantity === 'utilisation') return l10n.t('Utilisation');
  return quantity === 'memoryBytes' ? l10n.t('Memory') : l10n.t('Power');
}

/** What a chart of it is called. */
export function titleOf(quantity: Quantity): string {
  if (quantity === 'utilisation') return l10n.t('Utilisation of each IPU');
  return quantity === 'memoryBytes' ? l10n.t('Memory of each IPU') : l10n.t('Power of each IPU');
}

/** The unit of a chart's axis, and how many of the quantity's own units make one of it. */
export function axisUnitOf(quantity: Quantity): { readonly unit: string; readonly size: number } {
  if (quantity === 'utilisation') return { unit: '%', size: 0.01 };
  return quantity === 'memoryBytes' ? { unit: 'MB', size: 1e6 } : { unit: 'W', size: 1 };
}

/** A value with its unit: `41.3 %`, `612 MB`, `83 W`. */
export function formatQuantity(quantity: Quantity, value: number): string {
  if (quantity === 'memoryBytes') return formatBytes(value);
  if (quantity === 'powerWatts') return `${formatNumber(value)} W`;
  return Number.isFinite(value) ? `${(100 * value).toFixed(1)} %` : formatNumber(value);
}

/** Ends of the quantity's scale that do not depend on what was recorded; `capacityBytes`: what an IPU can hold, if that is known. */
export function fullScaleOf(quantity: Quantity, capacityBytes: number | null): { min: number; max: number | null } {
  if (quantity === 'utilisation') return { min: 0, max: 1 };
  return { min: 0, max: quantity === 'memoryBytes' ? capacityBytes : null };
}
