// Bytes, rates, times and shares as short text. Figures keep about three digits: a model knows no more.

import * as l10n from '@vscode/l10n';
import { formatDuration, formatNumber } from '../../src/shared/run-text.ts';

// Made once: making a format takes far longer than using it.
const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const threeDigits = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 3 });
const money = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** `612 MB`, `1.24 GB`, `96 kB`: decimal units, as Graphcore counts an IPU's memory. */
export function formatBytes(bytes: number): string {
  const size = Math.abs(bytes);
  if (!Number.isFinite(bytes)) return formatNumber(bytes);
  if (bytes < 0) return `−${formatBytes(size)}`;
  if (size >= 999.5e6) return `${digits(bytes / 1e9)} GB`;
  if (size >= 999.5e3) return `${digits(bytes / 1e6)} MB`;
  if (size >= 1e3) return `${digits(bytes / 1e3)} kB`;
  return `${Math.round(bytes)} B`;
}

/** `83 MB free`, or `210 MB over`. */
export function formatMargin(bytes: number): string {
  return bytes < 0 ? l10n.t('{0} over', formatBytes(-bytes)) : l10n.t('{0} free', formatBytes(bytes));
}

/** A whole number with its thousands apart: `88,524`. */
export function formatCount(count: number): string {
  return Number.isFinite(count) ? whole.format(count) : formatNumber(count);
}

/** A rate in three digits: `2,340`, `98.6`, `0.42`. */
export function formatRate(rate: number): string {
  if (!Number.isFinite(rate)) return formatNumber(rate);
  return threeDigits.format(rate);
}

/** A span from microseconds to days: `840 µs`, `12.4 ms`, `3.2 s`, `1 h 2 min`. */
export function formatSeconds(seconds: number): string {
  if (!Number.isFinite(seconds)) return formatNumber(seconds);
  if (seconds === 0) return '0 s';
  if (seconds < 999.5e-6) return `${digits(seconds * 1e6)} µs`;
  if (seconds < 0.9995) return `${digits(seconds * 1e3)} ms`;
  return seconds < 59.95 ? `${digits(seconds)} s` : formatDuration(seconds * 1000);
}

/** `71 %`, `4.2 %`; what is small but there is never said to be nothing. */
export function formatPercent(share: number): string {
  if (!Number.isFinite(share)) return `${formatNumber(share)} %`;
  const percent = 100 * share;
  if (percent !== 0 && Math.abs(percent) < 0.1) return '< 0.1 %';
  return `${Math.abs(percent) < 9.95 ? Number(percent.toFixed(1)) : percent.toFixed(0)} %`;
}

/** Change of a rate: `+12 %`, `−3.1 %`, `same speed`. */
export function formatSpeedChange(from: number, to: number): string {
  const change = to / from - 1;
  if (!Number.isFinite(change)) return l10n.t('{0} samples/s', formatRate(to));
  if (Math.abs(change) < 0.0005) return l10n.t('same speed');
  return l10n.t('{0} samples/s', `${change < 0 ? '−' : '+'}${formatPercent(Math.abs(change))}`);
}

/** An amount of money without its currency, which nobody has told us: `12.40`. */
export function formatAmount(amount: number): string {
  return Number.isFinite(amount) ? money.format(amount) : formatNumber(amount);
}

/** Three digits, no more; whole from 100 on. */
function digits(value: number): string {
  return Math.abs(value) >= 99.95 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}
