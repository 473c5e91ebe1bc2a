// How much memory this process may still take: what the machine has left, or what its control group (a container's limit) leaves.

import { readFileSync } from 'node:fs';
import { freemem, platform, totalmem } from 'node:os';

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
  // What macOS calls free leaves out most of what it can take back: there only what can never fit is known.
  const machine = platform() === 'darwin' ? totalmem() : freemem();
  const limit = process.constrainedMemory();
  // Without a limit this is 0, or a number beyond all memory.
  if (limit === 0 || limit >= totalmem()) return machine;
  return Math.max(0, Math.min(machine, limit - groupBytes()));
}

/** Bytes that the control group uses and would not give up; this process's own where nothing says so. */
function groupBytes(): number {
  for (const { used, stat, cache } of groupFiles) {
    try {
      const cached = new RegExp(`^${cache} (\\d+)$`, 'm').exec(readFileSync(stat, 'utf8'))?.[1] ?? '0';
      return Number(readFileSync(used, 'utf8')) - Number(cached);
    } catch {
      // Not this version.
    }
  }
  return process.memoryUsage.rss();
}
