// Expected failures of importing and exporting commands, each named after its fact and with its remedy.

import { AppError } from '../../shared/errors.ts';

const shown = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);

/** A word that no program can be started with. */
export function wordNotPassable(word: string, reason: string): AppError {
  return new AppError(
    'word-not-passable',
    `${shown(word)} cannot be an argument of a program: it has ${reason}.`,
    'Remove that character from the experiment.',
  );
}

/** The text holds nothing that could be imported. */
export function nothingToImport(source: string): AppError {
  return new AppError(
    'nothing-to-import',
    `${source} holds no command line of run_qa.py or its relatives, no arguments as JSON and no model card.`,
    'Copy the whole command, from `python` to the last argument, or import a README.md, a notebook, an args.json or an ipu_config.json.',
  );
}

/** A quotation mark of the command has no other half; `line` is counted from 1. */
export function quoteNotClosed(source: string, mark: string, line: number): AppError {
  return new AppError(
    'quote-not-closed',
    `${source}, line ${line}: the quote opened here with ${mark} is never closed, so that all that follows would belong to it.`,
    `Write ${mark.slice(-1)} behind the text that it begins, or remove it.`,
  );
}

/** JSON that breaks off or has a fault. */
export function importedJsonBroken(source: string, reason: string, hint: string): AppError {
  return new AppError('imported-json-broken', `${source} is not whole JSON: ${reason}`, hint);
}

/** A pickle or another binary file. */
export function binaryNotImported(source: string): AppError {
  return new AppError(
    'binary-not-imported',
    `${source} is not text. A training_args.bin is a pickle, which can only be read by running what is in it, so it is not read.`,
    'Import the README.md that the trainer wrote into the same folder, its args.json, or the command line of the run.',
  );
}

/** Results without arguments. */
export function resultsNotImported(source: string): AppError {
  return new AppError(
    'results-not-imported',
    `${source} holds results of a run, and not what the run was told to do.`,
    'Import trainer_state.json or README.md of the same folder, or the command line of the run.',
  );
}

/** The command names a file with its arguments. */
export function argumentsInFile(file: string): AppError {
  return new AppError(
    'arguments-in-file',
    `The command takes its arguments from the file ${shown(file)}.`,
    'Import that file.',
  );
}

/** Arguments of a script, given as an ipu_config.json. */
export function argumentsNotLayout(path: string): AppError {
  return new AppError(
    'arguments-not-ipu-config',
    `${path} holds the arguments of a script (an args.json) and no IPU configuration.`,
    'Make an experiment of it: `ipuw import FILE`.',
  );
}

/** What is to be imported is an experiment already. */
export function alreadyAnExperiment(source: string): AppError {
  return new AppError(
    'already-an-experiment',
    `${source} is an experiment already.`,
    'Open it, or save it under a name that ends in .ipu.json.',
  );
}

/** The text is longer than any command, card or notebook. */
export function importTooLarge(source: string, mostCharacters: number): AppError {
  return new AppError(
    'import-too-large',
    `${source} has more than ${mostCharacters.toLocaleString('en-US')} characters.`,
    'Copy the command line alone.',
  );
}

/** The experiment file would be larger than one can be. */
export function importedTooLarge(source: string, characters: number, most: number): AppError {
  return new AppError(
    'imported-too-large',
    `The experiment file made of ${source} would have ${characters} characters; it can have ${most}.`,
    'Check the longest arguments: does one of them hold data?',
  );
}
