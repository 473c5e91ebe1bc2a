// What can be wrong with a question to a model, each with its remedy.

import { AppError } from '../../shared/errors.ts';

/** The model was trained for something else. */
export function notForQuestions(folder: string, architecture: string): AppError {
  return new AppError(
    'model-answers-no-questions',
    `${folder} holds a ${architecture}, which answers no questions.`,
    'Ask a checkpoint of a question-answering run (BertForQuestionAnswering).',
  );
}

/** The question or the paragraph is missing. */
export function nothingAsked(what: 'question' | 'paragraph'): AppError {
  return new AppError('nothing-asked', `There is no ${what}.`, 'Give a question, and a paragraph that may answer it.');
}

/** The program was asked before it was told which model to load. */
export function modelNotOpened(): AppError {
  return new AppError(
    'model-not-opened',
    'No model is loaded.',
    'Reload the window, so that both sides run the same version of IPU Workbench.',
  );
}

/** The program was started by hand. */
export function noChannel(): AppError {
  return new AppError(
    'no-channel',
    '`engine ask` talks to the program that started it, and nothing of ours did.',
    'Use `ipuw ask RUN --question … --context …`.',
  );
}
