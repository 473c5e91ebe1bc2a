// What a runner is: it turns an experiment into a process that writes a run folder. A run's end is data here, never an exception.

import type { Experiment } from '../config/fields.ts';
import type { AppError, ErrorShape } from '../shared/errors.ts';
import type { RunCommand } from './process.ts';

/** What to run, and the workspace folder whose `.ipu/` gets the run. */
export interface LaunchRequest {
  readonly experiment: Experiment;
  readonly workspaceFolder: string;
  /** Absolute path of the experiment file, for the record. */
  readonly source?: string;
}

/** How the process of a run ended. */
export interface RunExit {
  /** Null if it was ended by a signal. */
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** Why it ended without having journalled anything; recorded as the run's failure. */
  readonly error?: ErrorShape;
}

/** A run whose process has started; it goes on without the launcher. */
export interface LaunchedRun {
  readonly runId: string;
  /** Absolute path of the run folder. */
  readonly folder: string;
  readonly pid: number;
  /** Resolves when the process has ended, while the launcher lives; never rejects. */
  readonly exited: Promise<RunExit>;
}

/** One way to run experiments. */
export interface Runner {
  readonly kind: Experiment['runner'];
  /** Why this experiment cannot be run here and now, or null if it can. */
  canLaunch(experiment: Experiment): Promise<AppError | null>;
  /** Creates the run folder and starts the process. Rejects with an AppError; a run that was already visible is then marked failed. */
  launch(request: LaunchRequest): Promise<LaunchedRun>;
  /** Starts the process of a run whose folder is there and which has not begun. Rejects with an AppError. */
  start(folder: string, request: LaunchRequest): Promise<LaunchedRun>;
  /** The command line that goes on with the run in this folder. */
  resumeCommand(folder: string): RunCommand;
}
