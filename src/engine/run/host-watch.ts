// What the machine does while a run trains on it: processors, memory, and how long training waits for data. Reads and counts only;
// nothing of the training depends on it.

import { cpus, platform } from 'node:os';
import type { HostEvent } from '../../shared/journal/event.ts';
import { availableMemoryBytes } from '../../system/available-memory.ts';
import { readProcessorTime, type ProcessorTime } from '../../system/processor-time.ts';

/** From one event to the next. */
const intervalMs = 1000;
/** Systems count processor time in hundredths of a second: a shorter time says nothing. */
const shortestMs = 100;

/** Where the figures come from. */
export interface HostReadings {
  /** Milliseconds of any clock that only goes forward. */
  readonly nowMs: () => number;
  /** Of all programs. */
  readonly processorTime: () => ProcessorTime;
  /** Processor time of this process, in milliseconds. */
  readonly ownMs: () => number;
  readonly processors: number;
  /** Of this process. */
  readonly memoryBytes: () => number;
  /** Undefined where the system does not tell. */
  readonly availableBytes: () => number | undefined;
}

/** One reading of everything that is counted since the process or the machine started. */
interface Mark {
  readonly atMs: number;
  readonly all: ProcessorTime;
  readonly ownMs: number;
}

export class HostWatch {
  readonly #readings: HostReadings;
  #start: Mark;
  #waitedMs = 0;

  constructor(readings: HostReadings = readingsOfThisMachine()) {
    this.#readings = readings;
    this.#start = this.#mark();
  }

  /** Counts from now on. */
  begin(): void {
    this.#start = this.#mark();
    this.#waitedMs = 0;
  }

  /** Gets data ready, and counts how long training waits for that. */
  waitFor<T>(prepare: () => T): T {
    const startMs = this.#readings.nowMs();
    try {
      return prepare();
    } finally {
      this.#waitedMs += this.#readings.nowMs() - startMs;
    }
  }

  /** What there is to say after `step` updates; null if something was said less than a second ago. To be called often. */
  sample(step: number): HostEvent | null {
    return this.#elapsedMs() < intervalMs ? null : this.#event(step);
  }

  /** What is left to say at the end; null if that is too short a time. */
  last(step: number): HostEvent | null {
    return this.#elapsedMs() < shortestMs ? null : this.#event(step);
  }

  #elapsedMs(): number {
    return this.#readings.nowMs() - this.#start.atMs;
  }

  #event(step: number): HostEvent {
    const { processors, memoryBytes, availableBytes } = this.#readings;
    const start = this.#start;
    const waitedMs = this.#waitedMs;
    this.begin();
    const { atMs, all, ownMs } = this.#start;
    const elapsedMs = atMs - start.atMs;
    const total = all.total - start.all.total;
    const available = availableBytes();
    return {
      kind: 'host',
      step,
      cpu: total > 0 ? share(all.busy - start.all.busy, total) : NaN,
      ...(processors > 0 && { ownCpu: share(ownMs - start.ownMs, elapsedMs * processors) }),
      memoryBytes: memoryBytes(),
      ...(available !== undefined && { availableBytes: available }),
      loaderWait: share(waitedMs, elapsedMs),
    };
  }

  #mark(): Mark {
    const { nowMs, processorTime, ownMs } = this.#readings;
    return { atMs: nowMs(), all: processorTime(), ownMs: ownMs() };
  }
}

/** In thousandths, as finer differences are noise; clocks that do not agree can take it a hair beyond its limits. */
function share(part: number, whole: number): number {
  return Math.round(1000 * Math.min(1, Math.max(0, part / whole))) / 1000;
}

function readingsOfThisMachine(): HostReadings {
  return {
    nowMs: () => performance.now(),
    processorTime: readProcessorTime,
    ownMs() {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1000;
    },
    processors: cpus().length,
    memoryBytes: () => process.memoryUsage.rss(),
    // macOS does not tell what it could take back from others.
    availableBytes: () => (platform() === 'darwin' ? undefined : availableMemoryBytes()),
  };
}
