// How much memory this process may still take: what the machine has left, or what its control group (a container's limit) leaves.

import { readFileSync } from 'node:fs';
import { freemem, platform, totalmem } from 'node:os';

/** What the system says. */
export interface MemoryFigures {
  readonly platform: NodeJS.Platform;
  readonly totalBytes: number;
  readonly freeBytes: number;
  /** Limit of the control group; 0 or a number beyond all memory where there is none. */
  readonly limitBytes: number;
  /** Memory of this process. */
  readonly ownBytes: number;
  /** A file's text; throws where there is none. */
  readonly readFile: (path: string) => string;
}

/** Where Linux tells how much a control group uses, and how much of it is file cache that it would give up; version 2, then 1. */
const groupFiles = [
  { used: '/sys/fs/cgroup/memory.current', stat: '/sys/fs/cgroup/memory.stat', cache: 'inactive_file' },
  {
    used: '/sys/fs/cgroup/memory/memory.usage_in_bytes',
    stat: '/sys/fs/cgroup/memory/memory.stat',
    cache: 'total_inactive_file',
  },
] as const;

/** Bytes that this process may still take. */
export function availableMemoryBytes(): number {
  return availableIn({
    platform: platform(),
    totalBytes: totalmem(),
    freeBytes: freemem(),
    limitBytes: process.constrainedMemory(),
    ownBytes: process.memoryUsage.rss(),
    readFile: (path) => readFileSync(path, 'utf8'),
  });
}

/** Bytes that a process may still take on a system with these figures. */
export function availableIn(figures: MemoryFigures): number {
  const { totalBytes, freeBytes, limitBytes } = figures;
  // What macOS calls free leaves out most of what it can take back: there only what can never fit is known.
  const machine = figures.platform === 'darwin' ? totalBytes : freeBytes;
  if (limitBytes === 0 || limitBytes >= totalBytes) return machine;
  return Math.max(0, Math.min(machine, limitBytes - groupBytes(figures)));
}

/** Bytes that the control group uses and would not give up; this process's own where nothing says so. */
function groupBytes({ readFile, ownBytes }: MemoryFigures): number {
  for (const { used, stat, cache } of groupFiles) {
    try {
      const cached = new RegExp(`^${cache} (\\d+)$`, 'm').exec(readFile(stat))?.[1] ?? '0';
      return Number(readFile(used)) - Number(cached);
    } catch {
      // Not this version.
    }
  }
  return ownBytes;
}
