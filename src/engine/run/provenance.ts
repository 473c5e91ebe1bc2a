// What decides the numbers of a run: the fields of its experiment that training depends on, and its training data. A checkpoint keeps
// both, so that a run never goes on with something else than it began with.

import { basename, dirname } from 'node:path';
import type { Experiment } from '../../config/fields.ts';
import { digestFile, type Provenance } from '../checkpoint/manifest.ts';
import { dataChanged, experimentChanged } from './errors.ts';

/** Fields that may change between two sessions of a run: they name things, or concern evaluation and the saving of checkpoints. */
const free: ReadonlySet<string> = new Set([
  'name',
  'description',
  'group',
  'runner',
  // A model folder and its vocabulary are in the checkpoint, with the geometry; data files are compared by content.
  'model.model_name_or_path',
  'model.model_revision',
  'model.vocab_file',
  'model.vocab_size',
  'data.dataset_name',
  'data.train_file',
  'data.validation_file',
  'data.max_eval_samples',
  'data.n_best_size',
  'data.max_answer_length',
  'data.null_score_diff_threshold',
  'training.do_eval',
  'training.eval_on_train',
  'training.per_device_eval_batch_size',
  'training.save_steps',
  'training.save_total_limit',
  'training.dataloader_num_workers',
  'training.dataloader_mode',
]);

/** Sections and objects of which nothing changes what is computed. */
const undeciding: ReadonlySet<string> = new Set(['extends', 'extra_args', 'plan', 'sweep']);

/** Of `ipu_config` only these change what is computed; the rest is modelled. */
const deciding: ReadonlySet<string> = new Set(['replication_factor', 'gradient_accumulation_steps']);

/** What decides the numbers of an experiment that trains. */
export async function readCauses(experiment: Experiment): Promise<Causes> {
  const path = experiment.data.train_file!;
  const { sha256 } = await digestFile(dirname(path), basename(path));
  return { experiment: decidingFields(experiment), data: { 'data.train_file': sha256 } };
}

/** What decides the numbers, as a checkpoint keeps it. */
export type Causes = Pick<Provenance, 'experiment' | 'data'>;

/** Throws an AppError that names what is not as it was when the checkpoint was saved. */
export function checkCauses(now: Causes, saved: Causes, trainFile: string): void {
  // A field that only one of two versions of the workbench knows decides nothing in the other.
  const names = Object.keys(saved.experiment).filter((name) => Object.hasOwn(now.experiment, name));
  const show = (value: unknown): string => JSON.stringify(value) ?? 'absent';
  const changes = names
    .filter((name) => show(saved.experiment[name]) !== show(now.experiment[name]))
    .map((name) => `${name} was ${show(saved.experiment[name])} and is now ${show(now.experiment[name])}`);
  if (changes.length > 0) throw experimentChanged(changes);
  for (const [field, sha256] of Object.entries(saved.data)) {
    if (now.data[field] !== sha256) throw dataChanged(field, trainFile);
  }
}

function decidingFields(experiment: Experiment): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(experiment)) {
    if (typeof value !== 'object') {
      if (!free.has(name)) fields[name] = value;
      continue;
    }
    if (undeciding.has(name)) continue;
    for (const [field, setting] of Object.entries(value)) {
      const path = `${name}.${field}`;
      if (name === 'ipu_config' ? deciding.has(field) : !free.has(path)) fields[path] = setting;
    }
  }
  return fields;
}
