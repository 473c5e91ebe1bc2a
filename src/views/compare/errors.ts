// What can go wrong when the user compares runs, each with its remedy.

import * as l10n from '@vscode/l10n';
import { AppError } from '../../shared/errors.ts';

/** More runs than fit side by side. */
export function tooManyRunsToCompare(count: number, most: number): AppError {
  return new AppError(
    'too-many-to-compare',
    l10n.t('{0} runs are too many to compare; {1} fit side by side.', count, most),
    l10n.t('Choose fewer of them.'),
  );
}

/** The run's experiment.json cannot be read. */
export function runLacksExperiment(runId: string): AppError {
  return new AppError(
    'run-lacks-experiment',
    l10n.t('The experiment of the run {0} cannot be read.', runId),
    l10n.t('Its folder may have been cleaned up, or the run was imported without one.'),
  );
}
