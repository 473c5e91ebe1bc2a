// Which files on disk decide what is said about an experiment's text: when one of them comes, changes or goes, it has to be said anew.

import { dirname, join, resolve } from 'node:path';
import type { ExaminedExperiment } from '../config/load.ts';
import { weightForms } from '../config/model-files.ts';

/** Absolute paths, whether there is anything or not; none of them twice. */
export function consultedFiles({ experiment, parents }: ExaminedExperiment, file: string): string[] {
  const { data, model } = experiment;
  const named = [data.train_file, data.validation_file, model.vocab_file].filter((path) => path !== null);
  const start = model.model_name_or_path;
  const folder = dirname(resolve(file));
  const modelFiles = ['config.json', 'vocab.txt', ...weightForms];
  const ofModel = start === null ? [] : modelFiles.map((name) => resolve(folder, join(start, name)));
  return [...new Set([...parents, ...named, ...ofModel])];
}
