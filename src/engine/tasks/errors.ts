// What can be wrong with a task's data as a whole, each with its remedy.

import { AppError } from '../../shared/errors.ts';

/** Nothing says what the labels mean: no training file, and a model without names for its labels. */
export function labelsUnknown(path: string): AppError {
  return new AppError(
    'labels-unknown',
    `The labels of ${path} have no ids: nothing is trained, and the model's config.json names no labels (id2label).`,
    'Start from a model that was trained on these labels, or set do_train and train_file.',
  );
}

/** Figures are to be found, but this is none. */
export function notFigures(path: string, place: string, label: string): AppError {
  return new AppError(
    'label-not-a-number',
    `${path}: ${place} is ${JSON.stringify(label)}, but the training labels are figures.`,
    'Write a number there, or names of labels in both files.',
  );
}
