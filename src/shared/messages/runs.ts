// What the views know of a run: the results of the store's queries, as sent between store, host and webview.

import type { ErrorShape } from '../errors.ts';
import type { Phase } from '../journal/event.ts';
import type { RunState } from '../run-state.ts';

export interface RunProgress {
  readonly phase: Phase;
  readonly done: number;
  readonly total: number;
  readonly perSecond?: number;
  readonly remainingMs?: number;
}

/** A run's place in the sweep that it was made for. */
export interface SweepPlace {
  readonly sweepId: string;
  /** What the sweep is called: its experiment's name. */
  readonly name: string;
  /** From 0, in the order in which the queue starts its runs. */
  readonly index: number;
  /** What sets the run apart from the others, such as `lr 3e-5, seed 43`. */
  readonly label: string;
}

/** One line of a run list. */
export interface RunSummary {
  readonly runId: string;
  /** The experiment's name. */
  readonly name: string;
  /** The experiment's `group`; absent if it has none. */
  readonly group?: string;
  /** Absent for a run that was launched by itself. */
  readonly sweep?: SweepPlace;
  /** The experiment file, relative to the workspace folder unless it lies outside; absent if that was not recorded. */
  readonly source?: string;
  readonly state: RunState;
  readonly error?: ErrorShape;
  /** Milliseconds since 1970: of the first event, or of the run folder if there is none. */
  readonly startedAt: number;
  /** Milliseconds since 1970 of the last event; for an ended run, its end. */
  readonly lastEventAt: number;
  /** Milliseconds in which a process worked on it, until the last event, without the time between a stop and a resume; absent if none has begun. */
  readonly workedMs?: number;
  /** Weight updates done. */
  readonly step: number;
  readonly progress?: RunProgress;
  /** Latest value of each metric. */
  readonly latest: Readonly<Record<string, number>>;
  /** Final figures under Hugging Face's names. */
  readonly results: Readonly<Record<string, number>>;
  /** Number of recorded metric events. */
  readonly points: number;
}

/** Who runs it: enough to recognise the process, or to know that it is gone. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly bootId: string;
  readonly processStart: string;
  readonly host: string;
}

export interface Checkpoint {
  readonly step: number;
  /** Relative to the run folder. */
  readonly path: string;
}

/** One run in full, without its series. */
export interface RunDetail extends RunSummary {
  /** Absolute path of the run folder. */
  readonly folder: string;
  /** The resolved experiment as parsed JSON, or null if it could not be read. */
  readonly experiment: unknown;
  readonly process?: ProcessIdentity;
  readonly checkpoints: readonly Checkpoint[];
  /** Last log events, oldest first. */
  readonly log: readonly { readonly time: number; readonly level: string; readonly message: string }[];
  /** Journal lines that could not be read, by line number. */
  readonly badLines: readonly { readonly line: number; readonly reason: string }[];
  /** Where the IPU samples come from; absent when there are none. */
  readonly ipuSource?: 'model' | 'device';
}

/** Points of one curve: equally long arrays, steps ascending. Values may be NaN or infinite (structured clone keeps them; JSON writes strings). */
export interface Series {
  readonly name: string;
  readonly steps: readonly number[];
  readonly values: readonly number[];
  /** How many points there are in the requested range; `steps.length` of them are here. */
  readonly totalPoints: number;
}

/** Asks for curves; `maxPoints` (per series) is met by min/max buckets. */
export interface SeriesRequest {
  readonly runId: string;
  /** Metric names, or `ipu/<index>/utilisation` for a device. Absent: everything the run has. */
  readonly names?: readonly string[];
  readonly fromStep?: number;
  readonly toStep?: number;
  readonly maxPoints: number;
}
