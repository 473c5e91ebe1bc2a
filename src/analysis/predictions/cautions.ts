// What is said where something about predictions is missing or has changed since the run: what, why, and what is shown all the same.

import { AppError } from '../../shared/errors.ts';
import type { Caution } from '../../shared/messages/predictions.ts';

/** The run's own description is of no use. */
export function noExperiment({ message, hint }: AppError): Caution {
  return { message: `What the run was evaluated on is not known: ${message}`, hint };
}

/** The explorer knows questions and answers only. */
export function otherTask(task: string): Caution {
  return {
    message: `Predictions are listed for question answering only; this run is of ${task.replaceAll('-', ' ')}.`,
    hint: 'Its scores are above. What it predicted is in eval_predictions.json of its results folder.',
  };
}

/** No file of predictions, or none that can be read. */
export function noPredictions({ code, message, hint }: AppError): Caution {
  if (code !== 'result-file-unreadable') return { message: `There are no predictions to list: ${message}`, hint };
  return {
    message: `There are no predictions to list: ${message}`,
    hint: 'A run writes them when it is evaluated at its end: training.do_eval must be true, and the run must not be stopped before.',
  };
}

/** An experiment that evaluates nothing. */
export function datasetNotNamed(): AppError {
  return new AppError(
    'dataset-not-named',
    'The experiment of the run names no validation file.',
    'Set data.validation_file and evaluate again.',
  );
}

/** The questions are gone. */
export function noDataset({ message, hint }: AppError): Caution {
  return {
    message: `The questions and true answers are not there: ${message}`,
    hint: `Shown are the predictions by the ids of their questions, without scores. ${hint}`,
  };
}

/** Not one question of the dataset was predicted. */
export function otherDataset(file: string): Caution {
  return {
    message: `None of the predictions is for a question of ${file}, so that file is another one than at the time of the run.`,
    hint: 'Shown are the predictions by the ids of their questions, without scores. Put back the file that the run was evaluated on.',
  };
}

/** The run has figures of its own, and these are others. */
export function changed(name: string, found: number, recorded: number, file: string): Caution {
  return {
    message: `The predictions on ${file} give ${name} ${found.toFixed(3)} where the run recorded ${recorded.toFixed(3)}: the dataset or the predictions have changed since.`,
    hint: 'The questions below are scored by the files as they are now; the recorded figures have no intervals. Put back the files of the run to get them.',
  };
}

/** There is nothing to check the scores against. */
export function notRecorded(): Caution {
  return {
    message: 'The run has not recorded EM and F1 of these predictions.',
    hint: 'The questions below are scored by the files as they are now. Evaluate again to record the figures.',
  };
}

/** Answers without their probabilities. */
export function noNBest({ message, hint }: AppError): Caution {
  return { message: `Probabilities and further candidates are not there: ${message}`, hint };
}
