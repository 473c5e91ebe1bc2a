// How long the machine's processors have worked, for whichever program. Linux is read from /proc/stat, whose first line says it
// all: os.cpus() opens a file for each processor there, which takes milliseconds on large machines.

import { readFileSync } from 'node:fs';
import { cpus, platform } from 'node:os';

/** Time of all processors together since the machine started, in a unit of the system's own. */
export interface ProcessorTime {
  readonly busy: number;
  readonly total: number;
}

/** What the system says now; both 0 where it does not tell. */
export function readProcessorTime(): ProcessorTime {
  const text = platform() === 'linux' ? readStat() : undefined;
  return (text === undefined ? undefined : parseProcessorTime(text)) ?? sumOfProcessors();
}

/** The first line of /proc/stat: `cpu user nice system idle iowait irq softirq steal …`; undefined if it is another text. */
export function parseProcessorTime(stat: string): ProcessorTime | undefined {
  const line = /^cpu +(\d+(?: \d+){3,})/.exec(stat)?.[1];
  if (line === undefined) return undefined;
  // What comes after `steal` is time of guests, which is in `user` and `nice` already.
  const [user = 0, nice = 0, system = 0, idle = 0, ioWait = 0, ...others] = line.split(' ').slice(0, 8).map(Number);
  const busy = user + nice + system + others.reduce((sum, time) => sum + time, 0);
  return { busy, total: busy + idle + ioWait };
}

function readStat(): string | undefined {
  try {
    return readFileSync('/proc/stat', 'latin1');
  } catch {
    return undefined;
  }
}

function sumOfProcessors(): ProcessorTime {
  let [busy, total] = [0, 0];
  for (const { times } of cpus()) {
    const { user, nice, sys, irq, idle } = times;
    busy += user + nice + sys + irq;
    total += user + nice + sys + irq + idle;
  }
  return { busy, total };
}
