// Figures in words, as warnings have them.

import { figure } from '../words.ts';

/** `< 0.1 %`, `0.5 %`, `36 %`. */
export function percent(share: number): string {
  if (share > 0 && share < 0.0005) return '< 0.1 %';
  return share < 0.1 ? `${(100 * share).toFixed(1)} %` : `${Math.round(100 * share)} %`;
}

/** `1,221 MB`. */
export function megabytes(bytes: number): string {
  return `${figure(Math.round(bytes / 1e6))} MB`;
}

/** `12.3 ms`, `1.50 s`. */
export function duration(seconds: number): string {
  return seconds < 1 ? `${(1000 * seconds).toPrecision(3)} ms` : `${seconds.toPrecision(3)} s`;
}
