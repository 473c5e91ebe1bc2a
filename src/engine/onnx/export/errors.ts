// What can be wrong with a model that is to be written as an ONNX file, each with its remedy.

import { AppError } from '../../../shared/errors.ts';
import { largestFileBytes } from './model-file.ts';

/** The model has no embeddings for so many positions. */
export function sequenceTooLong(sequenceLength: number, positions: number): AppError {
  return new AppError(
    'sequence-too-long',
    `Sequences of ${sequenceLength} tokens are longer than the ${positions} positions that the model has.`,
    `Give --seq-len ${positions} or less, or lower data.max_seq_length.`,
  );
}

/** The file would be larger than protobuf allows. */
export function fileTooLarge(bytes: number, half: boolean): AppError {
  return new AppError(
    'onnx-file-too-large',
    `The model would take ${bytes} bytes, but an ONNX file has at most ${largestFileBytes}.`,
    half ? 'Export a smaller model.' : 'Export it with --half, which takes half as many.',
  );
}

/** How many labels the head has is found by reading the data, which takes the vocabulary of a model that is not there. */
export function labelsUnreadable(name: string): AppError {
  return new AppError(
    'labels-unreadable',
    `The labels cannot be counted: reading the data takes the vocabulary of ${name}, which is not on this machine.`,
    'Name a vocabulary in model.vocab_file, or launch the experiment once, which downloads the model.',
  );
}
