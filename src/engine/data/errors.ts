// What can be wrong with a dataset or with the sequence settings, each with its remedy.

import { AppError } from '../../shared/errors.ts';

/** What a SQuAD dataset may look like. */
export const squadRemedy =
  'Use SQuAD JSON: the official layout ({"data": [{"title", "paragraphs": [{"context", "qas": […]}]}]}), ' +
  'or flat rows ({"id", "context", "question", "answers": {"text": […], "answer_start": […]}}) as JSON, JSON Lines or Parquet.';

const rowsRemedy =
  'Use a list of rows: JSON ([{…}, …] or {"data": [{…}, …]}), JSON Lines (one object a line), CSV, TSV or Parquet.';

/** The file's name and content leave open what format it has. */
export function unknownFormat(fileName: string): AppError {
  const message = `${fileName} is in no format that is known: it does not look like JSON or Parquet, and its name does not end in .csv, .tsv or .txt.`;
  return new AppError('dataset-format-unknown', message, rowsRemedy);
}

/** The file is something else by its first bytes; `what` says what. */
export function notADataset(fileName: string, what: string, remedy: string): AppError {
  return new AppError('dataset-other-file', `${fileName} is ${what}.`, remedy);
}

/** The bytes are not text; `position` says where, if that is known. */
export function notText(fileName: string, position: string, reason: string, cause?: unknown): AppError {
  const message = `${fileName}${position} cannot be read as text: ${reason}.`;
  return new AppError('dataset-not-text', message, 'Save the file as UTF-8.', { cause });
}

/** The text is longer than a string can be. */
export function fileTooLarge(fileName: string, bytes: number, maxBytes: number): AppError {
  const inMiB = (count: number): string => `${Math.round(count / 2 ** 20)} MiB`;
  const message = `${fileName} has ${inMiB(bytes)} of text; at most ${inMiB(maxBytes)} can be read.`;
  return new AppError('dataset-too-large', message, 'Use fewer rows, or write them as Parquet.');
}

/** The file is not JSON; `position` says where, if that is known. */
export function jsonBroken(fileName: string, position: string, reason: string, cause: unknown): AppError {
  const message = `${fileName}${position} is not valid JSON: ${reason}.`;
  return new AppError('dataset-json-broken', message, 'Correct the file at this place, or download it again.', {
    cause,
  });
}

/** Lines of a JSON Lines file are broken; `position` is that of the first, `others` are the numbers of the rest. */
export function jsonLinesBroken(
  fileName: string,
  position: string,
  reason: string,
  others: readonly number[],
): AppError {
  const shown = others.slice(0, 3).join(', ');
  const more =
    others.length === 0
      ? ''
      : ` So ${others.length === 1 ? 'is 1 more line' : `are ${others.length} more lines`}: ${shown}${others.length > 3 ? ', …' : ''}.`;
  const message = `${fileName}${position} is not valid JSON: ${reason}.${more}`;
  return new AppError(
    'dataset-json-broken',
    message,
    'Correct the file at this place: JSON Lines has one whole object a line.',
  );
}

/** A record of a CSV or TSV file is broken; `line` is where it begins. */
export function delimitedBroken(fileName: string, line: number, reason: string, cause?: unknown): AppError {
  const message = `${fileName}:${line} is broken: ${reason}.`;
  return new AppError('dataset-csv-broken', message, 'Correct the file at this place, or write it as JSON Lines.', {
    cause,
  });
}

/** The file should be Parquet, but cannot be read as such. */
export function parquetBroken(fileName: string, reason: string, cause?: unknown): AppError {
  const message = `${fileName} cannot be read as Parquet: ${reason}.`;
  return new AppError('dataset-parquet-broken', message, 'Download or write the file again.', { cause });
}

/** The file is JSON, but not a list of objects. */
export function notRows(fileName: string, reason: string): AppError {
  return new AppError('dataset-not-rows', `${fileName} is not a list of rows: ${reason}.`, rowsRemedy);
}

/** The rows are not those of a SQuAD dataset. */
export function notSquad(fileName: string, reason: string): AppError {
  return new AppError('dataset-not-squad', `${fileName} is not a SQuAD dataset: ${reason}.`, squadRemedy);
}

/** A value inside the dataset has the wrong type; `place` is its path, with the question's id where there is one. */
export function wrongType(fileName: string, place: string, expected: string, found: string, remedy: string): AppError {
  const message = `${fileName}: ${place} must be ${expected}, but is ${found}.`;
  return new AppError('dataset-wrong-type', message, remedy);
}

/** The dataset has the right shape, but holds no question. */
export function noQuestions(fileName: string): AppError {
  return new AppError('dataset-empty', `${fileName} holds no questions.`, 'Name a dataset with at least one question.');
}

/** The question fills the whole sequence, so that no context fits. */
export function questionTooLong(questionId: string, questionTokens: number, maxSeqLength: number): AppError {
  const message = `Question "${questionId}" has ${questionTokens} tokens: with max_seq_length ${maxSeqLength} no context fits beside it.`;
  const hint = `Set max_seq_length to more than ${questionTokens + 3}, or shorten the question.`;
  return new AppError('question-too-long', message, hint);
}

/** Neighbouring windows would overlap by a whole window or more, and so never advance. */
export function docStrideTooLarge(questionId: string, docStride: number, contextTokens: number): AppError {
  const message = `doc_stride ${docStride} is too large: beside question "${questionId}" a window holds ${contextTokens} context tokens, and the overlap must be smaller.`;
  const hint = `Set doc_stride below ${contextTokens}, or raise max_seq_length.`;
  return new AppError('doc-stride-too-large', message, hint);
}

/** The file holds nothing at all. */
export function noRows(fileName: string, remedy: string): AppError {
  return new AppError('dataset-empty', `${fileName} holds no rows.`, remedy);
}

/** No known columns hold the texts. */
export function textColumnsMissing(fileName: string, columns: readonly string[], remedy: string): AppError {
  const message = `${fileName} has no columns that are known to hold the texts; its columns are ${columns.join(', ')}.`;
  return new AppError('dataset-columns-missing', message, remedy);
}

/** A label that the training data, or the model, does not know. */
export function unknownLabel(fileName: string, place: string, label: string, known: readonly string[]): AppError {
  const shown = known.slice(0, 10).join(', ') + (known.length > 10 ? ', …' : '');
  const message = `${fileName}: ${place} is ${JSON.stringify(label)}, which is not among the ${known.length} labels: ${shown}.`;
  return new AppError(
    'label-unknown',
    message,
    'Labels come from the training file. Correct this one, or train on data that has it.',
  );
}

/** Nothing can be told apart. */
export function onlyOneLabel(fileName: string, label: string): AppError {
  const message =
    label === '' ? `${fileName} holds no labels.` : `${fileName} holds only the label ${JSON.stringify(label)}.`;
  return new AppError('label-single', message, 'Train on data with at least two labels.');
}

/** A word and its tag do not go together. */
export function wordsWithoutTags(fileName: string, place: string, reason: string, remedy: string): AppError {
  return new AppError('tags-missing', `${fileName}: ${place}: ${reason}.`, remedy);
}

/** The number of the right choice is not one of the choices. */
export function choiceUnknown(fileName: string, place: string, label: number, choices: number): AppError {
  const message = `${fileName}: ${place} is ${label}, but the ${choices} choices are numbered 0 to ${choices - 1}.`;
  return new AppError('choice-unknown', message, 'Correct the label: the number of the right ending, counted from 0.');
}

/** Texts for next-sentence prediction that give no wrong next sentences. */
export function tooFewDocuments(fileName: string, documents: number): AppError {
  const message = `${fileName} holds ${documents === 0 ? 'no document' : 'a single document'}, but a random next sentence comes from another one.`;
  const hint = 'Write one sentence a line and a blank line between documents, and at least two documents.';
  return new AppError('documents-too-few', message, hint);
}
