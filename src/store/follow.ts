// Follows a runs folder: finds new run folders, reads what their journals have gained, and tells which runs changed, whoever
// changed them. One loop, woken by the file system where that works and by the clock otherwise; a quiet folder costs one
// `stat` for each active run and one listing every two seconds.

import { watch, type FSWatcher } from 'node:fs';
import { join } from 'node:path';
import type { RunSummary } from '../shared/messages/runs.ts';
import { isActive } from '../shared/run-state.ts';
import type { Driver } from './driver.ts';
import { takeInAnnotations } from './annotate.ts';
import { annotationsStamp } from './annotations.ts';
import { ingestRun } from './ingest.ts';
import { isRunFolder, journalSize, listRunFolders, noJournal } from './run-files.ts';
import { listKnownRuns, listRuns, removeRuns, runsSince } from './run-rows.ts';

/** Also the least time between two notifications. */
const shortestTickMs = 100;
const activeTickMs = 300;
const listingMs = 2000;
/** How many journals of ended runs one listing looks at: a resumed run is noticed, thousands of old ones cost nothing. */
const endedPerListing = 200;

export interface FollowListeners {
  readonly onChanged: (runs: readonly RunSummary[]) => void;
  /** Runs whose folders are gone; their rows are gone too. */
  readonly onRemoved: (runIds: readonly string[]) => void;
  /** Told each time that something fails; following goes on. */
  readonly onProblem: (thrown: unknown) => void;
}

/** Follows one runs folder into one database, until it is stopped. */
export class Follower {
  readonly #db: Driver;
  readonly #runsFolder: string;
  readonly #listeners: FollowListeners;
  /** Size of each known run's journal when it was last read. */
  readonly #sizes = new Map<string, number>();
  /** What each known run's annotations were when they were last read. */
  readonly #stamps = new Map<string, string | null>();
  /** Runs that have a row, as far as this process has heard. */
  readonly #known = new Set<string>();
  readonly #active = new Set<string>();
  readonly #watchers = new Map<string, FSWatcher>();
  #revision = 0;
  #listedAt = -Infinity;
  #nextEnded = 0;
  #stopped = false;
  #wake = Promise.withResolvers<void>();
  #loop: Promise<void> = Promise.resolve();

  constructor(db: Driver, runsFolder: string, listeners: FollowListeners) {
    this.#db = db;
    this.#runsFolder = runsFolder;
    this.#listeners = listeners;
  }

  /** Reads everything there is, then begins to follow; gives the number of run folders. */
  async start(): Promise<number> {
    const runIds = listRunFolders(this.#runsFolder);
    for (const { runId, readBytes, annotationsStamp: stamp } of listKnownRuns(this.#db)) {
      this.#known.add(runId);
      this.#stamps.set(runId, stamp);
      // What an earlier process has read to its end is not opened again.
      if (readBytes !== null) this.#sizes.set(runId, readBytes);
    }
    this.#removeGone(runIds);
    const news = runIds.filter((runId) => this.#hasNews(runId));
    await this.#db.withoutWaiting(async () => {
      for (const runId of news) await this.#ingest(runId);
    });
    this.#noteStates(listRuns(this.#db));
    this.#revision = runsSince(this.#db, 0).revision;
    this.#loop = this.#follow();
    return runIds.length;
  }

  /** Ends following; when it resolves, the database is no longer used. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#wake.resolve();
    for (const path of [...this.#watchers.keys()]) this.#unwatch(path);
    await this.#loop;
  }

  async #follow(): Promise<void> {
    while (!this.#stopped) {
      // Before the tick: what happens during it must wake the next one.
      this.#wake = Promise.withResolvers();
      try {
        await this.#tick();
      } catch (thrown) {
        this.#listeners.onProblem(thrown);
      }
      await this.#sleep(shortestTickMs);
      await Promise.race([this.#wake.promise, this.#sleep(activeTickMs - shortestTickMs)]);
    }
    for (const path of [...this.#watchers.keys()]) this.#unwatch(path);
  }

  async #tick(): Promise<void> {
    const listingDue = performance.now() - this.#listedAt >= listingMs;
    const candidates = listingDue ? this.#list() : [...this.#active];
    for (const runId of candidates) {
      if (this.#stopped) return;
      if (this.#hasNews(runId)) await this.#ingest(runId);
    }
    const { runs, revision } = runsSince(this.#db, this.#revision);
    if (runs.length === 0) return;
    this.#revision = revision;
    this.#noteStates(runs);
    this.#listeners.onChanged(runs);
  }

  #hasNews(runId: string): boolean {
    const folder = join(this.#runsFolder, runId);
    const size = journalSize(folder);
    // Without a journal the run is being set up: its experiment may be there by now.
    if (size === noJournal || size !== this.#sizes.get(runId)) return true;
    return annotationsStamp(folder) !== this.#stamps.get(runId);
  }

  /** New runs, active runs, and the next few of the ended ones. */
  #list(): string[] {
    const all = listRunFolders(this.#runsFolder);
    this.#listedAt = performance.now();
    this.#watch(this.#runsFolder, () => (this.#listedAt = -Infinity));
    this.#removeGone(all);
    const ended = all.filter((runId) => this.#sizes.has(runId) && !this.#active.has(runId));
    const from = this.#nextEnded < ended.length ? this.#nextEnded : 0;
    this.#nextEnded = from + endedPerListing;
    const passedOver = new Set([...ended.slice(0, from), ...ended.slice(from + endedPerListing)]);
    return all.filter((runId) => !passedOver.has(runId));
  }

  async #ingest(runId: string): Promise<void> {
    const folder = join(this.#runsFolder, runId);
    try {
      const [size, stamp] = [journalSize(folder), annotationsStamp(folder)];
      await ingestRun(this.#db, this.#runsFolder, runId);
      this.#sizes.set(runId, size);
      this.#stamps.set(runId, stamp);
      takeInAnnotations(this.#db, this.#runsFolder, runId);
    } catch (thrown) {
      this.#listeners.onProblem(thrown);
    }
  }

  #removeGone(listed: readonly string[]): void {
    const there = new Set(listed);
    const gone = [...this.#known].filter((runId) => !there.has(runId) && !isRunFolder(this.#runsFolder, runId));
    if (gone.length === 0) return;
    removeRuns(this.#db, gone);
    for (const runId of gone) {
      this.#known.delete(runId);
      this.#sizes.delete(runId);
      this.#stamps.delete(runId);
      this.#active.delete(runId);
      this.#unwatch(join(this.#runsFolder, runId));
    }
    this.#listeners.onRemoved(gone);
  }

  #noteStates(runs: readonly RunSummary[]): void {
    for (const { runId, state } of runs) {
      this.#known.add(runId);
      const folder = join(this.#runsFolder, runId);
      if (isActive(state)) {
        this.#active.add(runId);
        this.#watch(folder, () => undefined);
      } else {
        this.#active.delete(runId);
        this.#unwatch(folder);
      }
    }
  }

  /** Wakes the loop on changes, as a help only: where watching fails, the clock is enough. */
  #watch(path: string, onEvent: () => void): void {
    if (this.#watchers.has(path) || this.#stopped) return;
    try {
      const watcher = watch(path, { persistent: false }, () => {
        onEvent();
        this.#wake.resolve();
      });
      watcher.on('error', () => this.#unwatch(path));
      this.#watchers.set(path, watcher);
    } catch {
      // The folder does not exist yet, or the system has no watches left.
    }
  }

  #unwatch(path: string): void {
    this.#watchers.get(path)?.close();
    this.#watchers.delete(path);
  }

  async #sleep(ms: number): Promise<void> {
    if (this.#stopped) return;
    await new Promise<void>((resolve) => setTimeout(resolve, ms));
  }
}
