// What can be wrong with the files of an evaluation, each with its remedy.

import { AppError } from '../../shared/errors.ts';

const mebibyte = 1024 * 1024;

/** A file that would take more memory than the editor may be made to spend. */
export function resultFileTooLarge(what: string, path: string, bytes: number, mostBytes: number): AppError {
  return new AppError(
    'result-file-too-large',
    `The ${what} ${path} has ${Math.round(bytes / mebibyte)} MiB; the most that is read here is ${mostBytes / mebibyte} MiB.`,
    'Score it with `ipuw score`, which has no such limit, or evaluate on fewer questions (data.max_eval_samples).',
  );
}

/** A file that is gone, or that the system refuses to read. */
export function resultFileUnreadable(what: string, path: string, reason: string, cause?: unknown): AppError {
  const hint = 'Put the file back where it was, or evaluate again with `ipuw evaluate`.';
  return new AppError('result-file-unreadable', `The ${what} ${path} cannot be read: ${reason}.`, hint, { cause });
}

/** The n-best file is not what run_qa.py writes. */
export function notNBest(path: string, reason: string): AppError {
  return new AppError(
    'n-best-invalid',
    `${path} is not a file of n-best predictions: ${reason}.`,
    'Use a file as run_qa.py writes it (eval_nbest_predictions.json); without it, probabilities are not shown.',
  );
}
