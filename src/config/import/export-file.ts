// The text of an experiment file, with everything that it extends → the command that does the same. Reads the files it extends.

import { resolve } from 'node:path';
import { experimentInvalid } from '../errors.ts';
import { resolveExtends } from '../extends.ts';
import { parentsOnDisk } from '../parents.ts';
import { parseExperiment } from '../parse.ts';
import { resolveExperiment } from '../resolve.ts';
import { type ExportedCommand, exportCommand } from './export.ts';

/**
 * The command of the experiment whose text lies, or will lie, at `filePath`. Rejects with an AppError if a value is not one its field
 * can hold, or something that it extends is not there. What a launch would need besides, such as data, is not asked for.
 */
export async function exportExperiment(text: string, filePath: string): Promise<ExportedCommand> {
  const path = resolve(filePath);
  const parsed = parseExperiment(text);
  const { values, faulty, problems } = await resolveExtends(parsed, path, parentsOnDisk);
  const isOfValues = !parsed.readable || parsed.faulty.size > 0 || faulty.size > 0;
  const broken = parsed.problems.filter(
    ({ severity, code }) => severity === 'error' && (isOfValues || code === 'unknown-name'),
  );
  const errors = [...broken, ...problems.filter(({ severity }) => severity === 'error')];
  if (errors.length > 0) throw experimentInvalid(path, errors);
  return exportCommand({ ...values, name: resolveExperiment(values, path).name });
}
