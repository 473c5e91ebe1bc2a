// What the benchmarks of one process have in common: taking a time, and saying what many of them come to.

/** Milliseconds, by the clock on the wall. */
export function timeOf(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

/** `fastest 8 ms, median 9 ms, nine of ten 12 ms`, of delays in milliseconds. */
export function describeDelays(delays: readonly number[]): string {
  const sorted = [...delays].sort((a, b) => a - b);
  const at = (share: number): string => `${sorted[Math.floor(share * (sorted.length - 1))]!.toFixed(0)} ms`;
  return `fastest ${at(0)}, median ${at(0.5)}, nine of ten ${at(0.9)}`;
}
