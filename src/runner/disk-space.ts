// Whether a run's checkpoints will fit on the disk. An estimate from below: it refuses only what cannot work.

import { stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Experiment } from '../config/fields.ts';
import { weightFilesIn } from '../config/model-files.ts';
import { bertBaseUncased } from '../engine/model/config.ts';
import type { AppError } from '../shared/errors.ts';
import { diskTooFull } from './errors.ts';

const megabyte = 1e6;
/** Journal, logs and results. */
const smallFilesBytes = 20 * megabyte;
const bytesPerFloat = 4;
/** The weight and its first and second moment. */
const tensorsPerWeight = 3;

/** Why the disk of `folder` is too full for the experiment, or null. */
export async function checkDiskSpace(folder: string, experiment: Experiment): Promise<AppError | null> {
  // BigInt: sizes of pooled file systems exceed what a number holds exactly.
  const disk = await statfs(folder, { bigint: true });
  const freeBytes = Number(disk.bavail * disk.bsize);
  const neededBytes = await estimateRunBytes(experiment);
  return freeBytes < neededBytes ? diskTooFull(folder, freeBytes, neededBytes) : null;
}

/**
 * Bytes that the run needs at the least: one checkpoint with weights and the optimizer's two moments of each; two if one is kept, as the new
 * is complete before the old goes.
 */
export async function estimateRunBytes(experiment: Experiment): Promise<number> {
  const { do_train, save_total_limit } = experiment.training;
  if (!do_train) return smallFilesBytes;
  const checkpoints = save_total_limit === 1 ? 2 : 1;
  return smallFilesBytes + checkpoints * tensorsPerWeight * (await weightBytes(experiment));
}

async function weightBytes({ model }: Experiment): Promise<number> {
  if (model.model_name_or_path === null) return countParameters(model) * bytesPerFloat;
  const files = await weightFilesIn(model.model_name_or_path);
  const sizes = files.map((file) =>
    stat(join(model.model_name_or_path!, file)).then(
      ({ size }) => size,
      () => 0,
    ),
  );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

/** Parameters of BERT for question answering: embeddings, encoder layers and the span head. */
export function countParameters(model: Experiment['model']): number {
  const { hidden_size: hidden, intermediate_size: intermediate } = model;
  const rows = bertBaseUncased.vocab_size + model.max_position_embeddings + bertBaseUncased.type_vocab_size;
  const attention = 4 * (hidden * hidden + hidden);
  const feedForward = 2 * hidden * intermediate + intermediate + hidden;
  const layerNorm = 2 * hidden;
  const layer = attention + feedForward + 2 * layerNorm;
  return rows * hidden + layerNorm + model.num_hidden_layers * layer + 2 * hidden + 2;
}
