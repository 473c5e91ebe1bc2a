// Expected failures of reading an experiment, each named after its fact and with its remedy.

import { AppError } from '../shared/errors.ts';
import type { Problem } from './problem.ts';

/** There is no file at the path; `nearest` is the file the user may have meant. */
export function experimentFileMissing(path: string, nearest: string | undefined): AppError {
  const remedy = nearest ? `Did you mean ${nearest}?` : 'Check the path; experiment files end in .ipu.json.';
  return new AppError('experiment-file-missing', `The experiment file ${path} does not exist.`, remedy);
}

/** The path is there but cannot be read as a text file. */
export function experimentFileUnreadable(path: string, reason: string, cause?: unknown): AppError {
  return new AppError(
    'experiment-file-unreadable',
    `The experiment file ${path} cannot be read: ${reason}.`,
    'Check that it is a text file in UTF-8 that you may read.',
    { cause },
  );
}

const shownProblems = 5;

/** The file has errors; the message lists the first few with their places. */
export function experimentInvalid(path: string, problems: readonly Problem[]): AppError {
  const [first] = problems;
  const place = ({ line, column }: Problem): string => `${path}:${line}:${column}`;
  if (first && problems.length === 1) return new AppError(first.code, `${place(first)}: ${first.message}`, first.hint);
  const shown = problems.slice(0, shownProblems).map((each) => `  ${place(each)}: ${each.message} ${each.hint}`);
  const more = problems.length > shownProblems ? [`  and ${problems.length - shownProblems} more`] : [];
  return new AppError(
    'experiment-invalid',
    [`${path} has ${problems.length} problems:`, ...shown, ...more].join('\n'),
    'Mend them from the top; the editor underlines each one.',
  );
}

/** A run folder's experiment.json is not a resolved experiment. */
export function resolvedExperimentBroken(reason: string): AppError {
  return new AppError(
    'resolved-experiment-broken',
    `This is not a resolved experiment: ${reason}`,
    'Launch the experiment file again; a run folder’s experiment.json is not meant to be edited.',
  );
}

/** The text cannot be edited by fields as long as it cannot be read. */
export function experimentNotEditable({ line, column }: { line: number; column: number }, reason: string): AppError {
  return new AppError(
    'experiment-not-editable',
    `The experiment file cannot be changed while it cannot be read, at line ${line}, column ${column}: ${reason}`,
    'Mend that place first, then try again.',
  );
}
