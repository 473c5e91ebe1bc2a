// What can be wrong with a vocabulary, each with its remedy.

import { AppError } from '../../shared/errors.ts';

const remedy = 'Use the vocab.txt of an uncased BERT model: one token a line, with [PAD], [UNK], [CLS] and [SEP].';

/** The vocabulary file holds no token at all. */
export function vocabularyEmpty(fileName: string): AppError {
  return new AppError('vocabulary-empty', `The vocabulary ${fileName} is empty.`, remedy);
}

/** Special tokens without which BERT's input cannot be built are not in the vocabulary. */
export function vocabularyTokensMissing(fileName: string, tokens: readonly string[], tokenCount: number): AppError {
  const message = `The vocabulary ${fileName} (${tokenCount} lines) lacks ${tokens.join(', ')}.`;
  return new AppError('vocabulary-tokens-missing', message, remedy);
}
