// What can be wrong with a dataset or with the sequence settings, each with its remedy.

import { AppError } from '../../shared/errors.ts';

const squadRemedy =
  'Use SQuAD JSON: the official layout ({"data": [{"title", "paragraphs": [{"context", "qas": […]}]}]}), ' +
  'or flat rows ({"data": [{"id", "context", "question", "answers": {"text": […], "answer_start": […]}}]}).';

/** The file is not JSON; `position` says where, if that is known. */
export function jsonBroken(fileName: string, position: string, reason: string, cause: unknown): AppError {
  const message = `${fileName}${position} is not valid JSON: ${reason}.`;
  return new AppError('dataset-json-broken', message, 'Correct the file at this place, or download it again.', {
    cause,
  });
}

/** The file is JSON, but not a SQuAD dataset. */
export function notSquad(fileName: string, reason: string): AppError {
  return new AppError('dataset-not-squad', `${fileName} is not a SQuAD dataset: ${reason}.`, squadRemedy);
}

/** A value inside the dataset has the wrong type; `place` is its path, with the question's id where there is one. */
export function wrongType(fileName: string, place: string, expected: string, found: string): AppError {
  const message = `${fileName}: ${place} must be ${expected}, but is ${found}.`;
  return new AppError('dataset-wrong-type', message, squadRemedy);
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
