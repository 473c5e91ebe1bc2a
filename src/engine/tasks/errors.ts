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

/** One head scores only one number of choices. */
export function choicesDiffer(train: string, trainChoices: number, evaluation: string, choices: number): AppError {
  return new AppError(
    'choices-differ',
    `${train} has ${trainChoices} choices for each example, but ${evaluation} has ${choices}.`,
    'Use files with the same number of endings.',
  );
}

/** Words cannot be masked. */
export function maskTokenMissing(): AppError {
  return new AppError(
    'mask-token-missing',
    'The vocabulary has no token [MASK], which pre-training puts in place of words.',
    'Use a vocabulary of BERT, such as the vocab.txt of bert-base-uncased, or add a line [MASK].',
  );
}

/** The model has a head that no task knows. */
export function architectureUnsupported(folder: string, architecture: string, known: readonly string[]): AppError {
  return new AppError(
    'architecture-unsupported',
    `The model in ${folder} is a ${architecture}, which cannot be evaluated.`,
    `Name a folder whose config.json says one of ${known.join(', ')}: a checkpoint of a training run does.`,
  );
}
