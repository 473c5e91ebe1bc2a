// What can go wrong between the extension host and the thread that looks at results, each with its remedy.

import { AppError } from '../shared/errors.ts';

const tryAgain = 'Try again. If it goes on ending, reload the window.';

/** The thread ended while something was asked of it. */
export function analysisThreadEnded(reason: string, cause?: unknown): AppError {
  return new AppError('analysis-thread-ended', `The thread that reads results ended: ${reason}.`, tryAgain, { cause });
}

/** The thread took far too long, and was ended. */
export function analysisThreadStuck(seconds: number): AppError {
  const message = `The thread that reads results gave no answer for ${seconds} s and was ended.`;
  return new AppError('analysis-thread-stuck', message, tryAgain);
}

/** The extension is going away. */
export function analysisThreadClosed(): AppError {
  return new AppError('analysis-thread-closed', 'Results are no longer read in this window.', 'Reload the window.');
}
