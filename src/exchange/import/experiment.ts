// What files of others say of a run's recipe → the experiment of its folder. What is not said has the default.

import { join } from 'node:path';
import { checkValue } from '../../config/check-value.ts';
import type { Field } from '../../config/field.ts';
import { type Experiment, type PartialExperiment, sectionFields } from '../../config/fields.ts';
import { importText, isNothingToImport } from '../../config/import/import.ts';
import { type Notice, Notices } from '../../config/import/notices.ts';
import { examineExperiment } from '../../config/load.ts';
import { resolveExperiment } from '../../config/resolve.ts';

/** An experiment, and what is to be told of how it was made. */
export interface FoundExperiment {
  readonly experiment: Experiment;
  readonly notices: readonly Notice[];
  /** The text says something of a recipe; otherwise everything is a default. */
  readonly isSaid: boolean;
}

/** The experiment of a text as `ipuw import` makes it; `folder` is where the text lies, `source` what it is called. */
export async function experimentOfText(text: string, folder: string, source: string): Promise<FoundExperiment> {
  try {
    const imported = importText(text, source);
    const { experiment } = await examineExperiment(imported.text, join(folder, imported.fileName));
    return { experiment, notices: imported.notices, isSaid: true };
  } catch (error) {
    if (!isNothingToImport(error)) throw error;
    return { experiment: emptyExperiment(folder), notices: [], isSaid: false };
  }
}

/** The experiment of arguments by their names, as args.json has them. */
export async function experimentOfArguments(
  values: Readonly<Record<string, unknown>>,
  folder: string,
  source: string,
): Promise<FoundExperiment> {
  const given = Object.entries(values).filter(([, value]) => value !== undefined && value !== null);
  if (given.length === 0) return { experiment: emptyExperiment(folder), notices: [], isSaid: false };
  try {
    return await experimentOfText(JSON.stringify(Object.fromEntries(given)), folder, source);
  } catch (error) {
    const notices = new Notices();
    notices.add(
      'dropped',
      'arguments',
      `The arguments were not read: ${error instanceof Error ? error.message : error}`,
    );
    return { experiment: emptyExperiment(folder), notices: notices.all, isSaid: false };
  }
}

/** An experiment of which nothing is known. */
export function emptyExperiment(folder: string, values: PartialExperiment = {}): Experiment {
  return resolveExperiment(values, join(folder, 'imported.ipu.json'));
}

/** The experiment of fields by their paths, as our own exports have them; undefined if there are none. What no field can hold is left out. */
export function experimentOfFields(
  values: Readonly<Record<string, unknown>>,
  folder: string,
): FoundExperiment | undefined {
  const sections: Record<string, Record<string, unknown>> = {};
  for (const [section, fields] of Object.entries<Readonly<Record<string, Field>>>(sectionFields))
    for (const [name, field] of Object.entries(fields)) {
      const path = `${section}.${name}`;
      if (Object.hasOwn(values, path) && checkValue(path, field, values[path]) === undefined)
        (sections[section] ??= {})[name] = values[path];
    }
  if (Object.keys(sections).length === 0) return undefined;
  return { experiment: emptyExperiment(folder, sections as PartialExperiment), notices: [], isSaid: true };
}
