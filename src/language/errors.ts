// What can go wrong between the editor and the threads that look at an experiment's text, each with its remedy.

import type { Problem } from '../config/problem.ts';
import { AppError } from '../shared/errors.ts';

const goOn = 'It starts again with the next change of the file. If it goes on ending, reload the window.';

/** The thread ended while something was asked of it. */
export function languageThreadEnded(reason: string, cause?: unknown): AppError {
  return new AppError('language-thread-ended', `The thread that makes plans ended: ${reason}.`, goOn, { cause });
}

/** The thread took far too long, and was ended. */
export function languageThreadStuck(seconds: number): AppError {
  const message = `The thread that makes plans gave no answer for ${seconds} s and was ended.`;
  return new AppError('language-thread-stuck', message, goOn);
}

/** The extension is going away, or the question is no longer of interest. */
export function languageThreadClosed(): AppError {
  return new AppError('language-thread-closed', 'Plans are no longer made in this window.', 'Reload the window.');
}

/** There is nothing to search from. */
export function experimentNotReadable(problem: Problem | undefined): AppError {
  const reason = problem ? ` line ${problem.line}, column ${problem.column}: ${problem.message}` : ' it is not JSON.';
  return new AppError(
    'experiment-not-readable',
    `The experiment file cannot be read:${reason}`,
    problem?.hint ?? 'Mend its syntax first.',
  );
}

/** What the client says when a thread does not answer. */
export const threadErrors = { ended: languageThreadEnded, stuck: languageThreadStuck, closed: languageThreadClosed };
