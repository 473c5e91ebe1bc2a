// Figures and texts of hovers: short, and safe inside Markdown whatever a file says. Pure.

import { formatDuration } from '../../shared/run-text.ts';

/** A whole number with its thousands apart: `88,524`. */
export function formatCount(count: number): string {
  return Math.round(count).toLocaleString('en-US');
}

/** `1 replica`, `4 replicas`. */
export function formatPlural(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** Bytes in the unit that suits them, a thousand of the one below each: `1.3 GB`, `235 MB`, `12 kB`. */
export function formatBytes(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`;
  return bytes >= 1e6 ? `${formatCount(bytes / 1e6)} MB` : `${formatCount(bytes / 1e3)} kB`;
}

/** A time: `850 µs`, `3.24 ms`, `12.3 s`, `2 min 5 s`. */
export function formatSeconds(seconds: number): string {
  if (seconds >= 100) return formatDuration(seconds * 1000);
  if (seconds >= 1) return `${seconds.toPrecision(3)} s`;
  return seconds >= 1e-3
    ? `${Number((seconds * 1e3).toPrecision(3))} ms`
    : `${Number((seconds * 1e6).toPrecision(3))} µs`;
}

/** A share from 0 to 1 in per cent: `14 %`. */
export function formatPercent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

/** A number as one writes it in a file: `9e-5`, `0.1`, `384`. */
export function formatValue(value: number): string {
  return value !== 0 && Math.abs(value) < 1e-3 ? value.toExponential() : String(value);
}

const longestCode = 120;

/** Text as a Markdown code span on one line; of a long one, `…` and its end. */
export function codeSpan(text: string): string {
  const line = text.replaceAll(/[\s\u0000-\u001f\u007f]+/g, ' ');
  const short = line.length > longestCode ? `…${line.slice(1 - longestCode)}` : line;
  const longestRun = Math.max(0, ...(short.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longestRun + 1);
  // A span that begins or ends with its own mark, or is empty, needs a space.
  const isPadded = short === '' || short.startsWith('`') || short.endsWith('`');
  return isPadded ? `${fence} ${short} ${fence}` : `${fence}${short}${fence}`;
}

/** Text in which nothing is Markdown. */
export function plainText(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*_{}[\]()#+\-!|<>~&]/g, '\\$&');
}
