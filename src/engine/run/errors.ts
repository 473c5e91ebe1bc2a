// What can be wrong with a run before its first weight update.

import { AppError } from '../../shared/errors.ts';
import { formatGigabytes } from '../model/memory.ts';

/** There is no item, or not enough for one micro-batch of every replica while incomplete ones are left out. */
export function nothingToTrainOn(path: string, items: number, microBatch: number): AppError {
  return items === 0
    ? new AppError(
        'nothing-to-train-on',
        `${path} holds nothing to train on.`,
        'Name a file with training data in data.train_file, or raise data.max_train_samples.',
      )
    : new AppError(
        'nothing-to-train-on',
        `${path} holds ${items} items, which do not fill one micro-batch of ${microBatch}, and dataloader_drop_last leaves incomplete ones out.`,
        'Set training.dataloader_drop_last to false, or lower per_device_train_batch_size or replication_factor.',
      );
}

/** The resolved experiment of a run cannot be read. */
export function experimentUnreadable(path: string, reason: string): AppError {
  return new AppError(
    'experiment-unreadable',
    `Cannot read ${path}: ${reason}.`,
    'Launch the experiment again from its file.',
  );
}

/** Fields that decide the numbers are not as they were when the checkpoint was saved. */
export function experimentChanged(changes: readonly string[]): AppError {
  return new AppError(
    'resume-experiment-changed',
    `The run cannot go on, because its experiment.json has changed: ${changes.join('; ')}.`,
    'Write the old values back into experiment.json in the run folder, or launch the changed experiment as a new run.',
  );
}

/** A data file is not the one that the run was trained on so far. */
export function dataChanged(field: string, path: string): AppError {
  return new AppError(
    'resume-data-changed',
    `The run cannot go on, because ${path} (${field}) is not the file that it was trained on so far: its SHA-256 differs.`,
    'Put the old file back, or launch the experiment as a new run.',
  );
}

/** There is no run to go on with. */
export function nothingToResume(folder: string): AppError {
  return new AppError(
    'nothing-to-resume',
    `${folder} holds no run that could be resumed: it has no journal.`,
    'Launch the experiment from its file.',
  );
}

/** The run's machine is another one, and it was alive a moment ago. */
export function runActiveElsewhere(runId: string, host: string): AppError {
  return new AppError(
    'run-active-elsewhere',
    `Run ${runId} wrote its journal on ${host} a moment ago and may still be running there.`,
    `Stop it first; if its process on ${host} is gone, resume it ten minutes after its last event.`,
  );
}

/** A change of an experiment that makes it fit, and what it needs then. */
export interface MemoryRemedy {
  /** Such as `training.per_device_train_batch_size to 2`. */
  readonly change: string;
  readonly bytes: number;
}

/** The estimate says that the system would end the process. */
export function notEnoughMemory(
  part: 'Training' | 'Evaluation',
  neededBytes: number,
  freeBytes: number,
  stateBytes: number,
  remedies: readonly MemoryRemedy[],
): AppError {
  const state = `Weights, gradients and moments alone take ${formatGigabytes(stateBytes)}`;
  const changes = remedies.map(({ change, bytes }) => `${change} (${formatGigabytes(bytes)})`).join(', or ');
  const smaller = part === 'Training' ? `${state}: use a smaller model` : 'Lower training.per_device_eval_batch_size';
  return new AppError(
    'not-enough-memory',
    `${part} needs about ${formatGigabytes(neededBytes)} of memory, but only ${formatGigabytes(freeBytes)} are free.`,
    changes === '' ? `${smaller}, or end other programs.` : `Set ${changes}, or end other programs.`,
  );
}
