// What can go wrong when runs are compared, each with its remedy.

import { AppError } from '../shared/errors.ts';

/** The predictions of a run cannot be read; `reason` ends the sentence. */
export function predictionsUnreadable(path: string, reason: string): AppError {
  const hint = 'Evaluate the run again; its predictions are written when an evaluation ends.';
  return new AppError('predictions-unreadable', `The predictions file ${path} ${reason}.`, hint);
}
