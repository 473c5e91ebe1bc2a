// What stands above the figures: on what machine, when, and how busy it was.

import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';

/** Processor, cores, memory, date and load, in one line. */
export function describeMachine(now: Date): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  return `${availableParallelism()} cores (${model}), ${memory}; ${now.toISOString().slice(0, 16)}Z; load ${describeLoad()}`;
}

/** Load averages over 1, 5 and 15 minutes. */
export function describeLoad(): string {
  return loadavg()
    .map((load) => load.toFixed(1))
    .join(', ');
}
