// A run's voice: appends to its journal, keeps the heartbeat, reports progress at a bearable rate, and hears the request to stop.

import { closeSync, existsSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { EventBody, LogLevel, Phase } from '../../shared/journal/event.ts';
import { createJournalWriter, type JournalWriter } from '../../shared/journal/writer.ts';
import { runFiles } from '../../shared/run-folder.ts';
import { writeFailed } from '../../system/errors.ts';

const progressIntervalMs = 250;
const heartbeatIntervalMs = 2000;
/** Speed is measured over at least this long a time. */
const speedWindowMs = 5000;

/** Events after which nothing may be lost to a power cut. */
const lasting: ReadonlySet<EventBody['kind']> = new Set(['hello', 'checkpoint', 'result', 'end']);

export class Recorder {
  readonly folder: string;
  readonly #file: number;
  readonly #writer: JournalWriter;
  #lastEventMs = 0;
  #lastProgressMs = 0;
  #speed: { phase: Phase; marks: { done: number; ms: number }[] } | undefined;
  #terminated = false;

  /** Starts the journal of a run folder that has none yet, or goes on with one that ends with a whole line, with event number `next`. */
  constructor(folder: string, next?: number) {
    this.folder = folder;
    this.#file = openSync(join(folder, runFiles.journal), next === undefined ? 'ax' : 'a');
    const sink = { append: (bytes: Uint8Array) => this.#append(bytes), now: () => Date.now() };
    this.#writer = createJournalWriter(next === undefined ? sink : { ...sink, next, isWhole: true });
    process.on('SIGTERM', () => (this.#terminated = true));
  }

  get runId(): string {
    return basename(this.folder);
  }

  /** Whether somebody asked the run to stop. */
  get stopRequested(): boolean {
    return this.#terminated || existsSync(join(this.folder, runFiles.stop));
  }

  write(body: EventBody): void {
    this.#writer.write(body);
    this.#lastEventMs = performance.now();
    if (lasting.has(body.kind)) fsyncSync(this.#file);
  }

  log(message: string, level: LogLevel = 'info'): void {
    this.write({ kind: 'log', level, message });
    process.stdout.write(`${message}\n`);
  }

  /** Says how far a phase is, a few times a second at most. */
  progress(phase: Phase, done: number, total: number): void {
    const now = performance.now();
    if (this.#speed?.phase !== phase) this.#speed = { phase, marks: [{ done, ms: now }] };
    else if (done < total && now - this.#lastProgressMs < progressIntervalMs) return;
    this.#lastProgressMs = now;
    this.write({ kind: 'progress', phase, done, total, ...this.#speedAt(done, total, now) });
  }

  /** To be called often: writes a heartbeat if nothing else was written for a while. */
  beat(): void {
    if (performance.now() - this.#lastEventMs >= heartbeatIntervalMs) this.write({ kind: 'heartbeat' });
  }

  close(): void {
    closeSync(this.#file);
  }

  #speedAt(done: number, total: number, now: number): { perSecond?: number; remainingMs?: number } {
    const { marks } = this.#speed!;
    const [oldest] = marks;
    marks.push({ done, ms: now });
    while (marks.length > 2 && now - marks[1]!.ms > speedWindowMs) marks.shift();
    const perSecond = (1000 * (done - oldest!.done)) / (now - oldest!.ms);
    if (!(perSecond > 0) || !Number.isFinite(perSecond)) return {};
    return { perSecond, remainingMs: Math.round((1000 * (total - done)) / perSecond) };
  }

  #append(bytes: Uint8Array): void {
    try {
      for (let written = 0; written < bytes.length;) written += writeSync(this.#file, bytes, written);
    } catch (error) {
      throw writeFailed(join(this.folder, runFiles.journal), error);
    }
  }
}
