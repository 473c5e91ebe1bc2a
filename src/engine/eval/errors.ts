// What can be wrong with a prediction file, each with its remedy.

import { AppError } from '../../shared/errors.ts';

const remedy = 'Use a prediction file as run_qa.py writes it (eval_predictions.json): {"question id": "answer", …}.';

/** The file is JSON, but not an object of answers. */
export function notPredictions(fileName: string, reason: string): AppError {
  return new AppError('predictions-invalid', `${fileName} is not a prediction file: ${reason}.`, remedy);
}
