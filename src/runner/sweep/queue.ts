// Works off the queue of a sweep: so many runs at a time as it allows, one after the other. A run that fails does not end the others.
// Everything it has to remember is in the journals, so that another process can go on after it was killed.

import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { toErrorShape } from '../../shared/errors.ts';
import type { ProcessIdentity } from '../../shared/messages/runs.ts';
import { runFiles } from '../../shared/run-folder.ts';
import type { EndState } from '../../shared/run-state.ts';
import type { EngineProgram } from '../embedded/runner.ts';
import { journalEvent, readJournalEnds, type OpenJournal } from '../journal-file.ts';
import { createRunner } from '../launch.ts';
import { readExperiment, resumeRun } from '../resume.ts';
import { findProcess, stopRun } from '../supervisor.ts';
import { lookAt } from './prospects.ts';
import { readSweep, runFoldersOf, workspaceOfSweep, type SweepFile } from './sweep-folder.ts';

/** How soon a request to stop is noticed, and the end of a run that an earlier queue started. */
const pollMs = 200;

/** What a queue needs besides its sweep's folder. */
export interface QueueParts {
  readonly program: EngineProgram;
  readonly journal: OpenJournal;
  /** No other process has worked on this queue before. */
  readonly isFirst: boolean;
  /** Whether this process was told to end. */
  readonly isTerminated: () => boolean;
}

/** Works off the queue of the sweep in this folder; gives how it ended. Rejects with an AppError if the folder is none. */
export async function runQueue(folder: string, parts: QueueParts): Promise<EndState> {
  const sweep = await readSweep(folder);
  return new Queue(folder, sweep, parts).run();
}

class Queue {
  readonly #folder: string;
  readonly #sweep: SweepFile;
  readonly #parts: QueueParts;
  /** Folders of runs whose turn has not come, in their order. */
  readonly #waiting: string[] = [];
  /** Runs that have a process, or are getting one, with their end. */
  readonly #active = new Map<string, Promise<void>>();
  #stopping = false;

  constructor(folder: string, sweep: SweepFile, parts: QueueParts) {
    this.#folder = folder;
    this.#sweep = sweep;
    this.#parts = parts;
  }

  async run(): Promise<EndState> {
    await this.#takeStock();
    this.#parts.journal.write({ kind: 'state', state: 'running' });
    for (;;) {
      await this.#heedRequests();
      while (this.#waiting.length > 0 && this.#active.size < this.#sweep.concurrency)
        this.#start(this.#waiting.shift()!);
      if (this.#active.size === 0) return this.#stopping ? 'stopped' : 'completed';
      await Promise.race([...this.#active.values(), delay(pollMs)]);
    }
  }

  /** Finds out what is left to do; runs that wait again, after an earlier queue, say so in their journals. */
  async #takeStock(): Promise<void> {
    for (const run of runFoldersOf(this.#folder, this.#sweep)) {
      const prospect = await lookAt(run);
      if (prospect.kind === 'elsewhere')
        this.#say('warning', run, `is left alone: it began on ${prospect.process.host}`);
      if (prospect.kind === 'wait') this.#follow(run, waitUntilGone(prospect.process));
      if (prospect.kind !== 'begin' && prospect.kind !== 'resume') continue;
      this.#waiting.push(run);
      if (!this.#parts.isFirst) await requeue(run);
    }
  }

  #start(run: string): void {
    this.#follow(run, this.#runToEnd(run));
  }

  #follow(run: string, ended: Promise<void>): void {
    const settled = ended.finally(() => this.#active.delete(run));
    this.#active.set(run, settled);
  }

  /** Never rejects: what is wrong with a run is in its journal. */
  async #runToEnd(run: string): Promise<void> {
    try {
      const launched = await this.#launch(run);
      this.#say('info', run, `started as process ${launched.pid}`);
      await launched.exited;
      this.#say('info', run, (await readJournalEnds(run)).end?.state ?? 'ended without saying why');
    } catch (thrown) {
      const error = toErrorShape(thrown);
      this.#say('error', run, `was not started: ${error.message}`);
      if ((await readJournalEnds(run)).end === null) journalEvent(run, { kind: 'end', state: 'failed', error });
    }
  }

  async #launch(run: string) {
    const { program } = this.#parts;
    if ((await readJournalEnds(run)).last !== null) return resumeRun({ folder: run, program, byQueue: true });
    const request = {
      experiment: await readExperiment(run),
      workspaceFolder: workspaceOfSweep(this.#folder),
      source: this.#sweep.file,
    };
    const runner = createRunner(request.experiment, program);
    const obstacle = await runner.canLaunch(request.experiment);
    if (obstacle) throw obstacle;
    return runner.start(run, request);
  }

  /** Requests to end the whole sweep, and to take single runs out of the queue. */
  async #heedRequests(): Promise<void> {
    const isAsked = this.#parts.isTerminated() || existsSync(join(this.#folder, runFiles.stop));
    if (isAsked && !this.#stopping) {
      this.#stopping = true;
      this.#parts.journal.write({ kind: 'state', state: 'stopping' });
      for (const run of this.#waiting.splice(0)) this.#withdraw(run);
    }
    // Each time: a run that was just being started may not have been asked yet.
    if (this.#stopping) await Promise.all([...this.#active.keys()].map(askToStop));
    for (const run of this.#waiting.filter((each) => existsSync(join(each, runFiles.stop)))) {
      this.#waiting.splice(this.#waiting.indexOf(run), 1);
      this.#withdraw(run);
    }
  }

  #withdraw(run: string): void {
    journalEvent(run, { kind: 'end', state: 'stopped' });
    this.#say('info', run, 'is not started, as was asked for');
  }

  #say(level: 'info' | 'warning' | 'error', run: string, what: string): void {
    const message = `${basename(run)} ${what}`;
    this.#parts.journal.write({ kind: 'log', level, message });
    process.stdout.write(`${message}\n`);
  }
}

async function askToStop(run: string): Promise<void> {
  if (!existsSync(join(run, runFiles.stop))) await stopRun(run);
}

/** The run waits again: it is neither stopped nor lost any more. A request of earlier times is not meant for now. */
async function requeue(run: string): Promise<void> {
  await rm(join(run, runFiles.stop), { force: true });
  journalEvent(run, { kind: 'state', state: 'queued' });
}

async function waitUntilGone(wanted: ProcessIdentity): Promise<void> {
  while ((await findProcess(wanted)) !== 'gone') await delay(pollMs);
}
