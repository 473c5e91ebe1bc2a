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

/** What the user says of a run: `annotations.json` of its folder. */
export interface Annotations {
  /** Shown in place of the experiment's name. */
  readonly name?: string;
  readonly tags?: readonly string[];
  readonly notes?: string;
  readonly starred?: boolean;
  /** Left out of lists unless asked for. */
  readonly archived?: boolean;
}

/** What of a run's annotations is to change; null takes away. */
export interface AnnotationChange {
  readonly name?: string | null;
  readonly addTags?: readonly string[];
  readonly removeTags?: readonly string[];
  readonly notes?: string | null;
  readonly starred?: boolean;
  readonly archived?: boolean;
}

/** Least and greatest finite value of a curve. */
export interface ValueRange {
  readonly min: number;
  readonly max: number;
}

/** What a run that nothing of ours has trained was read from. */
export type ImportSource = 'model-card' | 'tensorboard' | 'trainer-state';

/** One line of a run list. */
export interface RunSummary {
  readonly runId: string;
  /** What it is called: by the user, or else by its experiment. */
  readonly name: string;
  /** Absent while the user has said nothing. */
  readonly annotations?: Annotations;
  /** Of each metric's curve that has a finite value, by its name. */
  readonly ranges?: Readonly<Record<string, ValueRange>>;
  /** Absent for a run of ours. */
  readonly imported?: ImportSource;
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

/**
 * What stands on the horizontal axis. `samples`: training samples seen; `time`: ms since 1970; `relative`: ms since the run's
 * first event; or the value of another metric at the same step.
 */
export type HorizontalAxis =
  | { readonly kind: 'step' | 'epoch' | 'samples' | 'time' | 'relative' }
  | { readonly kind: 'metric'; readonly name: string };

/**
 * How a curve is smoothed, always over all points of the run and before any are left out; NaN and infinite values are passed over.
 * `ema`: exponential moving average, debiased, `weight` 0 to 1; `gaussian`: kernel with a standard deviation of `points`;
 * `mean`: centred mean over `points` points.
 */
export type Smoothing =
  | { readonly kind: 'ema'; readonly weight: number }
  | { readonly kind: 'gaussian'; readonly points: number }
  | { readonly kind: 'mean'; readonly points: number };

/** Points of one curve: equally long arrays, steps ascending. Values may be NaN or infinite (structured clone keeps them; JSON writes strings). */
export interface Series {
  readonly name: string;
  readonly steps: readonly number[];
  /** Without `low` the values of points; with it means over the finite values of buckets, NaN where there are none. */
  readonly values: readonly number[];
  /** Place of each point on the axis asked for; absent for steps. */
  readonly x?: readonly number[];
  /** Least and greatest value of each bucket, if buckets were asked for and points were left out. */
  readonly low?: readonly number[];
  readonly high?: readonly number[];
  /** The smoothed curve at the same places, if it was asked for. */
  readonly smooth?: readonly number[];
  /** Where values are NaN or infinite, in the units of the axis: the first hundred, and how many there are. */
  readonly notFinite?: { readonly at: readonly number[]; readonly count: number };
  /** 5th and 95th percentile of the finite values in the range, if asked for and there are any. */
  readonly percentiles?: { readonly low: number; readonly high: number };
  /** How many points there are in the requested range; `steps.length` of them, or buckets of them, are here. */
  readonly totalPoints: number;
}

/** Asks for curves; `maxPoints` (per series) is met by min/max buckets. */
export interface SeriesRequest {
  readonly runId: string;
  /** Metric names, or `ipu/<index>/utilisation` for a device. Absent: everything the run has. */
  readonly names?: readonly string[];
  readonly fromStep?: number;
  readonly toStep?: number;
  /** Absent: steps. A series without a value for the axis at any of its steps comes back empty. */
  readonly x?: HorizontalAxis;
  /** Part of the axis, in its units, both ends included; for steps the same as `fromStep` and `toStep`. */
  readonly fromX?: number;
  readonly toX?: number;
  readonly smoothing?: Smoothing;
  /** Means, lows and highs of equal parts of the range, in place of points that are left out. */
  readonly buckets?: boolean;
  readonly percentiles?: boolean;
  readonly maxPoints: number;
}

/** Asks for one quantity of all IPUs over time. */
export interface HeatMapRequest {
  readonly runId: string;
  readonly quantity: 'utilisation' | 'memoryBytes' | 'powerWatts';
  readonly fromStep?: number;
  readonly toStep?: number;
  /** At most so many columns. */
  readonly columns: number;
}

/** A quantity of IPUs: `values[row][column]` is the mean over the column's steps, NaN where there is none. */
export interface HeatMap {
  /** Indices of the IPUs, ascending. */
  readonly devices: readonly number[];
  /** First step of each column. */
  readonly steps: readonly number[];
  readonly values: readonly (readonly number[])[];
  /** Samples in the range, of the IPU that has most. */
  readonly totalPoints: number;
}
