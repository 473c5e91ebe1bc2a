// The events of a journal. A journal has one writer, the process that runs the experiment; everything else derives from it.

import type { ErrorShape } from '../errors.ts';
import type { EndState, RunState } from '../run-state.ts';

/** Version of the journal format, in the first event. */
export const journalProtocol = 1;

/** First event: who writes. Pid, boot id, process start time and run token together identify the process. */
export interface HelloEvent {
  readonly kind: 'hello';
  readonly protocol: number;
  readonly runId: string;
  readonly pid: number;
  /** Identifier of this boot of the machine; empty where the system has none. */
  readonly bootId: string;
  /** When the process started, in the system's own unit (Linux: clock ticks after boot); empty where unknown. */
  readonly processStart: string;
  readonly host: string;
}

export interface StateEvent {
  readonly kind: 'state';
  readonly state: Exclude<RunState, 'lost' | EndState>;
}

/** Measured values after `step` weight updates. Values may be NaN or infinite. */
export interface MetricsEvent {
  readonly kind: 'metrics';
  readonly step: number;
  readonly values: Readonly<Record<string, number>>;
}

export const phases = ['prepare', 'train', 'evaluate', 'save'] as const;
export type Phase = (typeof phases)[number];

/** How far the current phase is, in its own units (weight updates while training, features while evaluating). */
export interface ProgressEvent {
  readonly kind: 'progress';
  readonly phase: Phase;
  readonly done: number;
  readonly total: number;
  /** Units of the phase per second, over the last few seconds; absent until known. */
  readonly perSecond?: number;
  /** Milliseconds until the end of the phase; absent until known. */
  readonly remainingMs?: number;
}

export interface IpuSample {
  readonly index: number;
  /** Busy share of the device's time, 0 to 1. */
  readonly utilisation: number;
  readonly memoryBytes?: number;
  readonly powerWatts?: number;
}

/** One sample for each IPU. `model`: computed from the pipeline schedule; `device`: read from hardware. Never mixed up. */
export interface IpuEvent {
  readonly kind: 'ipu';
  readonly step: number;
  readonly source: 'model' | 'device';
  readonly devices: readonly IpuSample[];
}

/** What the machine that trains did since the last such event. */
export interface HostEvent {
  readonly kind: 'host';
  readonly step: number;
  /** Busy share of all processors, 0 to 1, by every program; NaN where the system does not tell. */
  readonly cpu: number;
  /** The training process's own part of `cpu`; absent where nobody noted it. */
  readonly ownCpu?: number;
  /** Resident memory of the training process. */
  readonly memoryBytes: number;
  /** Memory that the process may still take; absent where the system does not tell. */
  readonly availableBytes?: number;
  /** Share of the time, 0 to 1, in which training waited for data. */
  readonly loaderWait: number;
}

/** A checkpoint that is complete on disk; `path` is relative to the run folder. */
export interface CheckpointEvent {
  readonly kind: 'checkpoint';
  readonly step: number;
  readonly path: string;
}

/** Final figures under Hugging Face's names (`eval_f1`, `train_runtime`, …); a later event adds to or replaces an earlier one. */
export interface ResultEvent {
  readonly kind: 'result';
  readonly values: Readonly<Record<string, number>>;
}

export const logLevels = ['info', 'warning', 'error'] as const;
export type LogLevel = (typeof logLevels)[number];

export interface LogEvent {
  readonly kind: 'log';
  readonly level: LogLevel;
  readonly message: string;
}

export interface HeartbeatEvent {
  readonly kind: 'heartbeat';
}

/** Last event. */
export interface EndEvent {
  readonly kind: 'end';
  readonly state: EndState;
  readonly error?: ErrorShape;
}

/** What a writer says. */
export type EventBody =
  | HelloEvent
  | StateEvent
  | MetricsEvent
  | ProgressEvent
  | IpuEvent
  | HostEvent
  | CheckpointEvent
  | ResultEvent
  | LogEvent
  | HeartbeatEvent
  | EndEvent;

/** What a journal holds: a body with its sequence number and wall time. */
export type JournalEvent = EventBody & {
  /** Sequence number from 0, without gaps. */
  readonly n: number;
  /** Milliseconds since 1970; for display only, order is by `n`. */
  readonly time: number;
};
