// What can go wrong when runs are handed on or taken in, each with its remedy.

import { AppError } from '../shared/errors.ts';

const importable =
  'Name a TensorBoard event file (its name has `tfevents` in it), a trainer_state.json, a model card (README.md), or a folder with some of them.';

/** Nothing lies there. */
export function importPathMissing(path: string): AppError {
  return new AppError('import-path-missing', `There is no file or folder ${path}.`, 'Check the path.');
}

/** The file or folder is there, and cannot be read. */
export function importNotReadable(path: string, reason: string): AppError {
  return new AppError(
    'import-not-readable',
    `${path} cannot be read: ${reason}.`,
    'Check its permissions and its disk.',
  );
}

/** Nothing of it says anything about a run. */
export function noRunToImport(path: string): AppError {
  return new AppError('no-run-to-import', `Nothing in ${path} can be imported as a run.`, importable);
}

/** Far larger than any such file. */
export function importedFileTooLarge(path: string, bytes: number, most: number): AppError {
  const mb = (count: number): string => `${Math.ceil(count / 1e6)} MB`;
  return new AppError(
    'imported-file-too-large',
    `${path} has ${mb(bytes)}; at most ${mb(most)} are read of such a file.`,
    'Check that it is the right file.',
  );
}

/** More runs below one folder than anybody means. */
export function tooManyRunsToImport(path: string, most: number): AppError {
  return new AppError(
    'too-many-runs-to-import',
    `Below ${path} there are more than ${most} runs.`,
    'Name the folders of those that you want.',
  );
}

/** A trainer_state.json without its list. */
export function trainerStateBroken(path: string, reason: string): AppError {
  return new AppError(
    'trainer-state-broken',
    `${path} is not a trainer_state.json that can be read: ${reason}.`,
    'Take the one of the newest checkpoint; transformers writes it as a whole.',
  );
}

/** An event file of which not one record is whole. */
export function eventFileBroken(path: string, reason: string): AppError {
  return new AppError(
    'event-file-broken',
    `${path} is no TensorBoard event file: ${reason}.`,
    'Name the file as TensorBoard or a SummaryWriter wrote it; a packed one has to be unpacked first.',
  );
}

/** A run's journal could not be read on the way out. */
export function journalNotReadable(path: string, reason: string): AppError {
  return new AppError(
    'journal-not-readable',
    `${path} cannot be read: ${reason}.`,
    'Check its permissions and its disk.',
  );
}
