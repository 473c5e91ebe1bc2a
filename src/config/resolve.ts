// From what a file says to what a run does: defaults filled in, counts settled, paths absolute, a name. Looks at no file.

import { basename, dirname, isAbsolute, resolve } from 'node:path';
import type { Experiment, PartialExperiment } from './fields.ts';
import { settleExperiment } from './settle.ts';

/** The ending of experiment files. */
export const experimentSuffix = '.ipu.json';

/**
 * The experiment that `values`, read from the file at `filePath`, describe. A `model_name_or_path` that may be a name
 * on the Hugging Face Hub stays as written (`loadExperiment` looks for the folder).
 */
export function resolveExperiment(values: PartialExperiment, filePath: string): Experiment {
  const folder = dirname(resolve(filePath));
  const settled = settleExperiment(values);
  const name = settled.name.trim() || basename(filePath).replace(/(\.ipu)?\.jsonc?$/i, '') || basename(filePath);
  const absolute = (path: string | null): string | null => (path === null ? null : resolve(folder, path));
  const { model, data } = settled;
  return {
    ...settled,
    name,
    model: {
      ...model,
      model_name_or_path: isPlainPath(model.model_name_or_path)
        ? absolute(model.model_name_or_path)
        : model.model_name_or_path,
      vocab_file: absolute(model.vocab_file),
    },
    data: { ...data, train_file: absolute(data.train_file), validation_file: absolute(data.validation_file) },
  };
}

/** The text can only be a path, not `owner/name` on the Hub. */
export function isPlainPath(text: string | null): boolean {
  if (text === null) return false;
  return isAbsolute(text) || /^\.{1,2}($|\/)/.test(text) || text.includes('\\') || text.split('/').length > 2;
}
