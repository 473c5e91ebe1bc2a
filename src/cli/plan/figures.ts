// Figures of a plan as short text: sizes, times, rates, shares; and text broken into lines. Pure.

import { formatDuration } from '../../shared/run-text.ts';

/** Columns of the page; only a table of many figures may need a few more. */
const pageColumns = 96;

/** A whole number with its thousands apart: `88,524`. */
export function formatCount(count: number): string {
  return Math.round(count).toLocaleString('en-US');
}

/** Bytes as megabytes, a million bytes each, without the unit: `941`. */
export function formatMegabytes(bytes: number): string {
  // Never −0.
  return formatCount(Math.round(bytes / 1e6) || 0).replace('-', '−');
}

/** A memory margin in megabytes with its unit: `251 MB free`, `79 MB too much`. */
export function formatMargin(bytes: number): string {
  return bytes < 0 ? `${formatMegabytes(-bytes)} MB too much` : `${formatMegabytes(bytes)} MB free`;
}

/** A number of parameters: `23.8 M`. */
export function formatParameters(count: number): string {
  return count >= 1e6 ? `${(count / 1e6).toFixed(1)} M` : `${formatCount(count / 1e3)} k`;
}

/** A time with three digits below 100 s, and in its two largest units above: `850 µs`, `3.24 ms`, `12.3 s`, `2 min 5 s`. */
export function formatSeconds(seconds: number): string {
  if (!Number.isFinite(seconds)) return 'unknown';
  if (seconds >= 99.95) return formatDuration(seconds * 1000);
  if (seconds >= 0.9995) return `${threeDigits(seconds)} s`;
  if (seconds >= 0.0009995) return `${threeDigits(seconds * 1e3)} ms`;
  return `${threeDigits(seconds * 1e6)} µs`;
}

/** A rate: `1,250`, `86.4`. */
export function formatRate(perSecond: number): string {
  if (perSecond >= 99.95) return formatCount(perSecond);
  return perSecond >= 0.1 ? threeDigits(perSecond) : String(Number(perSecond.toPrecision(2)));
}

/** A share from 0 to 1 in per cent: `14 %`. */
export function formatPercent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

/** How much faster or slower in per cent: `+12 %`, `−6 %`, `±0 %`. */
export function formatChange(value: number, from: number): string {
  const percent = Math.round(100 * (value / from - 1));
  return percent === 0 ? '±0 %' : `${percent < 0 ? '−' : '+'}${formatCount(Math.abs(percent))} %`;
}

/** An amount of money or energy: `0.043`, `3.10`, `1,250`. */
export function formatAmount(amount: number): string {
  if (amount >= 100) return formatCount(amount);
  return amount >= 0.1 ? amount.toFixed(2) : String(Number(amount.toPrecision(2)));
}

/** `1 replica`, `4 replicas`. */
export function formatPlural(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** A bar of `width` characters whose filled part is `share`; anything above nothing shows, and all below everything leaves a gap. */
export function renderBar(share: number, width: number): string {
  const exact = Math.round(share * width);
  const filled = share <= 0 ? 0 : share >= 1 ? width : Math.min(width - 1, Math.max(1, exact));
  return '█'.repeat(filled) + '·'.repeat(width - filled);
}

/** Text broken at spaces into lines of at most `columns`: the first after `first`, the others after `indent`. */
export function wrapText(text: string, first: string, indent: string, columns = pageColumns): string {
  const lines: string[] = [];
  let line = '';
  let before = first;
  // A unit stays with its figure.
  for (const word of text.split(/ (?![%×]|MB\b|IPUs?\b)/)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && before.length + longer.length > columns) {
      lines.push(before + line);
      line = word;
      before = indent;
    } else line = longer;
  }
  return [...lines, before + line].join('\n');
}

function threeDigits(value: number): string {
  const rounded = Number(value.toPrecision(3));
  return rounded === 0 ? '0' : rounded.toFixed(Math.min(3, Math.max(0, 2 - Math.floor(Math.log10(rounded)))));
}
