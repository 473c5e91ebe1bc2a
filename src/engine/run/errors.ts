// What can be wrong with a run before its first weight update.

import { AppError } from '../../shared/errors.ts';

export function nothingToTrainOn(path: string): AppError {
  return new AppError(
    'nothing-to-train-on',
    `${path} holds no question to train on.`,
    'Name a SQuAD file with questions in data.train_file, or raise data.max_train_samples.',
  );
}

/** The resolved experiment of a run cannot be read. */
export function experimentUnreadable(path: string, reason: string): AppError {
  return new AppError(
    'experiment-unreadable',
    `Cannot read ${path}: ${reason}.`,
    'Launch the experiment again from its file.',
  );
}
