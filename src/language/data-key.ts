// Which data an experiment's counts are of: the same key as long as no file and no field changes that decides how many sequences
// there are. Looks at files' sizes and times, never into them.

import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import type { Experiment } from '../config/fields.ts';

/** The key of the data that the experiment names. */
export async function dataKeyOf({ task, model, data, training }: Experiment): Promise<string> {
  const { model_name_or_path: start, model_revision: revision, vocab_file: vocabulary, do_lower_case: lower } = model;
  const { do_train: train, eval_on_train: onTrain, do_eval: evaluate } = training;
  const seed = task === 'pretraining' ? training.seed : null;
  const files = [data.train_file, data.validation_file, vocabulary, start];
  const states = await Promise.all(files.map(stateOf));
  const said = [task, data, start, revision, vocabulary, lower, train, onTrain, evaluate, seed, states];
  return createHash('sha256').update(JSON.stringify(said)).digest('hex');
}

async function stateOf(file: string | null): Promise<readonly [bytes: number, timeMs: number] | null> {
  if (file === null) return null;
  const found = await stat(file).catch(() => undefined);
  return found ? [found.size, found.mtimeMs] : null;
}
