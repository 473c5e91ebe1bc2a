// What can go wrong when the user compares runs, each with its remedy.

import { AppError } from '../../shared/errors.ts';

/** More runs than fit side by side. */
export function tooManyRunsToCompare(count: number, most: number): AppError {
  return new AppError(
    'too-many-to-compare',
    `${count} runs are too many to compare; ${most} fit side by side.`,
    'Choose fewer of them.',
  );
}

/** The run's experiment.json cannot be read. */
export function runLacksExperiment(runId: string): AppError {
  return new AppError(
    'run-lacks-experiment',
    `The experiment of the run ${runId} cannot be read.`,
    'Its folder may have been cleaned up, or the run was imported without one.',
  );
}
