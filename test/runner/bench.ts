// What the runner's tests share: a temporary workspace, an experiment, runs that are surely ended afterwards.

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Experiment } from '../../src/config/fields.ts';
import { resolveExperiment } from '../../src/config/resolve.ts';
import { readJournalEnds } from '../../src/runner/journal-file.ts';
import { launchRun } from '../../src/runner/launch.ts';
import type { LaunchedRun } from '../../src/runner/runner.ts';
import { JournalReader } from '../../src/shared/journal/reader.ts';
import type { JournalEvent } from '../../src/shared/journal/event.ts';
import { runFiles } from '../../src/shared/run-folder.ts';
import { systemCode } from '../../src/system/errors.ts';
import { readProcessIdentity } from '../../src/system/process-identity.ts';
import { waitFor } from '../support/wait.ts';

/** A program that journals like the engine; the experiment's description says how it behaves. */
export const fixtureEngine = fileURLToPath(new URL('../fixtures/engine.ts', import.meta.url));

/** An experiment of random weights, small enough for any disk. */
export function makeExperiment(description: string, name = 'fixture'): Experiment {
  const model = { hidden_size: 8, num_hidden_layers: 1, num_attention_heads: 1, intermediate_size: 8 };
  return resolveExperiment({ name, description, model }, '/fixture.ipu.json');
}

/** A temporary workspace, removed by `dispose` together with every process that was launched in it. */
export class Bench {
  readonly workspace: string;
  readonly #pids: number[] = [];

  constructor(workspace: string) {
    this.workspace = workspace;
  }

  static async create(): Promise<Bench> {
    return new Bench(await mkdtemp(join(tmpdir(), 'ipu-runner-')));
  }

  async launch(description: string, name?: string): Promise<LaunchedRun> {
    const program = { node: process.execPath, engineScript: fixtureEngine };
    const experiment = makeExperiment(description, name);
    return this.endAfterwards(await launchRun({ experiment, workspaceFolder: this.workspace, program }));
  }

  endAfterwards<R extends { readonly pid: number }>(run: R): R {
    this.#pids.push(run.pid);
    return run;
  }

  async dispose(): Promise<void> {
    for (const pid of this.#pids) await kill(pid);
    await rm(this.workspace, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Ends a process at once and waits until it is gone. */
export async function kill(pid: number): Promise<void> {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (systemCode(error) !== 'ESRCH') throw error;
  }
  await waitFor(`the end of process ${pid}`, async () => (await readProcessIdentity(pid)) === null);
}

/** All events of a run so far. */
export async function readEvents(folder: string): Promise<readonly JournalEvent[]> {
  const bytes = await readFile(join(folder, runFiles.journal)).catch(() => new Uint8Array());
  return new JournalReader().push(bytes).events;
}

/** Waits until the run has journalled its end. */
export function waitForEnd(folder: string) {
  return waitFor('the end of the run', async () => (await readJournalEnds(folder)).end);
}

/** Waits until the run has journalled at least one metric. */
export function waitForMetrics(folder: string) {
  return waitFor('the first metrics', async () => (await readEvents(folder)).some((event) => event.kind === 'metrics'));
}
