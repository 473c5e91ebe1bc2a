// A run with everything that exports have to cope with, as a folder and as the store would describe it.

import { join } from 'node:path';
import { resolveExperiment } from '../../src/config/resolve.ts';
import type { EventBody } from '../../src/shared/journal/event.ts';
import type { RunDetail } from '../../src/shared/messages/runs.ts';
import { makeRun } from './journal.ts';

/** When the first event of the runs here was. */
export const startedAt = 1_700_000_000_000;

const hello = { kind: 'hello', protocol: 1, runId: '', pid: 1, bootId: '', processStart: '', host: '' } as const;

/** Resumed after step 3: step 3 is there twice. NaN, infinities, minus zero, and numbers with many digits. */
export const events: readonly EventBody[] = [
  { ...hello },
  { kind: 'state', state: 'running' },
  { kind: 'metrics', step: 1, values: { loss: 0.1 + 0.2, learning_rate: 9e-5 } },
  { kind: 'metrics', step: 2, values: { loss: NaN, '=HYPERLINK("x")': -0 } },
  { kind: 'metrics', step: 3, values: { loss: 99 } },
  { ...hello },
  { kind: 'metrics', step: 3, values: { loss: -Infinity } },
  { kind: 'metrics', step: 4, values: { loss: Number.MIN_VALUE, eval_f1: 60 } },
  { kind: 'ipu', step: 4, source: 'model', devices: [{ index: 0, utilisation: 0.5 }, { index: 1, utilisation: 0.25, memoryBytes: 9 }] }, // prettier-ignore
  { kind: 'host', step: 4, cpu: 0.75, memoryBytes: 1e9, loaderWait: 0 },
  { kind: 'result', values: { eval_f1: 60.5, eval_exact_match: 50 } },
  { kind: 'end', state: 'completed' },
];

/** Makes the run's folder in `runs` and describes it. */
export async function makeExportedRun(runs: string, changes: Partial<RunDetail> = {}): Promise<RunDetail> {
  const runId = changes.runId ?? '20231114-221320-odd-aaaa';
  const folder = join(runs, runId);
  const name = changes.name ?? 'odd';
  const experiment = resolveExperiment({ name, description: 'What <b>for</b>?', training: { learning_rate: 9e-5 } }, join(runs, 'x.ipu.json')); // prettier-ignore
  await makeRun(folder, experiment, events, startedAt);
  return {
    runId,
    name,
    folder,
    experiment,
    state: 'completed',
    startedAt,
    lastEventAt: startedAt + 11_000,
    step: 4,
    latest: { loss: Number.MIN_VALUE },
    results: { eval_f1: 60.5, eval_exact_match: 50 },
    points: 5,
    checkpoints: [],
    log: [],
    badLines: [],
    ipuSource: 'model',
    ...changes,
  };
}
