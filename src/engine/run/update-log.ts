// The figures of training between two log entries and over the whole run, averaged as transformers' Trainer does. Its state goes with
// each checkpoint, so that a resumed run journals the same figures; only speed is this session's own.

import type { UpdateResult } from '../train/trainer.ts';

/** One entry of transformers' `log_history`. */
export interface LogEntry {
  readonly step: number;
  readonly epoch: number;
  readonly loss: number;
  readonly grad_norm: number;
  readonly learning_rate: number;
}

/** What a resumed run needs of it. */
export interface UpdateLogState {
  readonly entries: readonly LogEntry[];
  /** Losses since the last entry. */
  readonly window: readonly number[];
  readonly windowSequences: number;
  readonly windowMs: number;
  readonly lossSum: number;
  readonly updates: number;
  readonly sequences: number;
  readonly runtimeMs: number;
}

/** A weight update, as it is logged. */
export interface LoggedUpdate extends Pick<UpdateResult, 'loss' | 'gradNorm'> {
  readonly learningRate: number;
  readonly epoch: number;
  readonly sequences: number;
}

export class UpdateLog {
  readonly #interval: number;
  readonly #now: () => number;
  #entries: LogEntry[] = [];
  #window: number[] = [];
  #windowSequences = 0;
  #windowStartMs: number;
  #lossSum = 0;
  #updates = 0;
  #sequences = 0;
  #startMs: number;

  /**
   * @param interval weight updates from one entry to the next
   * @param now milliseconds of any clock that only goes forward
   */
  constructor(interval: number, now: () => number = () => performance.now()) {
    this.#interval = interval;
    this.#now = now;
    this.#startMs = this.#windowStartMs = now();
  }

  /** Mean loss of all updates. */
  get meanLoss(): number {
    return this.#lossSum / Math.max(1, this.#updates);
  }

  /** Sequences trained on. */
  get sequences(): number {
    return this.#sequences;
  }

  /** Time spent training, in all sessions of the run. */
  get runtimeMs(): number {
    return this.#now() - this.#startMs;
  }

  get state(): UpdateLogState {
    return {
      entries: this.#entries,
      window: this.#window,
      windowSequences: this.#windowSequences,
      windowMs: this.#now() - this.#windowStartMs,
      lossSum: this.#lossSum,
      updates: this.#updates,
      sequences: this.#sequences,
      runtimeMs: this.runtimeMs,
    };
  }

  restore(state: UpdateLogState): void {
    this.#entries = [...state.entries];
    this.#window = [...state.window];
    this.#windowSequences = state.windowSequences;
    this.#windowStartMs = this.#now() - state.windowMs;
    this.#lossSum = state.lossSum;
    this.#updates = state.updates;
    this.#sequences = state.sequences;
    this.#startMs = this.#now() - state.runtimeMs;
  }

  /** Notes an update; gives the metrics to journal if it is time for an entry. */
  add(step: number, { loss, gradNorm, learningRate, epoch, sequences }: LoggedUpdate): Record<string, number> | null {
    this.#window.push(loss);
    this.#lossSum += loss;
    this.#updates += 1;
    this.#sequences += sequences;
    this.#windowSequences += sequences;
    if (step % this.#interval !== 0) return null;
    const now = this.#now();
    const mean = this.#window.reduce((a, b) => a + b, 0) / this.#window.length;
    const samplesPerSecond = (1000 * this.#windowSequences) / (now - this.#windowStartMs);
    this.#entries.push({ step, epoch, loss: mean, grad_norm: gradNorm, learning_rate: learningRate });
    this.#window = [];
    this.#windowSequences = 0;
    this.#windowStartMs = now;
    return {
      loss: mean,
      learning_rate: learningRate,
      grad_norm: gradNorm,
      epoch,
      samples_per_second: samplesPerSecond,
    };
  }
}
