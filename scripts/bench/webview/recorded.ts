// Run folders as the engine leaves them, for benchmarks: journals of many points, written at once.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EventBody } from '../../../src/shared/journal/event.ts';
import { createJournalWriter } from '../../../src/shared/journal/writer.ts';

export interface Recorded {
  readonly runId: string;
  /** Weight updates, each with one point of every metric. */
  readonly steps: number;
  readonly metrics: readonly string[];
  /** Whether it has ended. */
  readonly ended: boolean;
}

const startedAt = Date.UTC(2026, 0, 1);

/** The id of the `index`-th run. */
export function benchRunId(index: number): string {
  const time = new Date(startedAt + index * 1000).toISOString().replaceAll(/[-:]/g, '');
  return `${time.slice(0, 8)}-${time.slice(9, 15)}-bench-${index.toString(16).padStart(4, '0')}`;
}

/** Writes a run folder; gives the path of its journal. */
export function recordRun(runsFolder: string, { runId, steps, metrics, ended }: Recorded): string {
  const folder = join(runsFolder, runId);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'experiment.json'), JSON.stringify({ name: `bench ${runId.slice(-4)}` }));
  const journal = join(folder, 'journal.log');
  const pieces: Uint8Array[] = [];
  let time = startedAt;
  const writer = createJournalWriter({ append: (bytes) => void pieces.push(bytes), now: () => (time += 100) });
  const write = (event: EventBody): void => void writer.write(event);
  // A process of another machine: nobody here can find it gone.
  write({ kind: 'hello', protocol: 1, runId, pid: 1, bootId: 'bench', processStart: '1', host: 'elsewhere' });
  write({ kind: 'state', state: 'running' });
  for (let step = 1; step <= steps; step++) {
    const values = Object.fromEntries(metrics.map((name, index) => [name, valueAt(step, steps, index)]));
    write({ kind: 'metrics', step, values });
  }
  if (ended) write({ kind: 'end', state: 'completed' });
  writeFileSync(journal, Buffer.concat(pieces));
  return journal;
}

/** A falling curve with noise, the same in every run of the benchmark. */
export function valueAt(step: number, steps: number, index: number): number {
  const noise = Math.abs(Math.sin((step + index) * 12.9898) * 43758.5453) % 1;
  return 5 * Math.exp((-4 * step) / steps) + noise / 2 + index;
}
