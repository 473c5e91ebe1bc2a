// Why a run cannot be resumed, as both the runner and the engine find it: the runner before it starts a process, the engine once more.

import { AppError } from './errors.ts';

/** The run has nothing left to do. */
export function runCompleted(runId: string): AppError {
  return new AppError(
    'run-completed',
    `Run ${runId} has completed; there is nothing left to resume.`,
    'To train longer, launch its experiment with more epochs as a new run.',
  );
}

/** The run that is to be resumed has a process, which writes its journal. */
export function runStillActive(runId: string, pid: number): AppError {
  return new AppError(
    'run-still-active',
    `Run ${runId} is still running, as process ${pid}.`,
    'Stop it first, or wait for its end.',
  );
}
